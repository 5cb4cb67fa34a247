"""What a walk-in meets, in a browser: nothing hinders, nothing sticks out, and it works without scripts."""

import door_builders
import make
import pytest
from door_builders import cookie, door
from flask import Flask
from looks import faults
from playwright.sync_api import Browser, expect

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions, badge_owners
from eventapp.people.actions import token_of
from eventapp.people.models import AddressChange

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_about_a_walk_in_hinders_anybody_or_sticks_out(
    app: Flask, open_browser, page_server: str, width: int
) -> None:
    event, _tables = door_builders.short(2, title="Winter open tables in the Reading Room")
    guest, asked = door_builders.walk_in(event, "Rosa-Maria"), door_builders.walk_in(event, "Kit")
    event.capacity = 9
    make.rsvp(event)
    badge_owners.ask(asked, "kit@example.org", now=clock.now())
    letter = token_of(db.session.scalars(db.select(AddressChange)).one())
    page = open_browser(width=width, java_script_enabled=True)
    badge, own = f"/badge/{actions.code_of(guest)}", f"/address/{letter}"
    organizer = make.member(event.community, "organizer")
    kept = cookie(app, organizer, page_server)
    db.session.commit()
    found = []

    for name, path in {"badge": badge, "badge asked": f"{badge}?asked=1", "badge yes": own}.items():
        page.goto(page_server + path)
        found += faults(page, name)
    page.context.add_cookies([kept])
    for name, path in {
        "door asks": door(event, ""),
        "door tables": door(event),
        "people over": door(event, "").replace("/door", "/people"),
        "desk asks": f"/desk/{event.community.slug}",
        "walk-in": door(event, "/walk-ins"),
    }.items():
        page.goto(page_server + path)
        found += faults(page, name)
    page.get_by_label("First name").fill("Zoë")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_role("button", name="Let them in anyway")).to_be_visible()
    found += faults(page, "walk-in full")

    assert found == []


def test_a_walk_in_on_top_without_scripts(app: Flask, open_browser, page_server: str) -> None:
    event, _tables = door_builders.short(2, capacity=8)
    page = open_browser(width=390, java_script_enabled=False)
    staff = make.member(event.community, "door")
    page.context.add_cookies([cookie(app, staff, page_server)])

    page.goto(page_server + door(event, "/walk-ins"))
    page.get_by_label("First name").fill("Rosa")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Let them in").click()
    page.get_by_role("button", name="Let them in anyway").click()

    expect(page.get_by_text("One over")).to_be_visible()


def test_in_the_sheet_the_second_question_has_the_focus(
    app: Flask, chromium: Browser, page_server: str
) -> None:
    event, _tables = door_builders.short(2, capacity=8)
    # Not watched: that there is no room is a 422 for a part of the page.
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    staff = make.member(event.community, "door")
    page.context.add_cookies([cookie(app, staff, page_server)])

    page.goto(page_server + door(event, ""))
    page.get_by_role("link", name="Walk-in").click()
    expect(page.get_by_label("First name")).to_be_focused()
    page.get_by_label("First name").fill("Rosa")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Let them in").click()

    # A phone's keyboard, up for a name, would hide it.
    expect(page.locator("dialog .problem")).to_be_focused()
    assert page.locator("dialog p:empty").count() == 0
    page.context.close()
