"""Several sessions that change at once are told of in one letter, and moved in calendars one by one."""

import make
import program_builders
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing import jobs
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Program
from eventapp.rsvps import giving_back


def letters(email: str | None, *kinds: str) -> list[Message]:
    """What is on its way to an address of these kinds."""
    asked = db.select(Message).where(Message.to == email, Message.kind.in_(kinds))
    return list(db.session.scalars(asked.where(Message.state != "withdrawn").order_by(Message.id)))


@pytest.fixture
def program(app: Flask) -> Program:
    return make.program(sessions=3, title="First steps")


def test_one_letter_says_all_of_it_and_each_calendar_entry_moves_by_its_own(
    each_database: Flask,
) -> None:
    program = make.program(sessions=3, title="First steps")
    person = program_builders.join(program).person
    old = [clock.when(e.starts_at, e.ends_at, e.zone) for e in (s.event for s in program.sessions)]

    told = program_builders.move(program, 0, 2)

    (whole,) = letters(person.email, "program-moved")
    short = letters(person.email, "update")
    new = [clock.when(e.starts_at, e.ends_at, e.zone) for e in (s.event for s in program.sessions)]
    assert told == 3
    assert all(said in whole.text for said in (old[0], old[2], *new))
    assert whole.text.count(old[1]) == 1
    assert whole.calendar is None
    assert [one.method for one in short] == ["REQUEST"] * 2
    for one, number in zip(short, (0, 2), strict=True):
        assert one.calendar.count(b"BEGIN:VEVENT") == 1
        assert f"UID:{program.sessions[number].event.uid}".encode() in one.calendar
        assert "Several sessions of First steps change" in one.text


def test_one_session_alone_has_its_usual_letter(program: Program) -> None:
    person = program_builders.join(program).person

    program_builders.move(program, 1)

    (usual,) = letters(person.email, "update", "program-moved")
    assert "is safe. Here is what is new." in usual.text


def test_what_changes_in_all_is_said_once_and_a_link_only_to_those_with_a_place(
    app: Flask,
) -> None:
    program = make.program(sessions=3, capacity=1)
    for session in program.sessions:
        session.event.capacity = 1
    going, waiting = program_builders.join(program), program_builders.join(program)

    program_builders.move(program, place_name="Loft", online_url="https://meet.example/x")

    (to_going,) = letters(going.person.email, "program-moved")
    assert to_going.text.count("Loft") == 1
    assert "The dates stay as they are" in to_going.text
    assert "meet.example" in to_going.text
    for one in letters(waiting.person.email, "program-moved", "update"):
        assert "meet.example" not in one.text


def test_what_changes_in_some_says_in_which(program: Program) -> None:
    person = program_builders.join(program).person

    program_builders.move(program, 1, 2, place_name="Loft")

    (whole,) = letters(person.email, "program-moved")
    assert "now Loft (sessions 2, 3)" in whole.text


def test_who_waits_or_gave_a_session_back_hears_of_what_is_theirs(app: Flask) -> None:
    program = make.program(sessions=3, capacity=1)
    for session in program.sessions:
        session.event.capacity = 1
    going, waiting = program_builders.join(program), program_builders.join(program)
    given_back = program.sessions[1].event
    given_back.title = "The one given back"
    alone = make.rsvp(program.sessions[0].event, email="alone@example.org")
    giving_back.give_back(program_builders.rsvp_of(going, given_back), now=clock.now())
    was = len(letters(waiting.person.email, "update"))

    program_builders.move(program)

    (to_going,) = letters(going.person.email, "program-moved")
    assert "The one given back" not in to_going.text
    assert len(letters(going.person.email, "update")) == 2
    (to_waiting,) = letters(waiting.person.email, "program-moved")
    assert "Your place in line stays as it is." in to_waiting.text
    calendars = [one for one in letters(waiting.person.email, "update")[was:] if not one.calendar]
    assert calendars == []
    (stranger,) = letters(alone.person.email, "update", "program-moved")
    assert "Several sessions" not in stranger.text


def test_whoever_an_earlier_change_never_reached_hears_of_both(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "PART", 1)
    people = [program_builders.join(program).person for _ in range(2)]
    event = program.sessions[0].event
    first = clock.when(event.starts_at, event.ends_at, event.zone)
    program_builders.move(program)
    (waits,) = db.session.scalars(db.select(ProgramAnnouncement)).all()
    announcing.write_part(waits, at_most=1, now=clock.now())
    second = clock.when(event.starts_at, event.ends_at, event.zone)
    program_builders.move(program)
    db.session.commit()

    jobs.write()

    told, untold = (letters(one.email, "program-moved")[-1] for one in people)
    assert waits.state == "replaced"
    assert second in told.text
    assert first in untold.text
    assert second not in untold.text
