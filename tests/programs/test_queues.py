"""A program's queue and its sessions' queues are one question: who has waited longest comes first."""

from datetime import timedelta

import make
import pytest
from conftest import visitor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

NAMES = ("aiko", "zoe", "mai", "kit", "sam")


def row(capacity: int = 1, sessions: int = 2) -> Program:
    """A program whose sessions have as many places as itself."""
    program = make.program(sessions=sessions, capacity=capacity)
    for session in program.sessions:
        session.event.capacity = capacity
    return program


def enrol(program: Program, name: str) -> Enrolment:
    answers = make.answers(program.sessions[0].event, first_name=name)
    return programs.enrol(program, f"{name}@example.org", answers, now=clock.now())[0]


def says_yes(program: Program, name: str, number: int = 0) -> None:
    event = program.sessions[number].event
    answers, once = make.answers(event, first_name=name), tokens.new_nonce()
    rsvps.request(event, f"{name}@example.org", answers, once=once, now=clock.now())


def gives_back(program: Program, name: str, number: int = 0) -> None:
    if found := answer(program, name, number):
        rsvps.cancel(found, now=clock.now())


def answer(program: Program, name: str, number: int = 0) -> Rsvp | None:
    return db.session.scalar(
        db.select(Rsvp)
        .join(Rsvp.person)
        .where(
            Rsvp.event_id == program.sessions[number].event_id,
            Person.email == f"{name}@example.org",
        )
    )


def states(program: Program, number: int = 0) -> dict[str, str]:
    """Who has a place in a session and who waits for one, in the order in which they asked."""
    found = db.session.scalars(
        db.select(Rsvp)
        .where(Rsvp.event_id == program.sessions[number].event_id)
        .where(Rsvp.state.in_(["going", "waitlisted"]))
        .order_by(Rsvp.turn)
    )
    return {rsvp.first_name: rsvp.state for rsvp in found}


def leaves(program: Program, name: str) -> None:
    held = db.session.scalar(
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(Enrolment.program_id == program.id, Person.email == f"{name}@example.org")
    )
    if held:
        programs.leave(held, now=clock.now())


def raised(program: Program, _name: str, number: int = 0) -> None:
    event = program.sessions[number].event
    event.capacity = (event.capacity or 0) + 1
    rsvps.promote(event, now=clock.now())


def test_who_waits_for_the_program_gets_a_place_given_back_in_one_session(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    says_yes(program, "mai")

    gives_back(program, "aiko")

    assert states(program) == {"zoe": "going", "mai": "waitlisted"}
    assert states(program, 1) == {"aiko": "going", "zoe": "waitlisted"}


def test_a_stranger_waits_behind_whoever_waits_for_the_program(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")

    says_yes(program, "mai")
    raised(program, "")

    assert states(program) == {"aiko": "going", "zoe": "going", "mai": "waitlisted"}


def test_who_joins_the_program_waits_behind_those_who_wait_for_a_session(app):
    program = make.program(sessions=1)
    program.sessions[0].event.capacity = 1
    says_yes(program, "mai"), says_yes(program, "kit")

    enrolment = enrol(program, "aiko")
    gives_back(program, "mai")

    assert enrolment.state == "enrolled"
    assert states(program) == {"kit": "going", "aiko": "waitlisted"}


def test_a_program_left_goes_to_the_next_with_every_session_where_it_is_their_turn(app):
    program = row()
    enrol(program, "aiko")
    says_yes(program, "mai", 1)
    waiting = enrol(program, "zoe")

    leaves(program, "aiko")

    assert waiting.state == "enrolled"
    assert states(program) == {"zoe": "going"}
    assert states(program, 1) == {"mai": "going", "zoe": "waitlisted"}


def test_who_leaves_the_line_of_a_program_leaves_the_line_of_each_session(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    says_yes(program, "mai")

    leaves(program, "zoe")
    gives_back(program, "aiko")

    assert states(program) == {"mai": "going"}


def test_who_gave_one_session_back_while_waiting_isnt_put_into_it(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    gives_back(program, "zoe", 1)

    leaves(program, "aiko")

    assert states(program) == {"zoe": "going"}
    assert states(program, 1) == {}


def test_raising_the_places_of_a_program_lets_in_whoever_waits_in_order(app):
    program = row()
    for name in ("aiko", "zoe"):
        enrol(program, name)
    says_yes(program, "mai", 1)
    last = enrol(program, "kit")

    joined = programs.resize(program, 3, now=clock.now())

    assert joined == 2
    assert last.state == "enrolled"
    assert states(program) == dict.fromkeys(("aiko", "zoe", "kit"), "going")
    assert states(program, 1) == dict.fromkeys(("aiko", "zoe", "mai"), "going") | {
        "kit": "waitlisted"
    }


def test_an_organizer_raises_the_places_on_the_program_s_page(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    organizer = visitor(app)
    make.sign_in(organizer, make.member(program.community))
    page = f"/desk/{program.community.slug}/programs/{program.slug}"

    wrong = organizer.submit(page, to="/places", capacity="none")
    answer = organizer.submit(page, to="/places", capacity="2")

    assert wrong.status_code == 422
    assert "One who waited has joined." in organizer.get(answer.location).text
    assert states(program) == {"aiko": "going", "zoe": "going"}


def test_waiting_for_a_program_is_one_letter(app):
    program = row(sessions=3)
    enrol(program, "aiko")
    db.session.execute(db.delete(Message))

    enrol(program, "zoe")

    (letter,) = db.session.scalars(db.select(Message))
    assert letter.kind == "enrolled"
    assert "waitlist" in letter.subject


def test_a_letter_of_enrolment_says_which_session_is_full(app):
    program = make.program(sessions=2)
    program.sessions[1].event.capacity = 1
    says_yes(program, "mai", 1)

    enrol(program, "aiko")

    (letter,) = db.session.scalars(db.select(Message).where(Message.kind == "enrolled"))
    assert letter.text.count("you’re in line for it") == 1


def test_nobody_is_promoted_into_a_program_whose_waitlists_have_closed(app):
    program = row(sessions=1)
    enrol(program, "aiko")
    waiting = enrol(program, "zoe")
    event = program.sessions[0].event
    event.starts_at = clock.now() - timedelta(hours=1)

    leaves(program, "aiko")

    assert waiting.state == "waitlisted"
    assert states(program) == {"zoe": "waitlisted"}


def test_a_full_program_takes_nobody_into_a_line_that_is_closed(app):
    program = row(sessions=1)
    enrol(program, "aiko")
    program.sessions[0].event.waitlist_closes = -7 * 24 * 60

    with pytest.raises(Refused, match="waitlist has closed"):
        enrol(program, "zoe")


def resized(program: Program, _name: str, _number: int) -> None:
    programs.resize(program, (program.capacity or 0) + 1, now=clock.now())


MOVES = {
    "resize": resized,
    "enrol": lambda program, name, _n: enrol(program, name),
    "yes": says_yes,
    "no": gives_back,
    "leave": lambda program, name, _n: leaves(program, name),
    "raise": raised,
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(NAMES), st.integers(0, 1)),
    min_size=4,
    max_size=14,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, capacity=st.integers(1, 2))
def test_no_queue_is_jumped_whatever_people_do(app, steps, capacity):
    program = row(capacity)

    for move, name, number in steps:
        MOVES[move](program, name, number)
        db.session.flush()

        for at, session in enumerate(program.sessions):
            in_order = list(states(program, at).values())
            most = session.event.capacity
            # Whoever asked earlier has a place before whoever asked later, and no place is left.
            assert in_order == sorted(in_order)
            assert in_order.count("going") == min(most, len(in_order))
        enrolments = db.session.scalars(
            db.select(Enrolment)
            .where(Enrolment.program_id == program.id, Enrolment.state != "cancelled")
            .order_by(Enrolment.turn)
        ).all()
        held = [enrolment.state for enrolment in enrolments]
        assert held == sorted(held)
        assert held.count("enrolled") == min(program.capacity, len(held))
        for enrolment in enrolments:
            # Whoever waits for the program, or is in it, stands in every session or gave it back.
            sessions = [session.event_id for session in program.sessions]
            answered = db.select(db.func.count(Rsvp.id)).where(
                Rsvp.person_id == enrolment.person_id, Rsvp.event_id.in_(sessions)
            )
            assert db.session.scalar(answered) == len(sessions)

    db.session.rollback()
