"""What the rules refuse is refused on every way: by an offer, for a party, for who was brought."""

import re

import make
import pytest
from flask import Flask
from public_forms import answer
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions, approvals, offers, rescheduling
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring, guests_of

KNOWN, FRESH = "known@example.org", "fresh@example.org"


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


def brings(host: Rsvp, *names: str, **given: bool) -> list[Rsvp]:
    return bring(host, Party(tuple((name, "") for name in names), **given), now=clock.now())


def offered(event: Event) -> Rsvp:
    first, waiting = make.rsvp(event), make.rsvp(event)
    actions.cancel(first, now=clock.now())
    assert waiting.offered_until
    return waiting


def requests_sent() -> int:
    sent = db.select(db.func.count(Message.id)).where(Message.method == "REQUEST")
    return db.session.scalar(sent) or 0


def test_an_offer_ends_with_its_event_and_nobody_takes_it_any_more(client: Visitor) -> None:
    waiting = offered(make.event(capacity=1, waitlist_mode="offer"))

    rescheduling.cancel_event(waiting.event, now=clock.now())
    refused = client.post(f"{page(waiting)}/acceptance")

    assert refused.status_code == 409
    assert "Nobody can get a place any more." in refused.text
    assert (waiting.state, waiting.offered_until, requests_sent()) == ("waitlisted", None, 0)


def test_an_offer_that_was_left_standing_is_refused_by_the_event_itself(app: Flask) -> None:
    waiting = offered(make.event(capacity=1, waitlist_mode="offer"))
    waiting.event.cancelled_at = clock.now()

    with pytest.raises(Refused, match="Nobody can get a place"):
        offers.take(waiting, now=clock.now())


@pytest.mark.parametrize("how", ["called off", "over"])
def test_nobody_is_let_in_to_an_event_that_is_called_off_or_over(app: Flask, how: str) -> None:
    event = make.event(needs_approval=True)
    owner = make.member(event.community)
    actions.request(event, KNOWN, make.answers(event), once="1", now=clock.now())
    rsvp = db.session.scalars(db.select(Rsvp)).one()
    now = clock.now()
    if how == "over":
        now = event.ends_at.replace(year=event.ends_at.year + 1)
    else:
        rescheduling.cancel_event(event, now=now)

    with pytest.raises(Refused, match="Nobody can get a place"):
        approvals.approve(rsvp, by=owner, now=now)

    assert (rsvp.state, requests_sent()) == ("pending", 0)


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_without_an_offer_nothing_is_taken_whether_the_address_was_known_or_not(
    client: Visitor, email: str
) -> None:
    event = make.event(capacity=1)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    typed = answer(client, event, email)

    refused = client.post(f"{typed}/acceptance")

    assert refused.status_code == 409
    assert "This offer is over" in refused.text


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_taking_a_place_that_one_has_is_once_whether_the_address_was_known_or_not(
    client: Visitor, email: str
) -> None:
    event = make.event()
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")

    assert client.post(f"{answer(client, event, email)}/acceptance").status_code == 303


def test_one_who_is_brought_doesn_t_choose_for_the_party(client: Visitor) -> None:
    event = make.event(capacity=1, most_guests=2)
    make.rsvp(event)
    host = make.rsvp(event)
    kofi, _ana = brings(host, "Kofi", "Ana")

    refused = client.post(
        f"{page(kofi)}/guests/choices", data={"waits": "split", "sits": "together"}
    )

    assert refused.status_code == 409
    party = [host, *guests_of(host)]
    assert {(one.waits_together, one.sits_together) for one in party} == {(True, False)}


def test_one_who_is_brought_by_what_was_typed_once_more_doesn_t_either(client: Visitor) -> None:
    event = make.event(most_guests=2)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    typed = answer(client, event, KNOWN, guests="1")

    refused = client.post(
        f"{handed(client, typed)}/guests/choices", data={"waits": "split", "sits": "apart"}
    )

    assert refused.status_code == 409


@pytest.mark.parametrize("capacity", [9, 1])
def test_a_yes_to_who_brings_somebody_is_none_to_whom_they_add_later(
    app: Flask, capacity: int
) -> None:
    event = make.event(needs_approval=True, most_guests=2, capacity=capacity)
    owner = make.member(event.community)
    if capacity == 1:
        approvals.approve(make.rsvp(event), by=owner, now=clock.now())
    actions.request(event, KNOWN, make.answers(event), once="1", now=clock.now())
    host = db.session.scalars(db.select(Rsvp).order_by(Rsvp.id.desc()).limit(1)).one()
    approvals.approve(host, by=owner, now=clock.now())

    (kofi,) = brings(host, "Kofi")
    before = kofi.state
    approvals.approve(kofi, by=owner, now=clock.now())

    assert before == "pending"
    assert kofi.state == host.state == ("going" if capacity == 9 else "waitlisted")


@pytest.mark.parametrize("email", [KNOWN, FRESH])
def test_nobody_has_more_guests_back_than_the_event_allows(client: Visitor, email: str) -> None:
    event = make.event(most_guests=1)
    make.rsvp(event, email=KNOWN, first_name="Aiko", last_name="Sato")
    typed = answer(client, event, email, guests="1")
    first = handed(client, typed)
    client.post(f"{first}/cancellation")
    client.submit(f"{typed}/guests", to="/guests", first_name="Ana")

    refused = client.post(f"{first}/restoration")
    client.post(f"{handed(client, typed)}/cancellation")
    again = client.post(f"{first}/restoration")

    assert refused.status_code == 409
    assert "You can bring one person to this event." in refused.text
    assert again.status_code == 303


def handed(client: Visitor, typed: str) -> str:
    """The link of the guest whom a page shows."""
    found = re.search(
        r'readonly value="http://[^/]+(/r/[\w-]+)"', client.get(f"{typed}/guests").text
    )
    assert found
    return found[1]
