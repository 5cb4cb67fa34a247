"""What somebody did in a program, read from check-ins, corrections and who met whom."""

import make
import progress_builders
from flask import Flask
from program_builders import rsvp_of
from progress_builders import hold, school

from eventapp import clock
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.programs.models import Enrolment, Program
from eventapp.progress import reading
from eventapp.progress.completion import Standing


def found(enrolment: Enrolment) -> Standing:
    return reading.figures_of(enrolment, now=clock.now()).standing


def test_sessions_people_and_roles_are_counted(each_database: Flask) -> None:
    program, (ann, bob, cid, dee) = school(4)
    roles = program.community.roles
    for one, role in zip((ann, bob, cid, dee), (0, 1, 2, 2), strict=True):
        for session in program.sessions:
            rsvp_of(one, session.event).role_id = roles[role].id
    hold(program, 0, ann, bob)
    hold(program, 1, ann, cid, dee)
    hold(program, 2, bob, cid)

    facts = found(ann).facts

    assert (facts.there, facts.held, facts.to_come) == (2, 3, 1)
    assert (facts.people, facts.roles, facts.roles_of) == (3, 2, 2)
    assert (found(dee).facts.there, found(dee).facts.silent) == (1, 1)
    figures = reading.figures_of(ann, now=clock.now())
    assert figures.sessions == ("there", "there", "absent", "next")
    assert figures.met == tuple(sorted((roles[1].mark, roles[2].mark, roles[2].mark)))


def test_all_at_once_is_the_same_as_each_alone(app: Flask) -> None:
    program, people = school(4)
    hold(program, 0, *people[:3])
    hold(program, 1, *people[1:])

    now = clock.now()
    alone = {one.id: reading.figures_of(one, now=now) for one in people}
    assert reading.figures(program, now=now) == alone


def test_more_sessions_take_no_more_queries(app: Flask, queries: list[str]) -> None:
    def asked(sessions: int) -> int:
        number = school(2, sessions=sessions)[0].id
        db.session.expunge_all()
        program = db.session.get_one(Program, number)
        queries.clear()
        reading.figures(program, now=clock.now())
        return len(queries)

    assert asked(3) == asked(6)


def test_what_was_corrected_by_hand_counts(app: Flask) -> None:
    program, (ann, bob) = school(2)
    hold(program, 0, ann)
    session = program.sessions[0]
    said = {"session": session, "reason": "Did it with the other group", "said_at": clock.now()}
    make.saved(Attendance(person=bob.person, state="elsewhere", **said))
    make.saved(Attendance(person=ann.person, state="excused", **said))

    assert (found(bob).facts.there, found(bob).facts.silent) == (1, 0)
    assert (found(ann).facts.there, found(ann).facts.silent) == (0, 0)


def test_a_compulsory_session_that_was_missed_is_out_of_reach_until_it_is_caught_up(
    app: Flask,
) -> None:
    program, (ann, bob) = school(2)
    program.sessions[0].compulsory = True
    hold(program, 0, ann)

    assert found(ann).possible
    assert not found(bob).possible
    make.saved(
        Attendance(
            session=program.sessions[0],
            person=bob.person,
            state="elsewhere",
            reason="",
            said_at=clock.now(),
        )
    )
    assert found(bob).possible


def test_a_session_called_off_counts_for_nobody(app: Flask) -> None:
    program, (ann, *_others) = school(2)
    hold(program, 0, ann)
    program.sessions[1].event.cancelled_at = clock.now()
    db.session.commit()

    assert (found(ann).facts.held, found(ann).facts.to_come) == (1, 2)


def test_meetings_elsewhere_are_not_of_this_program(app: Flask) -> None:
    program, (ann, bob) = school(2)
    other, _people = school(1)
    hold(program, 0, ann, met=False)
    make.saved(
        progress_builders.Encounter(
            event_id=other.sessions[0].event_id,
            round=1,
            table=1,
            low_id=min(ann.person_id, bob.person_id),
            high_id=max(ann.person_id, bob.person_id),
            met_at=clock.now(),
        )
    )

    assert found(ann).facts.people == 0


def test_a_reflection_is_part_of_it_where_the_program_asks_for_one(app: Flask) -> None:
    program, (ann,) = school(1, sessions=1)
    program.certificate_reflection = True
    hold(program, 0, ann)

    assert [part.key for part in found(ann).lacking] == ["reflection"]
    ann.reflected_at = clock.now()
    assert found(ann).done


def test_who_left_is_not_among_them(app: Flask) -> None:
    program, (ann, bob) = school(2)
    bob.state = "cancelled"
    db.session.commit()

    assert list(reading.figures(program, now=clock.now())) == [ann.id]
