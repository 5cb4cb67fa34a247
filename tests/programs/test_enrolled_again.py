"""An enrolment's page shows what that enrolment made, whatever came before, between or after."""

import re

import make
from conftest import visitor
from flask import Flask
from public_forms import answer, plain
from queueing import closes, reopens
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

KNOWN, FRESH = "known@example.org", "fresh@example.org"


def sessions(client: Visitor, page: str) -> list[str]:
    found = client.get(page).text
    return re.findall(r"(Seat saved|Waitlist|Not coming)</", found)


def rsvp(program: Program, number: int) -> Rsvp:
    event_id = program.sessions[number].event_id
    return db.session.scalars(db.select(Rsvp).filter_by(event_id=event_id)).one()


def enrolled(program: Program) -> str:
    said = make.answers(program.sessions[0].event, first_name="Aiko", last_name="Sato")
    _enrolment, link = programs.enrol(program, KNOWN, said, now=clock.now())
    db.session.commit()
    return f"/e/{token_of(link)}"


def test_enrolling_again_covers_a_session_that_the_first_time_had_no_answer_for(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2)
    program.sessions[1].event.rsvps_close = -90 * 24 * 60
    enrolled(program)
    program.sessions[1].event.rsvps_close = 0
    db.session.execute(db.delete(Message))

    typed = answer(client, program, KNOWN)
    fresh = answer(visitor(app), program, FRESH)

    pages = client.get(typed).text, visitor(app).get(fresh).text
    assert plain(pages[0], KNOWN) == plain(pages[1], FRESH)
    assert sessions(client, typed) == ["Seat saved"] * 2
    assert [one.going for one in made(program)] == [True, True]
    kinds = db.session.scalars(db.select(Message.kind).where(Message.to == KNOWN)).all()
    assert sorted(kinds) == ["enrolled-again", "invite"]


def made(program: Program) -> list[Rsvp]:
    """What stands for the address, session by session."""
    person_id = db.session.scalars(db.select(Enrolment.person_id)).first()
    found = db.select(Rsvp).filter_by(person_id=person_id).order_by(Rsvp.event_id)
    return list(db.session.scalars(found))


def test_taking_back_what_was_typed_again_takes_back_what_it_made(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2)
    program.sessions[1].event.rsvps_close = -90 * 24 * 60
    enrolled(program)
    program.sessions[1].event.rsvps_close = 0
    typed = answer(client, program, KNOWN)

    client.submit(f"{typed}/cancellation")

    assert sessions(client, typed) == ["Not coming"] * 2
    assert [one.state for one in made(program)] == ["going", "cancelled"]
    assert db.session.scalars(db.select(Enrolment.state)).all() == ["enrolled"]


def test_leaving_a_program_gives_back_what_was_made_by_enrolling_again(app: Flask) -> None:
    program = make.program(sessions=2)
    program.sessions[1].event.rsvps_close = -90 * 24 * 60
    enrolled(program)
    program.sessions[1].event.rsvps_close = 0
    answer(visitor(app), program, KNOWN)

    programs.leave(db.session.scalars(db.select(Enrolment)).one(), now=clock.now())

    assert [one.state for one in made(program)] == ["cancelled", "cancelled"]


def test_a_session_answered_anew_on_its_own_page_stays_on_the_page_of_the_program(
    app: Flask, client: Visitor
) -> None:
    program = make.program(sessions=2)
    own = enrolled(program)
    rsvps.cancel(rsvp(program, 0), now=clock.now())
    db.session.commit()

    answer(visitor(app), program.sessions[0].event, KNOWN)

    assert sessions(client, own) == ["Not coming", "Seat saved"]
    anew = f"/r/{token_of(rsvp(program, 0).link)}"
    assert anew not in client.get(own).text
    client.get(anew)
    assert sessions(client, own) == ["Seat saved"] * 2
    assert anew in client.get(own).text


def test_what_an_enrolment_made_later_is_on_its_page(app: Flask, client: Visitor) -> None:
    program = make.program(sessions=2)
    program.sessions[1].event.capacity = 1
    make.rsvp(program.sessions[1].event)
    closes(program, "", 1)
    own = enrolled(program)
    assert sessions(client, own) == ["Seat saved"]

    reopens(program, "", 1)
    db.session.commit()

    assert sessions(client, own) == ["Seat saved", "Waitlist"]
