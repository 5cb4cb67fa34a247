"""A program is put out, called off as a whole, and on again: who is mailed, and what their calendars hear."""

from collections import Counter
from datetime import timedelta

import make
import program_builders
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.programs import actions as enrolling
from eventapp.programs.models import Program
from eventapp.programs.states import actions


def sent_to(email: str) -> list[Message]:
    """What is on its way to an address beside what they got on joining."""
    asked = db.select(Message).where(
        Message.to == email,
        Message.kind.not_in({"enrolled", "invite", "waitlist"}),
        Message.state != "withdrawn",
    )
    return list(db.session.scalars(asked.order_by(Message.id)))


def kinds(email: str) -> Counter[str]:
    return Counter(message.kind for message in sent_to(email))


def begun(program: Program) -> None:
    """Let the first session lie in the past."""
    event = program.sessions[0].event
    event.starts_at = clock.now() - timedelta(days=1, hours=2)
    event.ends_at = event.starts_at + timedelta(hours=1)


def test_calling_off_says_it_once_and_takes_each_session_out_of_calendars(each_database) -> None:
    program = make.program(sessions=3, title="First steps")
    enrolled = program_builders.join(program)
    begun(program)

    told = actions.call_off(program, now=clock.now())

    assert told == 1
    letters = sent_to(enrolled.person.email)
    assert kinds(enrolled.person.email) == {"program-off": 1, "cancelled": 2}
    endings = [message for message in letters if message.kind == "cancelled"]
    assert {message.method for message in endings} == {"CANCEL"}
    uids = {f"UID:{session.event.uid}".encode() for session in program.sessions[1:]}
    assert all(any(uid in message.calendar for message in endings) for uid in uids)
    assert all("All of First steps is called off." in message.text for message in endings)
    assert program.state(clock.now()) == "cancelled"
    assert program.sessions[0].event.cancelled_at is None


def test_who_waits_has_the_one_letter_and_a_stranger_in_a_session_its_own(app: Flask) -> None:
    program = make.program(sessions=2, capacity=1)
    for session in program.sessions:
        session.event.capacity = 2
    program_builders.join(program)
    waiting = program_builders.join(program)
    queued = program_builders.join(program)
    alone = make.rsvp(program.sessions[0].event, email="alone@example.org")
    assert (waiting.state, queued.state) == ("waitlisted", "waitlisted")

    actions.call_off(program, now=clock.now())

    assert kinds(queued.person.email) == {"program-off": 1}
    assert kinds(alone.person.email) == {"cancelled": 1}


def test_twice_is_once_and_a_draft_or_what_is_over_is_not_called_off(app: Flask) -> None:
    program = make.program(sessions=1)
    person = program_builders.join(program).person
    draft, over = make.program(published_at=None), make.program(sessions=1)
    begun(over)

    actions.call_off(program, now=clock.now())
    assert actions.call_off(program, now=clock.now() + timedelta(hours=1)) == 0

    assert kinds(person.email) == {"program-off": 1, "cancelled": 1}
    for one in (draft, over):
        with pytest.raises(Refused):
            actions.call_off(one, now=clock.now())


def test_on_again_brings_back_what_went_with_it_and_nothing_else(each_database) -> None:
    program = make.program(sessions=3)
    enrolled = program_builders.join(program)
    alone = program.sessions[1].event
    alone.cancelled_at = clock.now() - timedelta(days=1)
    now = clock.now()
    actions.call_off(program, now=now)

    told = actions.bring_back(program, now=now + timedelta(hours=1))

    assert told == 1
    assert program.state(clock.now()) == "published"
    assert [bool(one.event.cancelled_at) for one in program.sessions] == [False, True, False]
    assert kinds(enrolled.person.email)["program-on"] == 1
    assert kinds(enrolled.person.email)["reopened"] == 2
    assert actions.bring_back(program, now=now + timedelta(hours=2)) == 0


def test_a_letter_that_says_the_opposite_and_has_not_left_is_taken_back(app: Flask) -> None:
    program = make.program(sessions=1)
    person = program_builders.join(program).person
    now = clock.now()

    actions.call_off(program, now=now)
    actions.bring_back(program, now=now + timedelta(minutes=1))

    assert kinds(person.email)["program-off"] == 0
    assert kinds(person.email)["program-on"] == 1


def test_what_is_over_by_now_is_not_on_again(app: Flask) -> None:
    program = make.program(sessions=1)
    actions.call_off(program, now=clock.now())
    begun(program)

    with pytest.raises(Refused, match="Run it again"):
        actions.bring_back(program, now=clock.now())


def test_nobody_joins_while_it_is_off(app: Flask) -> None:
    program = make.program()
    actions.call_off(program, now=clock.now())
    said = make.answers(program.sessions[0].event)

    with pytest.raises(Refused):
        enrolling.enrol(program, "late@example.org", said, now=clock.now())


def test_the_pages_say_who_is_mailed_before_anybody_is(client: Visitor) -> None:
    program = make.program(sessions=2, title="First steps", capacity=1)
    program_builders.join(program)
    program_builders.join(program)
    make.sign_in(client, make.member(program.community))
    path = program_builders.path(program)

    asked = client.get(f"{path}/cancellation").text
    standing = db.session.get_one(Program, program.id).cancelled_at
    client.submit(f"{path}/cancellation", to="/cancellation")
    off = client.get(path).text
    back = client.get(f"{path}/reopening").text
    client.submit(f"{path}/reopening", to="/reopening")

    assert "2 people get one letter each" in asked
    assert "(one of them waits)" in asked
    assert standing is None
    assert "Called off" in off
    assert "Let it take place after all" in off
    assert "2 people get one letter each" in back
    assert db.session.get_one(Program, program.id).cancelled_at is None


def test_each_state_shows_what_can_be_done_then(client: Visitor) -> None:
    program = make.program(sessions=2, published_at=None)
    community = program.community
    make.sign_in(client, make.member(community))
    path = program_builders.path(program)

    def shown() -> str:
        return client.get(path).text

    draft = shown()
    client.submit(path, to="/publication")
    published = shown()
    begun(program)
    running = shown()
    for session in program.sessions:
        session.event.starts_at = clock.now() - timedelta(days=2)
        session.event.ends_at = clock.now() - timedelta(days=1)
    finished = shown()

    assert ">Publish<" in draft
    assert ">Call it off<" not in draft
    assert ">Call it off<" in published
    assert ">Running<" in running
    assert ">Call it off<" in running
    assert ">Finished<" in finished
    assert ">Run it again<" in finished
    assert ">Call it off<" not in finished


def test_nothing_is_published_that_asks_for_a_draft(app: Flask) -> None:
    before = make.program(title="Secret plans", published_at=None)
    program = make.program(community=before.community, published_at=None, requires_id=before.id)

    with pytest.raises(Refused, match=r"Secret plans.*draft"):
        actions.publish(program, now=clock.now())

    before.published_at = clock.now()
    actions.publish(program, now=clock.now())
    assert program.published_at
