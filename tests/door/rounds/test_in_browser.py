"""An evening run by the host's remote, as the screen in the hall shows it."""

import re
from collections.abc import Callable

import door_builders
import make
import pytest
from browser import axe
from door_builders import cookie
from flask import Flask
from looks import faults
from playwright.sync_api import Page, expect

from eventapp.db import db


@pytest.mark.browser
def test_what_the_host_presses_shows_on_the_screen_in_the_hall(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    event, _seated = door_builders.full(8, title="Coffee & Careers: people who work with data")
    desk = f"{page_server}/desk/{event.community.slug}/events/{event.slug}"
    kept = cookie(app, make.member(event.community, "door"), page_server)
    db.session.commit()
    remote = open_browser(width=390, height=844)
    hall = open_browser(width=1920, height=1080)
    for page in (remote, hall):
        page.context.add_cookies([kept])

    hall.goto(f"{desk}/hall")
    expect(hall.locator("h1")).to_have_text("Round 1")
    expect(hall.locator(".left")).to_contain_text("Starts in")
    # Four of the eight tables, and then the other four.
    expect(hall.locator(".hall-tables:visible > li")).to_have_count(4)
    remote.goto(f"{desk}/remote")
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
