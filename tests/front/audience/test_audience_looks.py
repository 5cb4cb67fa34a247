"""Letters to many in a browser: nothing hinders anybody, nothing sticks out, and no script is needed."""

from datetime import timedelta

import make
import pytest
from conftest import visitor
from flask import Flask
from looks import faults

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps import announcements
from eventapp.rsvps.attendees import messages, tags
from eventapp.rsvps.attendees.search import Search

pytestmark = pytest.mark.browser

SUBJECT = "The room is another one: please come by the yard and ring at Bartholomäussen"


@pytest.fixture
def desk(app: Flask) -> tuple[str, dict[str, str], str]:
    """An event's messages, the pages about them by name, and the cookie of its owner."""
    host = make.community(name="Leith Table")
    owner, now = make.member(host, first_name="Ines"), clock.now()
    event = make.event(community=host, capacity=None, title="Coffee & Careers")
    guests = [make.rsvp(event, first_name=name) for name in ("Noor", "Ada", "Bo", "Wilhelmina")]
    for _ in range(26):
        make.rsvp(event)
    tags.add(host.id, [guests[0].person_id], "speaker")

    def typed(number: int, **given: object) -> int:
        said = {"subject": SUBJECT, "text": "Hello.\n\nThe yard is at the back.", "by": owner}
        chosen = messages.fitting(event, Search(state="going"))
        found = messages.send(
            event, chosen, **said | {"once": str(number), "search": Search(state="going")} | given
        )
        return found.id

    written = typed(1, now=now - timedelta(minutes=2))
    found = db.session.get(announcements.Announcement, written)
    announcements.write_part(found, at_most=announcements.PART, now=now)
    for state, letter in zip(
        ("failed", "sent", "withdrawn"), db.session.scalars(db.select(Message)), strict=False
    ):
        letter.state, letter.trouble = state, "550 no such user" if state == "failed" else None
    draft = typed(2, now=now)
    db.session.get(announcements.Announcement, draft).state = "draft"
    later = typed(3, now=now, at=now + timedelta(days=2))
    moment = typed(4, now=now)
    place = f"/desk/{host.slug}/events/{event.slug}/messages"
    someone = visitor(app)
    make.sign_in(someone, owner)
    pages = {
        "messages": place,
        "written": f"{place}/written",
        "being written": f"{place}/written/{written}",
        "failed": f"{place}/written/{written}?state=failed",
        "draft": f"{place}/written/{draft}",
        "later": f"{place}/written/{later}",
        "in a moment": f"{place}/written/{moment}",
        "write on": f"{place}/new?draft={draft}",
    }
    db.session.commit()
    return place, pages, someone.get_cookie("eventapp").value


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_letters_hinders_anybody_or_sticks_out(open_browser, page_server, desk, width):
    place, pages, cookie = desk
    page, found = open_browser(width=width), []
    page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])

    for name, path in pages.items():
        answer = page.goto(page_server + path)
        assert answer.status == 200, name
        found += faults(page, name)
    page.goto(f"{page_server}{place}/new")
    with page.expect_navigation():
        page.locator('button[value="look"]').click()
    found += faults(page, "mistakes")
    page.locator("input[name=subject]").fill(SUBJECT)
    page.locator("textarea[name=text]").fill("Come by the yard.\n\n" + "A long line. " * 30)
    with page.expect_navigation():
        page.locator('button[value="look"]').click()
    found += faults(page, "looked at")

    assert found == []


def test_a_letter_is_sent_and_taken_back_by_keyboard_without_scripts(
    open_browser, page_server, desk
):
    place, _pages, cookie = desk
    page = open_browser(java_script_enabled=False)
    page.context.add_cookies([{"name": "eventapp", "value": cookie, "url": page_server}])

    page.goto(f"{page_server}{place}/new")
    page.focus("[name=state]")
    page.keyboard.press("ArrowDown")
    page.focus("[name=subject]")
    page.keyboard.type("The room")
    page.keyboard.press("Tab")
    page.keyboard.type("By the yard.")
    page.focus('button[value="look"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/new")
    page.get_by_role("button", name="Send to").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/written/*")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages/new?draft=*")

    assert page.locator("[name=subject]").input_value() == "The room"
    assert page.locator("[name=text]").input_value().strip() == "By the yard."
    assert page.locator("[name=state]").input_value() == "going"
