"""An evening run by the host's remote, as the screen in the hall shows it."""

import re
from collections.abc import Callable
from typing import Any

import door_builders
import make
import pytest
from browser import axe
from door_builders import cookie
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect

from eventapp.db import db
from eventapp.events.models import Event

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def event(app: Flask) -> Event:
    """Eight full tables, a few minutes before the first round."""
    return door_builders.full(8, title="Coffee & Careers: people who work with data")[0]


@pytest.fixture
def open_at(app: Flask, event: Event, page_server: str, open_browser: Open) -> Open:
    """Open the remote or the screen of that evening, signed in."""
    kept = cookie(app, make.member(event.community, "door"), page_server)
    desk = f"{page_server}/desk/{event.community.slug}/events/{event.slug}"
    db.session.commit()

    def open_one(what: str, **options: Any) -> Page:
        page = open_browser(**options)
        page.context.add_cookies([kept])
        page.goto(f"{desk}/{what}")
        return page

    return open_one


def look_now(page: Page) -> None:
    """Have the page look whether something changed, as when it is seen again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_what_the_host_presses_shows_on_the_screen_in_the_hall(open_at: Open) -> None:
    hall = open_at("hall", width=1920, height=1080)
    expect(hall.locator("h1")).to_have_text("Round 1")
    expect(hall.locator(".left")).to_contain_text("Starts in")
    # Four of the eight tables, and then the other four.
    expect(hall.locator(".hall-tables:visible > li")).to_have_count(4)
    remote = open_at("remote", width=390, height=844)
    remote.click("text=Start round 1 now")
    expect(hall.locator(".left")).to_contain_text("Time left", timeout=15_000)
    expect(hall.locator(".left b")).to_have_text(re.compile(r"19:\d\d"))
    problems = faults(hall, "hall") + faults(remote, "remote")
    # The evening's name stands beside the mark, however long it is.
    brand, name = (remote.locator(part).bounding_box() for part in (".brand", ".remote-of"))
    assert brand
    assert name
    assert name["x"] > brand["x"] + brand["width"]
    remote.click("text=End round 1 now")
    expect(hall.locator(".left")).to_contain_text("Next round in", timeout=15_000)
    hall.context.set_offline(True)
    expect(hall.locator("#lost")).to_contain_text("No connection since", timeout=15_000)
    remote.click("text=Start round 2 now")
    hall.context.set_offline(False)
    expect(hall.locator("h1")).to_have_text("Round 2", timeout=15_000)
    expect(hall.locator("#lost")).to_be_hidden()
    hall.set_viewport_size({"width": 390, "height": 844})

    assert problems + faults(hall, "hall on a phone") == []
    assert axe(remote) == []


def test_since_when_there_is_no_connection_is_told_by_the_clock_of_the_event(open_at: Open) -> None:
    # 23:58 on this device.
    hall = open_at("hall", timezone_id="Asia/Kolkata")
    hall.clock.set_fixed_time("2026-11-30T18:28:00Z")

    hall.context.set_offline(True)
    look_now(hall)

    expect(hall.locator("#lost")).to_contain_text(re.compile(r"since \S*:28"))


@pytest.mark.parametrize(("what", "link"), [("remote", "Tables now"), ("hall", "5–8")])
def test_who_is_on_a_link_is_still_on_it_when_the_page_was_renewed(
    event: Event, open_at: Open, what: str, link: str
) -> None:
    page = open_at(what)
    page.get_by_role("link", name=link).focus()

    event.title = "Soup & Statistics"
    db.session.commit()
    look_now(page)

    expect(page).to_have_title(re.compile("Soup"))
    expect(page.get_by_role("link", name=link)).to_be_focused()
