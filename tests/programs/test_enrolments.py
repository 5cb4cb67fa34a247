"""One yes for a whole program."""

from datetime import timedelta

import make
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.programs import actions


def enrol(program, email="aiko@example.org"):
    answers = make.answers(program.sessions[0].event, first_name="Aiko")
    return actions.enrol(program, email, answers, now=clock.now())[0]


def kinds() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))


def test_one_enrolment_gives_an_rsvp_and_an_invite_for_each_session(each_database):
    program = make.program(sessions=3)

    enrolment = enrol(program)

    assert enrolment.state == "enrolled"
    assert [rsvp.state for rsvp in actions.answers_of(enrolment)] == ["going"] * 3
    assert sorted(kinds()) == ["enrolled", "invite", "invite", "invite"]
    invites = db.session.scalars(db.select(Message).where(Message.kind == "invite")).all()
    for invite, session in zip(invites, program.sessions, strict=True):
        assert f"UID:{session.event.uid}".encode() in invite.calendar


def test_sessions_that_are_over_are_left_out(app):
    program = make.program(sessions=3)
    first = program.sessions[0].event
    first.starts_at = clock.now() - timedelta(days=7)
    first.ends_at = first.starts_at + timedelta(hours=2)

    enrolment = enrol(program)

    assert len(actions.answers_of(enrolment)) == 2


def test_enrolling_twice_is_once_and_mails_the_link_again(app):
    program = make.program()
    answers = make.answers(program.sessions[0].event)
    first, link = actions.enrol(program, "aiko@example.org", answers, now=clock.now())

    second, other = actions.enrol(program, "aiko@example.org", answers, now=clock.now())

    assert second is first
    assert other is not link
    assert len(actions.answers_of(first)) == 3
    assert kinds() == ["enrolled", "invite", "invite", "invite", "enrolled-again"]


def test_a_full_program_puts_the_next_on_its_waitlist_and_in_line_for_each_session(app):
    program = make.program(capacity=1)
    for session in program.sessions:
        session.event.capacity = 1
    enrol(program)

    second = enrol(program, "zoe@example.org")

    assert second.state == "waitlisted"
    assert [rsvp.state for rsvp in actions.answers_of(second)] == ["waitlisted"] * 3


def test_leaving_frees_the_sessions_to_come_and_the_next_in_line_joins(app):
    program = make.program(capacity=1)
    first = enrol(program)
    second = enrol(program, "zoe@example.org")

    actions.leave(first, now=clock.now())

    assert first.state == "cancelled"
    assert {rsvp.state for rsvp in actions.answers_of(first)} == {"cancelled"}
    assert second.state == "enrolled"
    assert [rsvp.state for rsvp in actions.answers_of(second)] == ["going"] * 3


def test_a_program_without_a_session_left_is_refused(app):
    program = make.program(sessions=1)
    program.sessions[0].event.cancelled_at = clock.now()

    with pytest.raises(Refused):
        enrol(program)


def test_a_visitor_joins_on_the_page_and_sees_every_session(client):
    program = make.program(sessions=2)
    path = f"/{program.community.slug}/programs/{program.slug}"

    answer = client.submit(
        path,
        to="/enrolments",
        first_name="Aiko",
        email="aiko@example.org",
        role=str(program.community.roles[0].id),
    )

    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert page.text.count("Seat saved") == 2
