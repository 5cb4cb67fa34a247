"""Ways around the limits on letters that were tried, and hold no more."""

from collections import Counter

import make
from conftest import visitor
from flask import Flask
from flooding import VICTIM, Clock, delivered, no, yes
from visitor import Visitor

from eventapp import clock, web
from eventapp.db import db
from eventapp.events import drafts
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps import revisions


def test_being_promoted_over_and_over_by_a_stranger_counts_too(
    app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    event = make.event(capacity=1)

    for _time in range(8):
        first = yes(client, event, "attacker@example.net", "Mallory")
        waiting = yes(client, event)
        no(client, first)
        moved_clock.turn(seconds=2)
        deliver.deliver_due()
        no(client, waiting)

    assert delivered(app)[VICTIM] <= 6


def test_typing_the_addresses_once_more_reaches_no_more_of_them(app: Flask) -> None:
    client, events = visitor(app), [make.event(capacity=None) for _ in range(2)]
    for event in events:
        for number in range(40):
            yes(client, event, f"guest{number}@example.net", f"Guest{number}")

    assert len(delivered(app)) == 30


def test_a_whole_ipv6_net_is_one_client(app: Flask) -> None:
    event = make.event(capacity=None)
    for number in range(40):
        client = visitor(app)
        client.environ_base["REMOTE_ADDR"] = f"2001:db8::{number + 1:x}"
        yes(client, event, f"guest{number}@example.net", f"Guest{number}")

    assert len(delivered(app)) == 30
    with app.test_request_context(environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        assert web.client() == "192.0.2.7"


def test_a_letter_that_waits_is_taken_back_by_a_newer_one(app: Flask, moved_clock: Clock) -> None:
    client = visitor(app)
    for _time in range(6):
        yes(client, make.event())
    event = make.event()
    page = yes(client, event)
    deliver.deliver_due()
    values = {name: getattr(event, name) for name in drafts.KEPT}
    values |= {"starts_at": event.starts_at, "ends_at": event.ends_at, "title": "Moved"}

    revisions.revise(event, values, list(event.roles), seen=drafts.stamp(event), now=clock.now())
    db.session.commit()
    for _hour in range(3):
        moved_clock.turn(minutes=63)
        deliver.deliver_due()

    about = db.select(Message.kind, Message.state).where(Message.about.like("rsvp:%"))
    told = [
        (kind, state)
        for kind, state in db.session.execute(about.order_by(Message.id))
        if kind != "invite" or state != "sent"
    ]
    assert told == [("invite", "withdrawn"), ("update", "sent")]
    assert "You’re in" in client.get(page).text


def test_the_one_letter_of_a_second_guest_waits_for_its_turn(
    app: Flask, moved_clock: Clock
) -> None:
    event = make.event()
    for number in range(7):
        yes(visitor(app), event, VICTIM, f"Guest{number}")

    yes(visitor(app), event, VICTIM, "Milan")
    for _hour in range(3):
        deliver.deliver_due()
        moved_clock.turn(minutes=63)

    kinds = Counter(db.session.scalars(db.select(Message.kind).where(Message.state == "sent")))
    assert kinds == {"invite": 1, "shared": 7}


def test_so_does_the_one_letter_of_a_second_guest_of_a_program(
    app: Flask, moved_clock: Clock
) -> None:
    program = make.program(sessions=1)
    for number in range(7):
        yes(visitor(app), program, VICTIM, f"Guest{number}")

    yes(visitor(app), program, VICTIM, "Milan")
    for _hour in range(3):
        deliver.deliver_due()
        moved_clock.turn(minutes=63)

    kinds = Counter(db.session.scalars(db.select(Message.kind).where(Message.state == "sent")))
    assert kinds == {"invite": 1, "enrolled": 8}
