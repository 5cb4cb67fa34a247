"""Long lists as a browser shows them, by keyboard and without scripts."""

import re
from datetime import timedelta

import make
import pytest
from browser import axe

from eventapp import clock
from eventapp.db import db

pytestmark = pytest.mark.browser
WIDER = "document.documentElement.scrollWidth > innerWidth + 1"
LOOKS = [{"width": 1280}, {"width": 390, "color_scheme": "dark"}, {"width": 320}]
LISTS = ("/desk/leith/events", "/desk/leith/events?q=walk&page=2", "/desk/leith/programs", "/me")


@pytest.fixture
def signed_in(app, client, open_browser, page_server):
    """A browser of somebody who organizes and has come for long: thirty evenings and more."""
    host = make.community(name="Leith Table", slug="leith")
    owner, now = make.member(host), clock.now().replace(hour=17, minute=0, second=0)
    for days in (*range(2, 9, 3), *range(-60, -1, 2)):
        event = make.event(
            community=host,
            title="Walk and talk" if days % 2 else "Walk along the water, then soup",
            starts_at=now + timedelta(days=days),
            ends_at=now + timedelta(days=days, hours=2),
        )
        make.rsvp(event, person=owner)
    for number in range(14):
        make.program(community=host, sessions=2, title=f"Course {number}: first steps")
    make.draft(community=host)
    make.sign_in(client, owner)
    db.session.commit()
    cookie = client.get_cookie("eventapp").value

    def open_one(**options):
        page = open_browser(**options)
        page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])
        return page

    return open_one


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: str(look["width"]))
def test_no_long_list_hinders_anybody_or_sticks_out(signed_in, page_server, look) -> None:
    page, found = signed_in(**look), []

    for path in LISTS:
        page.goto(page_server + path)
        found += [f"{path}: {line}" for line in axe(page)]
        found += [f"{path} is wider than its window"] if page.evaluate(WIDER) else []

    assert found == []


def test_a_long_list_is_searched_and_turned_by_keyboard_without_scripts(
    signed_in, page_server
) -> None:
    page = signed_in(java_script_enabled=False)

    page.goto(f"{page_server}/desk/leith/events")
    page.focus("#q")
    page.keyboard.type("walk")
    page.keyboard.press("Enter")
    page.focus(".pager a")
    page.keyboard.press("Enter")

    page.wait_for_url("**/events?*page=2*")
    assert re.search(r"q=walk", page.url)
    assert page.locator(".pager").inner_text().startswith("26 to ")
    assert page.locator("h1").inner_text() == "33 events"
