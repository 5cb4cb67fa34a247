"""On the day a guest's own page has the code that checks them in."""

from datetime import timedelta

import door_builders
import make
import pytest
import shown_codes
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import badge_codes
from eventapp.door.actions import rsvp_of_code
from eventapp.people.actions import page_token_of, token_of


def test_the_code_on_the_day_is_the_guest_s_own(client: Visitor) -> None:
    rsvp = make.rsvp(door_builders.event())

    page = client.get(f"/r/{token_of(rsvp.link)}").text

    assert rsvp_of_code(badge_codes.scanned(shown_codes.read(page) or "")) == rsvp


@pytest.mark.parametrize(
    "reason",
    ["another day", "waitlisted", "called off", "online", "joins online", "is in", "typed alone"],
)
def test_there_is_none_where_it_would_open_nothing_or_be_anybody_s(
    reason: str, client: Visitor
) -> None:
    rsvp = make.rsvp(door_builders.event())
    event, token = rsvp.event, token_of(rsvp.link)
    if reason == "another day":
        event.starts_at = clock.now() + timedelta(days=2)
        event.ends_at = event.starts_at + timedelta(hours=2)
    elif reason == "waitlisted":
        rsvp.state = "waitlisted"
    elif reason == "called off":
        event.cancelled_at = clock.now()
    elif reason == "online":
        event.place_name, event.online_url = "", "https://example.org"
    elif reason == "joins online":
        rsvp.joins = "online"
    elif reason == "is in":
        door_builders.come(rsvp)
    else:
        token = page_token_of(rsvp.link)
    db.session.commit()

    page = client.get(f"/r/{token}")

    assert page.status_code == 200
    assert shown_codes.read(page.text) is None
