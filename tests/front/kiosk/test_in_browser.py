"""Passes and the kiosk as a browser shows them: by script, at each size, on each ground."""

import io
from collections.abc import Callable

import camera_video
import door_builders
import make
import pytest
import zxingcpp
from door_builders import cookie, device_cookie, kiosk
from flask import Flask
from looks import faults
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from eventapp.badges.printing.models import PrintedBadge
from eventapp.badges.stocks import STOCKS
from eventapp.db import db
from eventapp.door import badge_codes
from eventapp.door.actions import code_of, rsvp_of_code
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


def evening() -> tuple[Event, Rsvp]:
    """Tables, and somebody who sits at two of them."""
    event = door_builders.event(title="Winter open tables in the Reading Room by the water")
    people = door_builders.guests(event, 8)
    door_builders.plan(event, [people[:4], people[4:]], [people[4:], people[:4]])
    people[0].first_name, people[0].last_name = "Adaeze", "Abara"
    return event, people[0]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768)])
def test_an_organizer_shows_a_code_and_the_device_becomes_the_kiosk(
    width: int, height: int, app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, guest = evening()
    owner = make.member(event.community)
    door_builders.lend(event)
    db.session.commit()
    desk = open_browser(width=width, height=height)
    desk.context.add_cookies([cookie(app, owner, page_server)])
    tablet = open_browser(width=width, height=height)
    code, wrong = code_of(guest), []

    desk.goto(page_server + door_builders.door(event, "/passes"))
    wrong += faults(desk, "door staff")
    desk.fill("#name", "Tablet at the stairs")
    desk.check("[name=kind][value=kiosk]")
    desk.click("main form[action$='/passes'] button")
    wrong += faults(desk, "code")
    tablet.goto(desk.input_value("#link"))
    wrong += faults(tablet, "begin")
    tablet.click("main button")
    # Sent by script, which first looks whether a door has anything unsent here.
    expect(tablet.locator("h1")).to_have_text("Good that you’re here")
    wrong += faults(tablet, "kiosk")
    # One below the other, in the middle of the same column.
    form, camera = (tablet.locator(part).bounding_box() for part in ("#kiosk-form", "#open-camera"))
    assert form
    assert camera
    middles = [box["x"] + box["width"] / 2 for box in (form, camera)]
    assert middles[0] == pytest.approx(middles[1], abs=1)
    tablet.fill("#who", "Nobody")
    tablet.keyboard.press("Enter")
    expect(tablet.locator(".answer .word")).to_have_text("Please see the staff")
    wrong += faults(tablet, "staff")
    tablet.fill("#who", code)
    tablet.click("#kiosk-form button")
    expect(tablet.locator("h1")).to_have_text("Welcome, Adaeze A.")
    wrong += faults(tablet, "welcome")
    tablet.click("text=Print my badge")
    expect(tablet.locator("#label")).to_have_js_property("complete", True)
    wrong += faults(tablet, "badge")

    assert wrong == []


@pytest.mark.browser
def test_the_start_comes_back_by_itself(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, _guest = evening()
    page = open_browser(width=1024, height=768)
    page.clock.install()
    page.context.add_cookies([device_cookie(app, event, "kiosk", page_server)])
    page.goto(page_server + kiosk(event))
    page.fill("#who", "Adaeze Abara")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Welcome, Adaeze A.")

    page.clock.run_for(19_000)
    page.keyboard.press("Tab")
    page.clock.run_for(19_000)
    expect(page.locator("h1")).to_have_text("Welcome, Adaeze A.")
    page.clock.run_for(2_000)

    expect(page.locator("h1")).to_have_text("Good that you’re here")
    expect(page.locator("#who")).to_have_value("")


@pytest.mark.browser
def test_a_camera_that_ends_or_is_refused_says_so_and_can_be_opened_again(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, _guest = evening()
    page = open_browser(width=1024, height=768)
    page.add_init_script(camera_video.DRAWN)
    page.context.add_cookies([device_cookie(app, event, "kiosk", page_server)])
    page.goto(page_server + kiosk(event))
    opener, said = page.locator("#open-camera"), page.locator("#camera [role=status]")
    opener.click()
    expect(said).to_have_text("Hold the code in the frame")

    page.evaluate("document.querySelector('video').srcObject.getTracks()[0].stop()")
    expect(said).to_contain_text("The camera stopped")
    wrong = faults(page, "kiosk without its camera")
    opener.click()
    expect(said).to_have_text("Hold the code in the frame")
    expect(opener).to_be_hidden()
    page.evaluate(
        "navigator.mediaDevices.getUserMedia ="
        " async () => { throw new DOMException('', 'NotAllowedError') };"
        "document.querySelector('video').srcObject.getTracks()[0].stop()"
    )
    opener.click()

    expect(said).to_contain_text("may not use the camera")
    expect(page.locator("#camera video")).to_be_hidden()
    assert wrong == []


# Firefox prints by its driver on paper of the driver's own.
@pytest.mark.chromium
@pytest.mark.browser
@pytest.mark.parametrize("stock", ["avery-l4785", "brother-dk-22205"])
def test_the_browser_prints_one_badge_on_a_page_of_its_size(
    stock: str, app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, guest = evening()
    size = STOCKS[stock]
    page = open_browser(width=1024, height=768)
    page.context.add_cookies([device_cookie(app, event, "kiosk", page_server, stock=stock)])
    page.goto(page_server + kiosk(event))
    page.fill("#who", "Adaeze Abara")
    page.keyboard.press("Enter")
    page.click("text=Print my badge")
    expect(page.locator("#label")).to_have_js_property("complete", True)

    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))

    (only,) = printed.pages
    mm = [float(side) / 72 * 25.4 for side in (only.mediabox.width, only.mediabox.height)]
    assert mm == pytest.approx([size.width, size.height], abs=0.3)
    assert [one.rsvp for one in db.session.scalars(db.select(PrintedBadge))] == [guest]
    frame = page.locator("#label")
    frame.evaluate("one => one.style.zoom = 3")
    picture = Image.open(io.BytesIO(frame.screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    owner = rsvp_of_code(badge_codes.scanned(found.text))
    assert owner == guest
