"""What else somebody goes to while a session of their program is on."""

from datetime import timedelta

import make
import pytest
from queueing import answer, enrol, gives_back, row

from eventapp import clock
from eventapp.db import db
from eventapp.programs import clashes


def goes_to(program, name="aiko", number=0, **given):
    """Another event at the hour of a session, that somebody of the program goes to."""
    session = program.sessions[number].event
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    other = make.event(title="Supper", **(times | given))
    make.rsvp(other, person=answer(program, name, number).person)
    return other


def test_another_event_at_the_hour_of_a_session_is_named_beside_that_session(app):
    program = row()
    enrolment = enrol(program, "aiko")
    goes_to(program)

    found = clashes.elsewhere(enrolment, now=clock.now())

    assert found == {program.sessions[0].event_id: ("Supper",)}


@pytest.mark.parametrize("given", ["cancelled_at", "published_at", "starts_at"])
def test_what_is_called_off_unpublished_or_after_it_is_none(app, given):
    program = row()
    enrolment, end = enrol(program, "aiko"), program.sessions[0].event.ends_at
    other = {
        "cancelled_at": {"cancelled_at": clock.now()},
        "published_at": {"published_at": None},
        "starts_at": {"starts_at": end, "ends_at": end + timedelta(hours=1)},
    }[given]
    goes_to(program, **other)

    assert clashes.elsewhere(enrolment, now=clock.now()) == {}


def test_a_session_that_is_over_or_was_given_back_clashes_with_nothing(app):
    program = row()
    enrolment = enrol(program, "aiko")
    goes_to(program)
    over = program.sessions[0].event.ends_at

    assert clashes.elsewhere(enrolment, now=over) == {}

    gives_back(program, "aiko")
    assert clashes.elsewhere(enrolment, now=clock.now()) == {}


def test_what_others_go_to_is_none_of_it(app):
    program = row(capacity=2)
    enrolment, _other = enrol(program, "aiko"), enrol(program, "zoe")
    goes_to(program, "zoe")

    assert clashes.elsewhere(enrolment, now=clock.now()) == {}


def test_the_queries_dont_grow_with_the_sessions(app, queries):
    counts = []
    for sessions in (2, 6):
        program = row(sessions=sessions)
        enrolment = enrol(program, "aiko")
        db.session.flush()
        queries.clear()
        clashes.elsewhere(enrolment, now=clock.now())
        counts.append(len(queries))

    assert counts == [1, 1]
