"""Two guests at one address; one mailbox with many addresses; and who is no stranger to a guest."""

import make
import pytest
from conftest import visitor
from flask import Flask
from flooding import VICTIM, delivered, no, yes
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail import letter_limits
from eventapp.mail.models import Message
from eventapp.programs import actions as programs
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp


def to(email: str) -> list[tuple[str, str]]:
    letters = db.select(Message.kind, Message.text).where(Message.to == email)
    return [(kind, text) for kind, text in db.session.execute(letters.order_by(Message.id))]


def test_the_address_hears_when_its_second_guest_gets_a_place(app: Flask, client: Visitor) -> None:
    event = make.event(capacity=2)
    make.rsvp(event, email="haas@example.org", first_name="Lena"), make.rsvp(event)
    yes(client, event, "haas@example.org", "Milan")

    actions.cancel(db.session.scalars(db.select(Rsvp).filter_by(turn=2)).one(), now=clock.now())

    kinds = [kind for kind, _text in to("haas@example.org")]
    assert kinds == ["shared", "shared-promoted"]
    _kind, text = to("haas@example.org")[1]
    assert "A place freed for Milan" in text
    milan = db.session.scalars(db.select(Rsvp).filter_by(first_name="Milan")).one()
    assert milan.going
    assert f"/r/~{milan.link.nonce}~" in text
    assert (
        db.session.scalars(db.select(Message).filter_by(kind="shared-promoted")).one().method
        is None
    )


def test_a_letter_about_a_second_guest_who_waits_is_replaced_by_that_of_their_place(
    app: Flask,
) -> None:
    event = make.event(capacity=1)
    first = yes(visitor(app), event)
    for _time in range(5):
        yes(visitor(app), make.event())
    yes(visitor(app), event, VICTIM, "Milan")

    no(visitor(app), first)

    states = db.session.execute(
        db.select(Message.kind, Message.state).where(Message.kind.like("shared%"))
    )
    assert dict(states.all()) == {"shared": "withdrawn", "shared-promoted": "queued"}


def test_the_second_guest_of_a_program_is_told_of_their_place_too(app: Flask) -> None:
    program = make.program(sessions=1, capacity=2)
    event = program.sessions[0].event
    for name, email in (("Lena", "haas"), ("Kit", "kit"), ("Milan", "haas")):
        said = make.answers(event, first_name=name)
        programs.enrol(program, f"{email}@example.org", said, now=clock.now())
    kit = db.session.scalars(db.select(programs.Enrolment).filter_by(turn=2)).one()

    programs.leave(kit, now=clock.now())

    told = [text for kind, text in to("haas@example.org") if kind == "enrolled"]
    assert [("in for all of it, Milan" in text) for text in told] == [False, False, True]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("ann+1@example.org", "ann@example.org"),
        ("Ann+two+3@example.org", "ann@example.org"),
        ("ann@example.org", "ann@example.org"),
        ("+ann@example.org", "+ann@example.org"),
    ],
)
def test_an_address_is_counted_without_what_stands_behind_a_plus(
    address: str, counted: str
) -> None:
    assert letter_limits.mailbox(address) == counted


def test_addresses_of_one_mailbox_get_six_letters_an_hour_together(each_database: Flask) -> None:
    event = make.event(capacity=None)
    for number in range(10):
        yes(visitor(each_database), event, f"victim+{number}@example.org", f"Guest{number}")

    assert delivered(each_database).total() == 6
    people = db.session.scalars(db.select(Rsvp.person_id)).all()
    assert len(set(people)) == 10


def test_what_the_door_types_is_counted_for_nobody(app: Flask, client: Visitor) -> None:
    start = clock.now()
    event = make.event(starts_at=start, ends_at=start.replace(year=start.year + 1))
    make.sign_in(client, make.member(event.community, "door"))
    page = f"/desk/{event.community.slug}/events/{event.slug}/door/walk-ins"

    for number in range(8):
        client.submit(
            page,
            to="/walk-ins",
            first_name=f"Kit{number}",
            email="kit@example.org",
            role=str(event.roles[0].id),
        )

    written = db.session.scalars(db.select(Message)).all()
    assert len(written) == 8
    assert {(letter.client, letter.mailbox) for letter in written} == {(None, None)}
