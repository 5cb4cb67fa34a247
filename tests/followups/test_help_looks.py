"""The board and the organizer's page of asks, in a browser: nothing hinders, nothing sticks out."""

import followup_builders
import help_builders
import make
import pytest
from flask import Flask
from help_builders import address, can_help, put
from looks import faults

from eventapp import clock
from eventapp.db import db
from eventapp.followups.help_board import actions
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.browser

ASKS = (
    "my first job in data", "how to negotiate a salary", "explaining forecasts to drivers",
    "what puts juniors off job adverts", "a first talk at a meetup", "is SQL enough?",
    "pay rise after two years", "who reads job adverts",
)  # fmt: skip
OFFERS = ("baking bread", "a look at your CV", "SQL drills on Sundays", "gardening")


@pytest.fixture
def pages(app: Flask) -> dict[str, str]:
    """An evening with asks that were answered and not, one on the board, and an event to come."""
    names = [f"Guest{n}" for n in range(8)]
    event, guests = followup_builders.evening(*names, title="Coffee & Careers")
    for n, (rsvp, ask) in enumerate(zip(guests, ASKS, strict=True)):
        rsvp.ask.text, rsvp.offer.text = ask, OFFERS[n % len(OFFERS)]
    db.session.flush()
    followup_builders.sending.draft(event, now=clock.now())
    ana, ben, cem, dan, *_rest = guests
    board = put(ana, "my first job with data, without a degree")
    kofi = help_builders.helper(ana, first_name="Kofi", offer="how I found my first job in data")
    can_help(kofi, board, "I hired ten juniors. Ask me anything, an hour is fine.")
    put(ben), put(guests[6], "pay rise after two years")
    pay = help_builders.helper(ben, first_name="Amara", offer="salary talks, practised once")
    can_help(pay, put(guests[6], "pay rise after two years"), "Gladly.")
    actions.say(cem, "not_yet", now=clock.now())
    actions.say(dan, "yes", now=clock.now())
    coming = make.event(community=event.community, title="Jam & Jobs")
    for n, ask in enumerate(ASKS):
        make.rsvp(coming, ask=ask, offer=OFFERS[n % len(OFFERS)] if n < 6 else "")
    owner = make.member(event.community, email="owner@example.org")
    make.rsvp(make.past_event(community=event.community), person=owner, offer="salary talks")
    db.session.commit()
    desk = f"/desk/{event.community.slug}/events/{coming.slug}/asks"
    return {
        "ask not yet": address(cem, "ask"),
        "ask helped": address(dan, "ask"),
        "ask with help": address(ana, "ask"),
        "ask on board": address(ben, "ask"),
        "board": address(pay, "help"),
        "nothing on board": address(_without(event), "help"),
        "my board": "/me/help",
        "own page": address(cem, "ask").removesuffix("/ask"),
        "card": followup_builders.path_of(cem),
        "asks": desk,
        "invite for": f"{desk}/invitations?topic=Salary+%26+negotiation",
        "people": desk.replace("/asks", "/people"),
    }


def _without(event) -> Rsvp:
    return make.rsvp(make.past_event(community=event.community), offer="watering plants")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_asks_hinders_anybody_or_sticks_out(
    app, open_browser, page_server, pages, client, width
):
    page, found = open_browser(width=width), []
    owner = db.session.scalars(db.select(make.Person).filter_by(email="owner@example.org")).one()
    make.sign_in(client, owner)
    cookie = client.get_cookie("eventapp")
    page.context.add_cookies([{"name": "eventapp", "value": cookie.value, "url": page_server}])

    for name, path in pages.items():
        answer = page.goto(page_server + path)
        if answer.status != 200:
            found.append(f"{name} answered {answer.status}")
        found += faults(page, name)

    assert found == []
