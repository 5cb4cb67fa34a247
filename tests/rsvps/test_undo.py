"""What was given back can be had back for ten minutes, if it is still free and nobody waits for it."""

import secrets
from collections import Counter
from datetime import timedelta

import make
import pytest
from concurrent_requests import rush, statuses
from conftest import visitor
from flask import Flask
from public_forms import answer
from visitor import Visitor

from eventapp import clock, web
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.people.actions import page_token_of, token_of
from eventapp.rsvps import giving_back
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring, guests_of


def page(rsvp: Rsvp) -> str:
    return f"/r/{token_of(rsvp.link)}"


def give_back(*rsvps: Rsvp) -> None:
    giving_back.give_back(*rsvps, now=clock.now())


def test_undo_brings_back_place_letter_and_a_newer_calendar_entry(client: Visitor) -> None:
    rsvp = make.rsvp(letter="invite")
    client.submit(f"{page(rsvp)}/cancellation")

    client.submit(page(rsvp), to="/restoration")

    assert rsvp.going
    assert "You’re in" in client.get(page(rsvp)).text
    sent = db.session.scalars(db.select(Message).order_by(Message.id)).all()
    assert [(one.kind, one.state) for one in sent] == [
        ("invite", "withdrawn"), ("goodbye", "withdrawn"), ("invite", "queued"),
    ]  # fmt: skip
    assert sent[-1].calendar
    assert b"SEQUENCE:2" in sent[-1].calendar
    assert b"METHOD:REQUEST" in sent[-1].calendar


def test_undo_twice_is_once(client: Visitor) -> None:
    rsvp = make.rsvp(letter="invite")
    give_back(rsvp)

    for _time in range(2):
        client.post(f"{page(rsvp)}/restoration")

    assert Counter(db.session.scalars(db.select(Message.kind))) == {"invite": 2, "goodbye": 1}


def test_what_hung_on_the_place_stays_gone(app: Flask) -> None:
    rsvp = make.rsvp()
    make.saved(Arrival(rsvp=rsvp, arrived_at=clock.now()))
    give_back(rsvp)

    giving_back.undo(rsvp, now=clock.now())

    assert rsvp.going
    assert db.session.scalars(db.select(Arrival)).all() == []


def test_a_place_that_went_to_the_next_in_line_is_gone_and_the_page_says_so(
    client: Visitor,
) -> None:
    event = make.event(capacity=1)
    rsvp, waiting = make.rsvp(event), make.rsvp(event)
    give_back(rsvp)

    shown = client.get(page(rsvp)).text
    refused = client.post(f"{page(rsvp)}/restoration")

    assert "Your place went to somebody else" in shown
    assert "/restoration" not in shown
    assert refused.status_code == 409
    assert (rsvp.state, waiting.state) == ("cancelled", "going")


def test_nobody_who_waits_is_passed_where_the_organizer_gives_out_places(app: Flask) -> None:
    event = make.event(capacity=1, waitlist_mode="by_hand")
    rsvp, waiting = make.rsvp(event), make.rsvp(event)
    give_back(rsvp)

    with pytest.raises(Refused):
        giving_back.undo(rsvp, now=clock.now())

    assert (rsvp.state, waiting.state) == ("cancelled", "waitlisted")


@pytest.mark.parametrize("when", ["late", "off", "over"])
def test_there_is_nothing_to_undo_later(app: Flask, when: str) -> None:
    rsvp = make.rsvp()
    give_back(rsvp)
    now = clock.now()
    if when == "late":
        now += timedelta(minutes=10)
    elif when == "off":
        rsvp.event.cancelled_at = now
    else:
        rsvp.event.starts_at, rsvp.event.ends_at = now - timedelta(hours=2), now

    assert giving_back.undone_until(rsvp, now=now) is None
    with pytest.raises(Refused):
        giving_back.undo(rsvp, now=now)


def test_a_wait_that_was_given_back_is_where_it_was(app: Flask) -> None:
    event = make.event(capacity=1)
    _first, waiting, behind = (make.rsvp(event) for _ in range(3))
    give_back(waiting)

    giving_back.undo(waiting, now=clock.now())

    assert waiting.state == "waitlisted"
    assert waiting.turn < behind.turn


def test_a_party_that_was_given_back_comes_back_whole_or_not_at_all(app: Flask) -> None:
    event = make.event(capacity=2, most_guests=1)
    host = make.rsvp(event)
    bring(host, Party((("Kofi", ""),)), now=clock.now())
    (kofi,) = guests_of(host)
    give_back(host, kofi)
    one = make.rsvp(event)

    with pytest.raises(Refused):
        giving_back.undo(host, now=clock.now())
    make.actions.cancel(one, now=clock.now())
    giving_back.undo(host, now=clock.now())

    assert (host.state, kofi.state) == ("going", "going")


def test_an_answer_typed_once_more_is_given_back_and_had_back_the_same(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    first = make.rsvp(event, email="known@example.org", first_name="Aiko", last_name="Sato")
    typed, fresh = (
        answer(client, event, "known@example.org"),
        answer(client, event, "f@example.org"),
    )

    shown = []
    for path in (typed, fresh):
        client.submit(f"{path}/cancellation")
        gone = "Undo" in client.get(path).text
        client.submit(path, to="/restoration")
        shown.append((gone, "You’re in, Aiko" in client.get(path).text))

    assert shown == [(True, True), (True, True)]
    assert first.going


def test_undo_among_a_crowd_is_never_over_capacity_and_passes_nobody(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each browser is somewhere else: what is counted by client must not be what keeps them apart.
    monkeypatch.setattr(web, "client", lambda: secrets.token_hex(8))
    events = [make.event(capacity=2) for _ in range(3)]
    guests = [(make.rsvp(event, letter="invite"), make.rsvp(event))[0] for event in events]
    forms, back = [], {}
    for event, mine in zip(events, guests, strict=True):
        path = f"/r/{page_token_of(mine.link)}"
        back[event.id] = mine.id
        visitor(each_database).post(f"{path}/cancellation")
        form = {"first_name": "Ana", "role": event.roles[0].id, "stage": ""}
        form |= {"ask_kind": "advice", "offer_kind": "advice"}
        asks = f"/{event.community.slug}/events/{event.slug}/rsvps"
        names = [f"a{n}-{event.id}" for n in range(3)]
        forms += [
            (asks, form | {"email": f"{one}@example.org", "once": one}, None) for one in names
        ]
        forms.append((f"{path}/restoration", {}, None))

    answers = rush(each_database, forms)

    assert statuses(answers).keys() <= {303, 409}
    for event, number in back.items():
        rsvps = db.session.scalars(db.select(Rsvp).filter_by(event_id=event)).all()
        waiting = [one.turn for one in rsvps if one.state == "waitlisted"]
        going = [one for one in rsvps if one.going]
        assert len(going) == 2
        # Whoever came before the undo has the place, and nobody who came after them.
        assert number in [one.id for one in going] or max(one.turn for one in going) < min(waiting)
