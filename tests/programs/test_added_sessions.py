"""A session that is published later reaches everybody of its program."""

from datetime import timedelta

import make
import pytest
from queueing import added, answer, enrol, leaves, row, states

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.programs import waitlist
from eventapp.programs.models import Program, Session


def grown() -> tuple[Program, Session]:
    """A program with one enrolled, one who waits and one who left, and a session as a draft."""
    program = row()
    enrol(program, "mai")
    leaves(program, "mai")
    enrol(program, "aiko"), enrol(program, "zoe")
    session = added(program)
    db.session.commit()
    return program, session


@pytest.mark.parametrize("page", ["event", "program"])
def test_it_reaches_the_enrolled_and_who_waits_stays_in_line_and_who_left_gets_nothing(
    client, page
):
    program, session = grown()
    make.sign_in(client, make.member(program.community))
    db.session.execute(db.delete(Message))
    place = f"events/{session.event.slug}" if page == "event" else f"programs/{program.slug}"

    for _twice in range(2):
        client.post(f"/desk/{program.community.slug}/{place}/publication")

    assert states(program, -1) == {"aiko": "going", "zoe": "waitlisted"}
    letters = db.session.execute(db.select(Message.kind, Message.to)).all()
    assert letters == [("invite", "aiko@example.org")]
    assert [one.batch for one in (answer(program, "aiko", -1),)] != [None]


def test_it_reaches_nobody_while_it_is_a_draft(app):
    program, session = grown()

    waitlist.serve_of(session.event, now=clock.now())

    assert states(program, -1) == {}


def test_it_reaches_nobody_of_a_program_called_off(app):
    program, session = grown()
    program.cancelled_at = clock.now()

    waitlist.publish(session.event, now=clock.now())

    assert states(program, -1) == {}


def test_it_reaches_those_who_joined_late_and_the_program_has_begun(app):
    program, session = grown()
    first = program.sessions[0].event
    first.starts_at = clock.now() - timedelta(days=1)
    first.ends_at = first.starts_at + timedelta(hours=2)
    program.late_joining = False

    waitlist.publish(session.event, now=clock.now())

    assert states(program, -1) == {"aiko": "going", "zoe": "waitlisted"}
