"""The desk's pages about its guests in a browser: nothing hinders anybody, and nothing sticks out."""

import make
import pytest
from conftest import visitor
from flask import Flask
from looks import faults

from eventapp import clock
from eventapp.db import db
from eventapp.rsvps import approvals
from eventapp.rsvps.attendees import actions

pytestmark = pytest.mark.browser

STEPS = ("waitlist", "tag", "message")


@pytest.fixture
def desk(app: Flask) -> tuple[str, dict[str, str], str]:
    """An event's people, the pages about them by name, and the cookie of its owner."""
    host = make.community(name="Leith Table")
    owner = make.member(host, first_name="Ines")
    event = make.event(community=host, capacity=3, needs_approval=True, title="Coffee & Careers")
    one = make.rsvp(event, email="noor.obi@gmail.com", first_name="Noor", last_name="Obi")
    two = make.rsvp(event, email="noorobi@gmail.com", first_name="Noor", access_needs="No stairs")
    others = [make.rsvp(event, organization="A long workplace " * 3) for _ in range(4)]
    for rsvp in (one, two, *others[:2]):
        approvals.approve(rsvp, by=owner, now=clock.now())
    make.rsvp(make.past_event(community=host, title="Breakfast"), person=two.person)
    actions.take_off(others[0], by=owner, why="Called us", now=clock.now())
    people = f"/desk/{host.slug}/events/{event.slug}/people"
    someone = visitor(app)
    make.sign_in(someone, owner)
    pages = {
        "person": f"{people}/{one.id}",
        "taken off": f"{people}/{others[0].id}",
        "place": f"{people}/{others[3].id}/place",
        "cancellation": f"{people}/{one.id}/cancellation",
        "duplicates": f"{people}/duplicates",
        "merge": f"{people}/merges?kept={one.person_id}&other={two.person_id}",
    }
    db.session.commit()
    return people, pages, someone.get_cookie("eventapp").value


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_about_a_guest_hinders_anybody_or_sticks_out(
    open_browser, page_server, desk, width
):
    people, pages, cookie = desk
    page, found = open_browser(width=width), []
    page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])

    for name, path in pages.items():
        answer = page.goto(page_server + path)
        assert answer.status == 200, name
        found += faults(page, name)
    for step in STEPS:
        page.goto(page_server + people)
        for box in page.locator('input[name="p"]').all():
            box.check()
        page.select_option('#bulk select[name="what"]', step)
        with page.expect_navigation():
            page.locator("#bulk").get_by_role("button", name="Look first").click()
        assert page.url.endswith("/steps/review")
        found += faults(page, step)
    page.locator("input[name=subject]").fill("The room")
    page.locator("textarea[name=text]").fill("Come by the yard.")
    with page.expect_navigation():
        page.locator('button[value="look"]').click()
    found += faults(page, "letter")

    assert found == []
