"""The door without a connection, as its staff work it: on a phone and a tablet, in Chromium and Firefox."""

from collections.abc import Callable

import make
import pytest
from browser import axe
from door_outage import Outage
from flask import Flask
from offline_devices import ASK, find, open_tables, stand_at_door, who_is_in
from playwright.sync_api import Page, expect

from eventapp.db import db
from eventapp.door import actions
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser


@pytest.fixture
def event(app: Flask) -> Event:
    return open_tables()


def test_the_door_goes_on_without_its_server_and_tells_it_afterwards(
    app: Flask, server: Outage, event: Event, open_each: Callable[..., Page]
) -> None:
    phone, tablet = open_each(width=390, height=844), open_each(width=1024, height=768)
    address = stand_at_door(app, server, event, phone, "Kofi")
    stand_at_door(app, server, event, tablet, "Mara")
    find(tablet, "no")
    expect(tablet.locator(".answer")).to_contain_text("Come in")

    server.away()
    find(phone, "lu")
    expect(phone.locator(".answer")).to_contain_text("Come in")
    expect(phone.locator(".answer")).to_contain_text("Łukasz")
    expect(phone.locator("#notice")).to_contain_text("One entry is kept on this device")
    find(phone, "ai")
    expect(phone.locator(".answer")).to_contain_text("Aiko")
    phone.locator("#last5").get_by_role("button", name="Undo for Aiko").click()
    expect(phone.locator(".note")).to_contain_text("Aiko is not checked in any more")
    # Nothing prints now, also from an answer that the server gave before.
    tablet.evaluate(ASK)
    expect(tablet.locator(".answer [data-print]")).to_be_hidden()

    # Started anew, without a server: the list, and what waits, are there.
    phone.goto(address)
    expect(phone.locator("#notice")).to_contain_text("3 entries are kept")
    expect(phone.locator("#title")).to_have_text("Winter open tables")
    phone.get_by_role("link", name="Walk-in").click()
    phone.get_by_label("First name").fill("Rosa")
    phone.locator("dialog .roles label").first.click()
    phone.get_by_role("button", name="Let them in").click()
    expect(phone.locator(".answer")).to_contain_text("Rosa")
    find(phone, "lu")
    expect(phone.locator(".answer")).to_contain_text("You checked them in at")
    assert axe(phone) == []

    server.back()
    phone.evaluate(ASK)
    expect(phone.locator("#notice")).to_contain_text(
        "All 4 entries that were kept here have been sent"
    )
    tablet.evaluate(ASK)
    expect(tablet.locator("#counter")).to_contain_text("3")
    expect(tablet.locator("#last5")).to_contain_text("Rosa")
    assert who_is_in() == ["Noor", "Łukasz", "Rosa"]
    phone.goto(address)
    expect(phone.locator("#more-here")).to_contain_text("Badges: labels and printer")


def test_a_page_started_without_its_server_shows_by_itself_what_is_to_be_looked_at(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=390, height=844)
    gone = make.rsvp(event, first_name="Kenji")
    address = stand_at_door(app, server, event, page, "Kofi")
    server.away()
    page.goto(address)
    find(page, "ken")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")
    rsvps.cancel(gone, now=make.NOON)
    db.session.commit()

    server.back()
    page.evaluate(ASK)

    expect(page.locator("#conflicts")).to_contain_text("Kenji came at")
    expect(page.locator("#conflicts").get_by_role("link", name="Show them")).to_be_visible()
    # And once more, when it knew of that before.
    server.away()
    page.goto(address)
    expect(page.locator("#notice")).to_contain_text("No connection")
    server.back()
    page.evaluate(ASK)
    expect(page.locator("#conflicts")).to_contain_text("Kenji came at")
    page.get_by_role("button", name="Seen").click()
    expect(page.locator("#conflicts")).to_be_hidden()


def test_a_code_is_known_without_a_connection_and_a_strange_one_is_not(
    app: Flask, server: Outage, event: Event, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=390, height=844)
    # Chromium on this system reads no codes and has no camera: these stand in for them.
    page.add_init_script(
        "window.BarcodeDetector = class { static async getSupportedFormats() { return ['qr_code'] }"
        " async detect() { return window.code ? [{rawValue: window.code}] : [] } };"
        "if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () =>"
        " document.createElement('canvas').captureStream(5);"
        "HTMLMediaElement.prototype.play = async () => {};"
        "window.heard = []; addEventListener('door:answer', ({detail}) => heard.push(detail.tone), true);"
    )
    rsvp, gone = make.rsvp(event, first_name="Wei"), make.rsvp(event, first_name="Kenji")
    rsvps.cancel(gone, now=make.NOON)
    codes = [
        f"{server.url}/badge/{actions.code_of(rsvp)}",
        actions.code_of(rsvp),
        actions.code_of(gone),
        "x",
    ]
    stand_at_door(app, server, event, page, "Kofi")
    page.context.set_offline(True)

    page.click("#open-camera")
    for code, word in zip(
        codes, ("Come in", "Already in", "Has no place", "Not a badge we know"), strict=True
    ):
        page.evaluate("code => window.code = code", code)
        expect(page.locator(".answer .word")).to_have_text(word)

    assert page.evaluate("heard") == ["good", "stop", "bad", "bad"]
    # A badge says which plan it shows; the list knows the tables of its own.
    seated = db.session.scalars(
        db.select(Rsvp).where(Rsvp.first_name.in_(["Aiko", "Noor", "Łukasz"]))
    )
    for guest, (plan, said) in zip(
        seated.all(),
        (
            (1, []),
            (
                0,
                [
                    "This badge shows an older plan. By the list here: round 1 is table 1; round 2 is table 1."
                ],
            ),
            (2, ["This badge shows a newer plan than the list here: go by the badge."]),
        ),
        strict=True,
    ):
        code = actions.badge_address(guest, plan)
        page.evaluate("code => window.code = code", code)
        expect(page.locator(".answer .name")).to_have_text(guest.name)
        expect(page.locator(".answer .older")).to_have_text(said)
