"""What is pressed at the door is done once and answered, however it is pressed."""

from collections.abc import Callable

import door_builders
import make
import pytest
from door_builders import cookie, door
from flask import Flask
from offline_devices import ASK, find, open_tables
from playwright.sync_api import Browser, Page, expect

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions, reports
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser

Stand = Callable[..., Page]


@pytest.fixture
def stand(app: Flask, page_server: str, open_browser: Callable[..., Page]) -> Stand:
    """Open the door of an event on a phone, until its list is here."""

    def opened(event: Event, page: Page | None = None) -> Page:
        page = page or open_browser(width=390, height=844)
        staff = make.member(event.community, "door", first_name="Kofi")
        page.context.add_cookies([cookie(app, staff, page_server)])
        db.session.commit()
        page.goto(page_server + door(event, ""))
        expect(page.locator("#counter[data-shown]")).to_be_attached()
        return page

    return opened


@pytest.fixture
def unwatched(chromium: Browser):
    """A phone that may be told no: a 4xx for a part of a page is what these tests are about."""
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.context.close()


def guest(name: str) -> Rsvp:
    return db.session.scalars(db.select(Rsvp).filter_by(first_name=name)).one()


def let_in(page: Page) -> None:
    """Type a walk-in into the sheet and press."""
    type_in(page)
    page.get_by_role("button", name="Let them in").click()


def type_in(page: Page) -> None:
    page.get_by_role("link", name="Walk-in").click()
    page.get_by_label("First name").fill("Rosa")
    page.locator("dialog [type=radio]").first.check()


# Both before any answer, as quick fingers do.
TWICE = "(pressed) => { pressed.click(); pressed.click(); }"


def asked_for(page: Page, ending: str) -> list[str]:
    """What the page asks for from now on, at addresses that end so."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.url.endswith(ending) else None)
    return asked


def cut_off(page: Page) -> None:
    """Take the connection away, until the page has seen it."""
    page.context.set_offline(True)
    page.evaluate(ASK)
    expect(page.locator("#notice")).to_contain_text("No connection")


def test_let_them_in_anyway_in_the_sheet_lets_them_in(stand: Stand, unwatched: Page) -> None:
    event, _tables = door_builders.short(2, capacity=8)
    page = stand(event, unwatched)
    let_in(page)

    page.get_by_role("button", name="Let them in anyway").click()

    expect(page.locator(".answer")).to_contain_text("One over")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_walk_in_whom_the_server_refuses_is_told_why(stand: Stand, unwatched: Page) -> None:
    page = stand(open_tables(), unwatched)
    # Signed in anew in another tab: the form's token is of the visit before.
    page.route("**/door/walk-ins", lambda route: route.continue_(post_data="csrf_token=old"))

    let_in(page)

    expect(page.locator("main")).to_contain_text("This form was open for too long")


def test_a_double_press_without_a_connection_keeps_one_walk_in(stand: Stand) -> None:
    page = stand(open_tables())
    cut_off(page)
    type_in(page)

    page.get_by_role("button", name="Let them in").evaluate(TWICE)

    expect(page.locator(".answer")).to_contain_text("Rosa")
    expect(page.locator("#notice")).to_contain_text("One entry is kept")


def test_undo_for_somebody_who_is_not_in_any_more_keeps_nothing(stand: Stand) -> None:
    event = open_tables()
    page = stand(event)
    find(page, "no")
    undo = page.locator(".answer").get_by_role("button", name="Undo")
    expect(page.locator("#counter")).to_have_attribute("data-shown", "1/3")
    actions.undo(event, guest("Noor").id, by=make.person(), now=clock.now())
    db.session.commit()
    page.evaluate(ASK)
    expect(page.locator("#counter")).to_have_attribute("data-shown", "0/3")
    cut_off(page)

    undo.click()

    expect(page.locator(".note")).to_contain_text("Noor is not checked in any more")
    expect(page.locator("#notice")).to_contain_text("Check-ins are kept on this device")


def test_a_double_press_on_check_in_is_sent_once_and_says_come_in(stand: Stand) -> None:
    page = stand(open_tables())
    sent = asked_for(page, "/arrivals")
    page.fill("#q", "no")

    page.locator("#hits li").filter(has_text="Noor").locator("button").evaluate(TWICE)

    expect(page.locator(".answer .word")).to_have_text("Come in")
    assert len(sent) == 1


def test_a_double_press_on_walk_in_opens_one_sheet(stand: Stand) -> None:
    page = stand(open_tables())
    sent = asked_for(page, "/walk-ins")

    page.get_by_role("link", name="Walk-in").evaluate(TWICE)

    expect(page.locator("dialog")).to_have_count(1)
    assert len(sent) == 1


def test_undo_in_the_last_five_keeps_the_focus_while_the_page_looks_again(stand: Stand) -> None:
    page = stand(open_tables())
    find(page, "no")
    undo = page.locator("#last5 [data-press]").and_(page.get_by_label("Undo for Noor"))
    undo.focus()
    rows = page.query_selector("#last5-list ul")
    assert rows

    # One look at a time: once it asks again, what it heard before is drawn.
    for _look in "12":
        with page.expect_response("**/door/list?**"):
            page.evaluate(ASK)

    assert rows.evaluate("rows => rows.isConnected")
    door_builders.come(guest("Aiko"))
    db.session.commit()
    page.evaluate(ASK)
    expect(page.locator("#last5-list li")).to_have_count(2)
    expect(undo).to_be_focused()


def test_what_is_to_be_looked_at_shows_though_the_first_tries_to_fetch_it_failed(
    stand: Stand, unwatched: Page
) -> None:
    event = open_tables()
    page = stand(event, unwatched)
    report = reports.keep(
        event, "key", "in", at=clock.now(), number=0, by=make.person(), now=clock.now()
    )
    report.outcome, report.name = "no-place", "Kenji"
    db.session.commit()

    refused = {"Content-Security-Policy": "frame-ancestors 'none'"}
    page.route("**/door", lambda route: route.fulfill(status=429, headers=refused), times=1)
    page.route("**/door", lambda route: route.abort(), times=1)
    page.evaluate(ASK)
    expect(page.locator("#notice")).to_contain_text("No connection")
    page.evaluate(ASK)
    expect(page.locator("#notice")).to_be_empty()

    page.evaluate(ASK)

    expect(page.locator("#conflicts")).to_contain_text("Kenji came at")


def test_a_walk_in_that_nothing_can_take_stays_as_it_was_typed(
    stand: Stand, unwatched: Page
) -> None:
    # As in a private window, or at an address without https.
    unwatched.add_init_script("delete window.indexedDB")
    page = stand(open_tables(), unwatched)
    type_in(page)
    page.context.set_offline(True)

    for _once_and_again in range(2):
        page.get_by_role("button", name="Let them in").click()
        expect(page.locator("dialog [role=alert]")).to_contain_text("That was not sent")
    page.context.set_offline(False)
    expect(page.get_by_label("First name")).to_have_value("Rosa")
    page.get_by_role("button", name="Let them in").click()

    expect(page.locator(".answer")).to_contain_text("Rosa")
    assert guest("Rosa").source == "door"
