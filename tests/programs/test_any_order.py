"""Whatever people and organizers do, and in whatever order, a program's places stay true."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from queueing import (
    NAMES,
    added,
    answer,
    attempted,
    enrol,
    gives_back,
    leaves,
    revised,
    row,
    says_yes,
)

from eventapp import clock
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.programs import actions as programs
from eventapp.programs import waitlist
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import rescheduling
from eventapp.rsvps.models import Rsvp

MOST = 5


def enrolment(program: Program, name: str) -> Enrolment | None:
    return db.session.scalar(
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(Enrolment.program_id == program.id, Person.email == f"{name}@example.org")
    )


def comes_again(program: Program, name: str, number: int) -> None:
    if held := enrolment(program, name):
        programs.come_again(held, program.sessions[number].event, now=clock.now())


def adds(program: Program, _name: str, number: int) -> None:
    if len(program.sessions) < MOST:
        session = added(program)
        session.drop_in = number
        waitlist.publish(session.event, now=clock.now())


def calls_off(program: Program, _name: str, number: int) -> None:
    rescheduling.cancel_event(program.sessions[number].event, now=clock.now())


def moves(program: Program, _name: str, number: int) -> None:
    event, days = program.sessions[number].event, timedelta(days=8)
    revised(event, starts_at=event.starts_at + days, ends_at=event.ends_at + days)


def resizes(program: Program, _name: str, number: int) -> None:
    programs.resize(program, number + 1, now=clock.now())


MOVES = {
    "enrol": lambda program, name, _n: enrol(program, name),
    "leave": lambda program, name, _n: leaves(program, name),
    "yes": says_yes,
    "no": gives_back,
    "again": comes_again,
    "add": adds,
    "call off": calls_off,
    "move": moves,
    "resize": resizes,
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(NAMES), st.integers(0, 1)),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, capacity=st.integers(1, 2), drop_in=st.none() | st.integers(0, 1))
def test_places_answers_and_lines_stay_true(app, steps, capacity, drop_in):
    program = row(capacity)
    program.sessions[0].drop_in = drop_in
    given_back: set[tuple[int, int]] = set()
    before = 0

    for move, name, number in steps:
        attempted(MOVES[move], program, name, number)
        db.session.flush()
        if move == "no" and (held := answer(program, name, number)):
            given_back.add((held.person_id, held.event_id))

        enrolments = db.session.scalars(
            db.select(Enrolment)
            .where(Enrolment.program_id == program.id, Enrolment.state != "cancelled")
            .order_by(Enrolment.turn)
        ).all()
        states = [one.state for one in enrolments]
        # No more are enrolled than there are places, or than were before there were fewer.
        assert states.count("enrolled") <= max(program.capacity, before)
        before = states.count("enrolled")
        # Who asked earlier is in before who asked later.
        assert states == sorted(states)
        for event in waitlist.served(program, now=clock.now()):
            answers = db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id)).all()
            listed = {one.person_id for one in answers if one.state in {"going", "waitlisted"}}
            for one in enrolments:
                gave = (one.person_id, event.id) in given_back
                assert one.person_id in listed or gave, (move, name, event.id)
        for session in program.sessions:
            alone = [
                one
                for one in db.session.scalars(db.select(Rsvp).filter_by(event_id=session.event_id))
                if one.going and one.source == "web"
            ]
            # Nobody who came with the program is put out, so their own answers may be more by then.
            if session.drop_in is not None and not any(m == "leave" for m, _n, _o in steps):
                assert len(alone) <= session.drop_in

    db.session.rollback()
