"""The pages that say how to subscribe, in a browser: nothing hinders, nothing sticks out, and it works."""

import make
import pytest
from flask import Flask
from looks import faults

from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.rsvps.personal_feed import actions

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    host = make.community(name="Leith Table, the long-named community of Leith and Portobello")
    program = make.program(community=host, title="Six Evenings of Statistics")
    mine, other = make.rsvp(make.event(community=host)), make.rsvp()
    make.personal_feed(mine.person)
    db.session.commit()
    return {
        "subscribing community": f"/{host.slug}/calendar",
        "subscribing program": f"/{host.slug}/programs/{program.slug}/calendar",
        "subscribing mine": f"/r/{token_of(mine.link)}/calendar",
        "subscribing nothing yet": f"/r/{token_of(other.link)}/calendar",
        "community": f"/{host.slug}",
        "program": f"/{host.slug}/programs/{program.slug}",
        "mine": f"/r/{token_of(mine.link)}",
    }


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_about_subscribing_hinders_anybody_or_sticks_out(
    open_browser, page_server, pages, width
):
    page, found = open_browser(width=width), []

    for name, path in pages.items():
        page.goto(page_server + path)
        found += faults(page, name)

    assert found == []


def test_a_guest_makes_an_address_renews_it_and_ends_it_without_scripts(
    app, open_browser, page_server, pages
):
    page = open_browser(width=390, java_script_enabled=False)
    page.goto(page_server + pages["subscribing nothing yet"])
    page.get_by_role("button", name="Make my address").click()
    first = page.get_by_label("The address", exact=True).input_value()

    page.get_by_role("button", name="New address").click()
    second = page.get_by_label("The address", exact=True).input_value()
    page.get_by_role("button", name="End this address").click()

    assert first != second
    assert page.get_by_role("button", name="Make my address").is_visible()
    db.session.expire_all()
    assert len(db.session.scalars(db.select(actions.PersonalFeed)).all()) == 1
