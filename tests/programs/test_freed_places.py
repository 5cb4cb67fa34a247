"""However a place frees, it goes to whoever waits for the program or the session, before a stranger."""

from collections.abc import Callable
from datetime import timedelta

import make
import pytest
from concurrent_requests import rush, statuses
from conftest import visitor
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from queueing import (
    NAMES,
    answer,
    attempted,
    closes,
    enrol,
    gives_back,
    is_erased,
    leaves,
    raised,
    reopens,
    resized,
    revised,
    row,
    says_yes,
    states,
)
from sqlalchemy import Select

from eventapp import clock, tokens, web
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.programs import actions as programs
from eventapp.programs import waitlist
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.importing.parsing import Intake, LeftOut
from eventapp.rsvps.models import Rsvp


def desk(app: Flask, program: Program) -> tuple[object, str]:
    event = program.sessions[0].event
    organizer = visitor(app)
    make.sign_in(organizer, make.member(event.community))
    return organizer, f"/desk/{event.community.slug}/events/{event.slug}"


def given_back(_app: Flask, program: Program) -> None:
    gives_back(program, "aiko")


def taken_off(app: Flask, program: Program) -> None:
    organizer, page = desk(app, program)
    organizer.post(f"{page}/people/{answer(program, 'aiko').id}/cancellation")


def taken_off_by_a_list(_app: Flask, program: Program) -> None:
    held = answer(program, "aiko")
    # Whoever spoke themselves stays; this is somebody of whom only a list spoke.
    held.answered_at = None
    gone = LeftOut(2, "Cancelled", email="aiko@example.org", first_name="aiko")
    found = Intake([], [], [gone], [], [], [])
    decisions = Decisions(off=frozenset({held.id}))
    imports.bring_in(program.sessions[0].event, found, decisions=decisions, now=clock.now())


def places_raised(_app: Flask, program: Program) -> None:
    raised(program, "")


def program_left(_app: Flask, program: Program) -> None:
    leaves(program, "aiko")


def erased(app: Flask, program: Program) -> None:
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["erase", "aiko@example.org", "--yes"])
    assert done.exit_code == 0, done.output
    db.session.expire_all()


def places_of_the_program_raised(_app: Flask, program: Program) -> None:
    resized(program, "", 0)


def left_while_it_was_closed(_app: Flask, program: Program) -> None:
    for number in range(2):
        closes(program, "", number)
    leaves(program, "aiko")
    assert states(program)["zoe"] == "waitlisted"
    reopens(program)


def left_before_it_was_moved_on(_app: Flask, program: Program) -> None:
    event = program.sessions[0].event
    begun = clock.now() - timedelta(hours=1)
    program.sessions[1].event.cancelled_at = clock.now()
    event.starts_at, event.ends_at = begun, begun + timedelta(hours=2)
    leaves(program, "aiko")
    assert states(program)["zoe"] == "waitlisted"
    week = timedelta(days=7)
    revised(event, starts_at=event.starts_at + week, ends_at=event.ends_at + week)


OF_THE_SESSION = [given_back, taken_off, taken_off_by_a_list, places_raised]
OF_THE_PROGRAM = [
    program_left, erased, places_of_the_program_raised, left_while_it_was_closed,
    left_before_it_was_moved_on,
]  # fmt: skip


@pytest.mark.parametrize("frees", OF_THE_SESSION + OF_THE_PROGRAM)
def test_a_place_that_frees_goes_to_who_waits_for_the_program_before_a_stranger(
    app: Flask, frees: Callable[[Flask, Program], None]
) -> None:
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    says_yes(program, "mai")

    frees(app, program)

    held = states(program)
    assert (held["zoe"], held["mai"]) == ("going", "waitlisted")
    enrolled = {one.name: one.state for one in db.session.scalars(db.select(Enrolment))}
    assert enrolled["zoe"] == ("waitlisted" if frees in OF_THE_SESSION else "enrolled")


def test_the_letter_of_who_joins_when_somebody_leaves_knows_every_session(app: Flask) -> None:
    program = row(sessions=3)
    enrol(program, "aiko"), enrol(program, "zoe")
    db.session.execute(db.delete(Message))

    leaves(program, "aiko")

    wanted = db.select(Message).where(Message.to == "zoe@example.org")
    told = db.session.scalars(wanted).all()
    assert sorted(letter.kind for letter in told) == ["enrolled", *["promoted"] * 3]
    assert "in line for it" not in "".join(letter.text for letter in told)


def test_who_is_in_a_program_gets_into_a_session_that_took_nobody_when_they_joined(
    app: Flask,
) -> None:
    program = make.program(sessions=2)
    program.sessions[1].event.capacity = 1
    says_yes(program, "mai", 1)
    closes(program, "", 1)
    enrol(program, "aiko"), enrol(program, "zoe")
    assert states(program, 1) == {"mai": "going"}

    revised(program.sessions[1].event, waitlist_closes=0, capacity=2)

    assert states(program, 1) == {"mai": "going", "aiko": "going", "zoe": "waitlisted"}
    invites = db.select(Message.to).where(Message.kind == "invite").order_by(Message.id.desc())
    assert db.session.scalars(invites).first() == "aiko@example.org"


def test_who_shares_the_address_of_somebody_erased_frees_their_place_too(app: Flask) -> None:
    program = row(capacity=2)
    enrol(program, "kit")
    milan = make.answers(program.sessions[0].event, first_name="Milan")
    programs.enrol(program, "kit@example.org", milan, now=clock.now())
    enrol(program, "zoe"), enrol(program, "mai")
    assert states(program)["zoe"] == "waitlisted"

    is_erased(program, "kit")

    assert states(program) == {"zoe": "going", "mai": "going"}
    assert db.session.scalars(db.select(Enrolment.state)).all() == ["enrolled", "enrolled"]


MOVES = {
    "resize": resized,
    "enrol": lambda program, name, _n: enrol(program, name),
    "yes": says_yes,
    "no": gives_back,
    "leave": lambda program, name, _n: leaves(program, name),
    "raise": raised,
    "close": closes,
    "reopen": reopens,
    "erase": is_erased,
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(NAMES), st.integers(0, 1)),
    min_size=4,
    max_size=16,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, capacity=st.integers(1, 2))
def test_no_queue_is_jumped_whatever_people_and_organizers_do(app, steps, capacity):
    program = row(capacity)

    for move, name, number in steps:
        attempted(MOVES[move], program, name, number)
        db.session.flush()

        served = waitlist.served(program, now=clock.now())
        for at, session in enumerate(program.sessions):
            in_order = list(states(program, at).values())
            # Whoever asked earlier has a place before whoever asked later, and no place is left.
            assert in_order == sorted(in_order)
            if session.event in served:
                assert in_order.count("going") == min(session.event.capacity, len(in_order))
        enrolments = db.session.scalars(
            db.select(Enrolment)
            .where(Enrolment.program_id == program.id, Enrolment.state != "cancelled")
            .order_by(Enrolment.turn)
        ).all()
        held = [enrolment.state for enrolment in enrolments]
        assert held == sorted(held)
        if served:
            assert held.count("enrolled") == min(program.capacity, len(held))
        for enrolment in enrolments:
            # Whoever waits for the program, or is in it, stands in every session or gave it back.
            ids = [event.id for event in served]
            answered = db.select(db.func.count(Rsvp.id)).where(
                Rsvp.person_id == enrolment.person_id, Rsvp.event_id.in_(ids)
            )
            assert db.session.scalar(answered) == len(ids)

    db.session.rollback()


def test_leaving_and_giving_back_at_the_same_instant_hold_nobody_up(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each comes from elsewhere: the requests of one client follow one another anyway.
    monkeypatch.setattr(web, "client", tokens.new_nonce)
    program = row(capacity=3)
    for number in range(9):
        enrol(program, f"guest{number}")
    pages = []
    for number in range(3):
        pages.append(f"/e/{token_of(db.session.scalars(enrolments(program)).all()[number].link)}")
        own = answer(program, f"guest{number + 3}", number % 2)
        pages.append(f"/r/{token_of(own.link)}")
        given = answer(program, f"guest{number}", number % 2)
        pages.append(f"/r/{token_of(given.link)}")
    forms = [(f"{page}/cancellation", {}, None) for page in pages]
    number = program.id
    db.session.commit()

    answers = rush(each_database, forms)

    assert statuses(answers) == {303: len(pages)}
    program = db.session.get(Program, number)
    held = [one.state for one in db.session.scalars(enrolments(program))]
    assert held.count("enrolled") == 3
    for at in range(2):
        assert list(states(program, at).values()).count("going") == 3


def enrolments(program: Program) -> Select[tuple[Enrolment]]:
    """Everybody of a program, in the order in which they asked."""
    return db.select(Enrolment).filter_by(program_id=program.id).order_by(Enrolment.turn)
