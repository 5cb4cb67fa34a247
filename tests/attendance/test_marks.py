"""What a session was to somebody: check-ins tell it, and what an organizer corrected by hand."""

from datetime import timedelta

import attendance_builders as builders
import make
import pytest
from attendance_builders import held, line, marks, moved, say
from sqlalchemy.exc import IntegrityError

from eventapp import clock
from eventapp.attendance import actions, reading, record
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.encounters.models import Encounter
from eventapp.errors import Refused
from eventapp.followups.sending import actions as sending
from eventapp.programs import actions as programs
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.usefixtures("app")


def number(of) -> int:
    return db.session.scalar(db.select(db.func.count(of.id)))


def test_who_is_checked_in_was_there_and_who_is_not_was_absent():
    program, (ann, ben, _) = builders.course()

    held(program, 0, ben)

    assert marks(program, ann) == ["there", "coming", "coming"]
    assert marks(program, ben) == ["absent", "coming", "coming"]


def test_where_no_door_ran_everybody_with_a_place_was_there():
    program, (ann, *_rest) = builders.course()

    moved(program.sessions[0], days=-2)

    assert marks(program, ann)[0] == "there"


@pytest.mark.parametrize("state", ["there", "absent", "excused", "elsewhere"])
def test_what_is_said_by_hand_stands_before_check_ins(state):
    program, (ann, ben, _) = builders.course()
    first = held(program, 0, ben)

    say(first, ann, state)
    say(first, ben, state)

    assert marks(program, ann)[0] == marks(program, ben)[0] == state
    assert record.read(program, now=clock.now())[ann.person_id][first.id] == state


def test_catching_up_elsewhere_counts_and_being_excused_does_not():
    program, (ann, ben, _) = builders.course()
    first = held(program, 0, ann, ben)

    say(first, ann, "elsewhere")
    say(first, ben, "excused")

    assert (line(program, ann).counted, line(program, ben).counted) == (1, 0)
    assert line(program, ann).held == line(program, ben).held == 1


def test_taken_back_a_correction_lets_check_ins_tell_again():
    program, (ann, *_rest) = builders.course()
    first = held(program, 0)
    say(first, ann, "absent")

    actions.take_back(first, [ann.person_id])
    actions.take_back(first, [ann.person_id])

    assert marks(program, ann)[0] == "there"
    assert number(Attendance) == 0


def test_said_twice_the_later_one_stands_with_its_reason():
    program, (ann, *_rest) = builders.course()
    first = held(program, 0)

    say(first, ann, "absent", "Left at once")
    say(first, ann, "excused", "Was called to the hospital")

    said = line(program, ann).cells[0].said
    assert (said.state, said.reason, said.by) == ("excused", "Was called to the hospital", "Olive")
    assert number(Attendance) == 1


@pytest.mark.parametrize("state", ["there", "absent", "elsewhere"])
def test_nothing_but_an_excuse_is_said_of_a_session_to_come(state):
    program, (ann, *_rest) = builders.course()

    with pytest.raises(Refused, match="still to come"):
        say(program.sessions[0], ann, state)


def test_an_excuse_said_ahead_holds_once_the_session_is_over():
    program, (ann, *_rest) = builders.course()
    first = program.sessions[0]

    say(first, ann, "excused")
    ahead = marks(program, ann)[0]
    moved(first, days=1)
    held(program, 0, ann)
    db.session.scalars(db.select(Attendance)).one().said_at -= timedelta(days=5)

    assert ahead == marks(program, ann)[0] == "excused"


def test_whoever_is_excused_ahead_and_comes_after_all_was_there():
    program, (ann, *_rest) = builders.course()
    say(program.sessions[0], ann, "excused")
    db.session.scalars(db.select(Attendance)).one().said_at -= timedelta(days=5)

    held(program, 0)

    assert marks(program, ann)[0] == "there"


def test_an_excuse_said_afterwards_stands_before_a_check_in():
    program, (ann, *_rest) = builders.course()
    first = held(program, 0)

    say(first, ann, "excused")

    assert marks(program, ann)[0] == "excused"


def test_while_a_session_goes_on_who_is_checked_in_is_there_and_the_others_are_to_come():
    program, (ann, ben, _) = builders.course()

    held(program, 0, ben)
    moved(program.sessions[0], days=-0.02)

    assert marks(program, ann)[0] == "there"
    assert marks(program, ben)[0] == "coming"


def test_a_session_that_was_called_off_is_no_column_and_takes_no_correction():
    program, (ann, *_rest) = builders.course()
    program.sessions[0].event.cancelled_at = clock.now()

    with pytest.raises(Refused, match="take place"):
        say(program.sessions[0], ann, "excused")

    assert len(marks(program, ann)) == 2


def test_drop_ins_and_who_left_stand_below_the_enrolled():
    program, (ann, ben, cat) = builders.course()
    guest = builders.drop_in(program.sessions[0], first_name="Abel")
    held(program, 0)
    programs.leave(ben, now=clock.now())
    programs.leave(cat, now=clock.now())

    lines = reading.read(program, now=clock.now()).lines

    assert [one.kind for one in lines] == ["enrolled", "drop-in", "left", "left"]
    assert [one.person for one in lines[:2]] == [ann.person_id, guest.person_id]
    assert marks(program, guest) == ["there", "none", "none"]


def test_whoever_left_before_anything_was_held_is_not_in_the_grid():
    program, (ann, *_rest) = builders.course()

    programs.leave(ann, now=clock.now())

    assert line(program, ann) is None


def test_marking_somebody_by_hand_lets_nobody_have_met_and_checks_nobody_in():
    program, (ann, ben, *_rest) = builders.course(6)
    first = held(program, 0, ann, ben)
    sending.draft(first.event, now=clock.now())
    before = number(Encounter), number(Arrival)

    say(first, ann, "there")
    say(first, ben, "elsewhere")
    sending.draft(first.event, now=clock.now())

    assert (number(Encounter), number(Arrival)) == before


def test_moved_to_another_day_a_session_keeps_excuses_and_nothing_else(app):
    program, (ann, ben, _) = builders.course()
    first = held(program, 0)
    say(first, ann, "absent")
    say(first, ben, "excused")

    app.extensions["hanging"].clear_day(first.event, now=clock.now())
    moved(first, days=3)

    assert marks(program, ann)[0] == "coming"
    assert marks(program, ben)[0] == "excused"


def test_two_corrections_of_one_session_of_one_person_cannot_stand():
    program, (ann, *_rest) = builders.course()
    first = held(program, 0)
    say(first, ann, "absent")

    given = {"session_id": first.id, "person_id": ann.person_id, "state": "there", "reason": "x"}
    with pytest.raises(IntegrityError):
        make.saved(Attendance(**given, said_at=clock.now()))


def test_a_name_is_that_of_the_enrolment():
    program, (ann, *_rest) = builders.course()
    answers = db.session.scalars(db.select(Rsvp).filter_by(person_id=ann.person_id)).all()
    answers[0].first_name = "Somebody else"

    assert line(program, ann).name == ann.name


def test_while_a_session_goes_on_an_excuse_gives_way_to_a_check_in_and_nothing_is_counted_yet():
    program, (ann, ben, _) = builders.course()
    first = program.sessions[0]
    for one in (ann, ben):
        say(first, one, "excused")

    held(program, 0, ben)
    moved(first, days=-0.02)

    assert marks(program, ann)[0] == "there"
    assert marks(program, ben)[0] == "excused"
    assert line(program, ann).counted == line(program, ann).held == 0
