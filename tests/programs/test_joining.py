"""What a program asks before somebody joins."""

from datetime import timedelta

import make
import pytest
from conftest import visitor
from hypothesis import given
from hypothesis import strategies as st
from public_forms import page_of
from queueing import enrol, leaves, row

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.programs import actions, waitlist
from eventapp.programs.enrolling.checks import Enrolling
from eventapp.programs.models import Enrolment

DAY = timedelta(days=1)


def join(client, program, **typed):
    role = program.community.roles[0].id
    said = {"first_name": "Aiko", "email": "aiko@example.org", "role": role} | typed
    return client.submit(page_of(program), to="/enrolments", **said)


def post(client, program, **typed):
    """Send the form as who kept its page open since it had one."""
    role = program.community.roles[0].id
    said = {"first_name": "Aiko", "email": "aiko@example.org", "role": role, "stage": ""} | typed
    said |= {"ask_kind": "advice", "offer_kind": "advice"}
    return client.post(f"{page_of(program)}/enrolments", data=said)


def begun(program):
    first = program.sessions[0].event
    first.starts_at = clock.now() - DAY
    first.ends_at = first.starts_at + timedelta(hours=2)


SHUT = {
    "Enrolment opens on": lambda program: setattr(program, "enrols_from", clock.now() + DAY),
    "Enrolment closed on": lambda program: setattr(program, "enrols_until", clock.now() - DAY),
    "has begun": lambda program: (setattr(program, "late_joining", False), begun(program)),
    "called off": lambda program: setattr(program, "cancelled_at", clock.now()),
}


@pytest.mark.parametrize("said", SHUT)
def test_who_may_not_join_is_told_why_on_the_page_and_by_the_form(client, said):
    program = make.program()
    SHUT[said](program)

    page = client.get(page_of(program)).text
    answer = post(client, program)

    assert said in page
    assert 'name="first_name"' not in page
    assert answer.status_code == 409
    assert said in answer.text
    assert db.session.scalars(db.select(Enrolment)).all() == []


def test_the_day_on_which_enrolment_opens_is_said_on_the_community_s_clocks(client):
    program = make.program()
    program.enrols_from = clock.now() + DAY
    zone = program.community.zone

    page = client.get(page_of(program)).text

    assert clock.short_day(program.enrols_from, zone) in page
    assert clock.hour(program.enrols_from, zone) in page


def test_joining_after_the_start_gives_the_sessions_that_are_left(app):
    program = make.program(sessions=3)
    begun(program)

    held = actions.answers_of(enrol(program, "aiko"))

    assert [one.event for one in held] == [one.event for one in program.sessions[1:]]


def test_a_place_that_frees_after_the_start_takes_in_nobody_where_none_may_come_late(app):
    program = row(sessions=3)
    program.late_joining = False
    enrol(program, "aiko")
    waiting = enrol(program, "zoe")
    begun(program)
    db.session.flush()
    db.session.expire(program)

    leaves(program, "aiko")

    assert waiting.state == "waitlisted"


def test_who_waits_joins_into_the_sessions_that_are_left(app):
    program = row(sessions=3)
    enrol(program, "aiko")
    waiting = enrol(program, "zoe")
    begun(program)
    db.session.flush()
    db.session.expire(program)

    leaves(program, "aiko")

    assert waiting.state == "enrolled"
    states = [one.state for one in actions.answers_of(waiting)]
    assert states == ["waitlisted", "going", "going"]


def test_what_is_agreed_to_is_shown_must_be_ticked_and_is_kept_with_its_moment(client):
    program = make.program()
    program.agreement = "Come to **each** session."
    db.session.commit()

    page = client.get(page_of(program)).text
    refused = join(client, program, last_name="Sato")
    joined = join(client, program, agrees="y")

    assert "<strong>each</strong>" in page
    assert refused.status_code == 422
    assert "agree to it" in refused.text
    assert 'value="Sato"' in refused.text
    assert joined.status_code == 303
    assert db.session.scalars(db.select(Enrolment)).one().agreed_at is not None


def test_nothing_is_asked_where_nothing_is_to_be_agreed_to(client):
    program = make.program()

    assert join(client, program).status_code == 303
    assert db.session.scalars(db.select(Enrolment)).one().agreed_at is None


def test_no_action_takes_somebody_who_did_not_agree(app):
    program = make.program()
    program.agreement = "Come."

    with pytest.raises(Refused):
        enrol(program, "aiko")


def advanced(*, certified=True, cohort=False):
    """A program for who completed another, and the person at aiko@example.org who was in that."""
    first = make.program()
    run = make.program(community=first.community, first_id=first.id) if cohort else first
    held = enrol(run, "aiko")
    held.certified_at = clock.now() if certified else None
    wanted = make.program(community=first.community, requires_id=first.id)
    db.session.commit()
    return wanted, held.person


@pytest.mark.parametrize("cohort", [False, True])
def test_who_completed_what_is_required_joins_once_signed_in(client, cohort):
    program, person = advanced(cohort=cohort)
    make.sign_in(client, person)

    page = client.get(page_of(program)).text
    answer = join(client, program)

    assert 'value="aiko@example.org"' in page
    assert answer.status_code == 303


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_draft_that_must_be_completed_tells_nobody_its_title(client, signed_in):
    program, person = advanced(certified=False)
    program.requires.title, program.requires.published_at = "Secret plans", None
    db.session.commit()
    if signed_in:
        make.sign_in(client, person)

    page = client.get(page_of(program)).text
    answer = post(client, program)

    assert "For people who completed another program" in page
    assert answer.status_code == 409
    assert "Secret plans" not in page + answer.text


def test_who_is_signed_in_is_told_what_is_missing(client):
    program, person = advanced(certified=False)
    make.sign_in(client, person)

    page = client.get(page_of(program)).text
    answer = post(client, program)

    assert "first, then join this one" in page
    assert 'name="first_name"' not in page
    assert answer.status_code == 409


@pytest.mark.parametrize("certified", [True, False])
def test_a_typed_address_tells_nobody_what_its_owner_completed(app, certified):
    program, _person = advanced(certified=certified)
    stranger = make.person(email="mai@example.org")
    there = visitor(app)
    make.sign_in(there, stranger)

    for client in (visitor(app), there):
        before = client.get(page_of(program)).text
        answers = [post(client, program, email=f"{name}@example.org") for name in ("aiko", "zoe")]

        assert "Sign in" in before or client is there
        assert [answer.status_code for answer in answers] == [409, 409]
        assert all("Sign in with this address first" in one.text for one in answers)
    enrolled = db.select(Enrolment).where(Enrolment.program_id == program.id)
    assert db.session.scalars(enrolled).all() == []


MOMENTS = st.none() | st.datetimes()


@given(
    now=st.datetimes(),
    moments=st.tuples(MOMENTS, MOMENTS, MOMENTS),
    flags=st.tuples(*[st.booleans()] * 4),
)
def test_somebody_may_join_just_when_nothing_stands_against_it(now, moments, flags):
    opens, closes, begins = moments
    published, cancelled, late, left = flags
    asked = Enrolling(published, cancelled, opens, closes, begins, late, left)

    open_now = (opens is None or opens <= now) and (closes is None or now < closes)
    in_time = late or begins is None or now < begins
    wanted = published and not cancelled and left and open_now and in_time

    assert (asked.obstacle(now) is None) == wanted


def test_a_program_called_off_is_left_as_any_other(app):
    program = row()
    enrol(program, "aiko"), enrol(program, "zoe")
    program.cancelled_at = clock.now()

    leaves(program, "aiko")

    assert waitlist.count(program, "enrolled") == 0
    assert waitlist.count(program, "waitlisted") == 1
