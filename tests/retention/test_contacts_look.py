"""What will go, and what another time would mean, as a browser shows it."""

from datetime import timedelta

import make
import pytest
from looks import faults

from eventapp import clock
from eventapp.communities.forgotten import log
from eventapp.db import db

pytestmark = pytest.mark.browser
PEOPLE = ("Aiko Sato", "Kofi Mensah", "Wolfeschlegelsteinhausenbergerdorff", "Li", "Grace Obi")


@pytest.fixture
def contacts(app, client):
    """The page of a community with people who came a year ago, and four months ago."""
    host = make.community(name="Leith Table", slug="leith")
    for number, name in enumerate(PEOPLE * 2):
        ends = clock.now() - timedelta(days=(345 if number % 2 else 110) + number)
        event = make.past_event(
            community=host,
            title="Walk along the water, then soup",
            starts_at=ends - timedelta(hours=2),
            ends_at=ends,
        )
        first, _, last = name.partition(" ")
        make.rsvp(
            event, first_name=first, last_name=last, email=f"{first.lower()}{number}@example.org"
        )
    make.rsvp(make.past_event(community=host), access_needs="a ramp")
    make.invitation(make.past_event(community=host))
    log.note("contacts", host.id, 12, now=clock.now())
    log.note("activity", host.id, 1204, now=clock.now() - timedelta(days=3))
    make.sign_in(client, make.member(host))
    db.session.commit()
    return "/desk/leith/contacts"


def test_both_pages_look_well_in_every_window(contacts, client, open_browser, page_server):
    found = []
    for width in (1280, 390, 320):
        page = open_browser(width=width)
        page.context.add_cookies(
            [{"name": "eventapp", "value": client.get_cookie("eventapp").value, "url": page_server}]
        )
        page.goto(page_server + contacts)
        found += faults(page, "what will go")
        page.get_by_label("Keep contact data").select_option("3")
        page.get_by_role("button", name="See what would go").click()
        found += faults(page, "what would go")

    assert found == []
