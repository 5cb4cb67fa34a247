"""What was said of somebody's attendance goes with them, and stays with who they are."""

import attendance_builders as builders
import make
import pytest
from attendance_builders import held, marks, say

from eventapp import clock
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.front import erasing, my_data
from eventapp.front.retention import forgetting


@pytest.fixture
def said(app):
    """Somebody absent and excused in one community, who is known to another one, too."""
    program, (ann, ben, _) = builders.course()
    say(held(program, 0, ann), ann, "excused", "Called: +44 7700 900123")
    say(program.sessions[0], ben, "absent", "Left at once")
    make.rsvp(person=ann.person)
    return program, ann, ben


def reasons() -> set[str]:
    return set(db.session.scalars(db.select(Attendance.reason)))


def test_forgotten_by_a_community_that_known_to_another_stay_its_reasons_are_gone(said):
    program, ann, _ben = said

    forgetting.forget(ann.person, program.community, now=clock.now())

    assert reasons() == {"Left at once"}


def test_what_another_community_said_stays(said):
    program, ann, _ben = said
    other = make.program(community=make.community())
    one = Attendance(session=other.sessions[0], person=ann.person, state="excused", reason="Ours")
    one.said_at = clock.now()
    make.saved(one)

    forgetting.forget(ann.person, program.community, now=clock.now())

    assert reasons() == {"Left at once", "Ours"}


def test_erased_they_leave_no_reason(said):
    _program, ann, _ben = said

    erasing.erase(ann.person, now=clock.now())

    assert reasons() == {"Left at once"}


def test_whoever_said_it_may_be_erased_and_it_stands(said):
    program, ann, _ben = said
    organizers = [one.by for one in db.session.scalars(db.select(Attendance))]

    for one in organizers:
        one.memberships = []
        db.session.execute(db.delete(type(one)).where(type(one).id == one.id))
    db.session.expire_all()

    assert marks(program, ann)[0] == "excused"


def test_their_own_file_says_it_with_the_reason(said):
    _program, ann, _ben = said

    found = my_data.held_on(ann.person)["attendance"]

    assert [(one["state"], one["reason"]) for one in found] == [
        ("excused", "Called: +44 7700 900123")
    ]
    assert "Olive" not in str(found)
    assert "Left at once" not in str(my_data.held_on(ann.person))
