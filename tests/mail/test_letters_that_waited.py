"""A letter that waited for its turn says what is true when it leaves, or doesn't leave."""

from collections.abc import Callable
from datetime import timedelta

import make
import pytest
from conftest import visitor
from flask import Flask
from flooding import VICTIM, Clock, yes
from queueing import revised

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import rescheduling
from eventapp.rsvps.models import Rsvp


def used_up(app: Flask) -> None:
    """The address has had its letters for this hour."""
    for _time in range(6):
        yes(visitor(app), make.event())
    deliver.deliver_due()


def enrolled(app: Flask) -> Program:
    """A program of two sessions whose letters wait."""
    program = make.program(sessions=2)
    used_up(app)
    yes(visitor(app), program)
    assert {letter.state for letter in about("enrolment:%")} == {"queued"}
    return program


def about(pattern: str) -> list[Message]:
    db.session.expire_all()
    found = db.select(Message).where(Message.about.like(pattern)).order_by(Message.id)
    return list(db.session.scalars(found))


def later(moved_clock: Clock) -> None:
    db.session.commit()
    for _hour in range(3):
        moved_clock.turn(minutes=63)
        deliver.deliver_due()


def is_moved(event: Event) -> None:
    day = timedelta(days=100)
    revised(event, starts_at=event.starts_at + day, ends_at=event.ends_at + day, title="Elsewhen")


def is_called_off(event: Event) -> None:
    rescheduling.cancel_event(event, now=clock.now())


def is_given_back(event: Event) -> None:
    rsvp = db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == event.id)).one()
    rsvps.cancel(rsvp, now=clock.now())


@pytest.mark.parametrize("changes", [is_moved, is_called_off, is_given_back])
def test_a_letter_of_enrolment_that_waited_tells_of_no_session_as_it_was(
    app: Flask, moved_clock: Clock, changes: Callable[[Event], None]
) -> None:
    program = enrolled(app)
    first, second = (session.event for session in program.sessions)
    was = clock.when(first.starts_at, first.ends_at, first.zone)

    changes(first)
    later(moved_clock)

    (letter,) = about("enrolment:%")
    assert letter.state == "sent"
    assert was not in letter.text + letter.html
    assert second.title in letter.text
    assert (first.title in letter.text) == (changes is is_moved)


def test_a_letter_of_enrolment_isnt_sent_when_no_session_is_left(
    app: Flask, moved_clock: Clock
) -> None:
    program = enrolled(app)

    for session in program.sessions:
        is_called_off(session.event)
    later(moved_clock)

    assert [letter.state for letter in about("enrolment:%")] == ["withdrawn"]


def test_a_letter_of_enrolment_isnt_sent_once_the_program_was_left(
    app: Flask, moved_clock: Clock
) -> None:
    enrolled(app)
    enrolment = db.session.scalars(db.select(Enrolment)).one()

    programs.leave(enrolment, now=clock.now())
    later(moved_clock)

    assert [letter.state for letter in about("enrolment:%")] == ["withdrawn"]


def test_who_waits_for_a_program_and_for_a_letter_is_told_once_that_they_are_in(
    app: Flask, moved_clock: Clock
) -> None:
    program = make.program(sessions=1, capacity=1)
    said = make.answers(program.sessions[0].event)
    first, _link = programs.enrol(program, "first@example.org", said, now=clock.now())
    used_up(app)
    yes(visitor(app), program)

    programs.leave(first, now=clock.now())
    later(moved_clock)

    told = [letter for letter in about("enrolment:%") if letter.to == VICTIM]
    assert [letter.state for letter in told] == ["withdrawn", "sent"]
    assert "You’re in for all of it" in told[1].text


def test_the_letter_about_a_second_guest_that_waited_says_when_it_is_now(
    app: Flask, moved_clock: Clock
) -> None:
    event = make.event()
    yes(visitor(app), event)
    used_up(app)
    yes(visitor(app), event, VICTIM, "Milan")

    is_moved(event)
    later(moved_clock)

    (letter,) = [letter for letter in about("rsvp:%") if letter.kind == "shared"]
    assert letter.state == "sent"
    assert clock.when(event.starts_at, event.ends_at, event.zone) in letter.text


def test_what_is_sent_once_more_has_the_words_it_had(app: Flask, moved_clock: Clock) -> None:
    program = enrolled(app)
    (letter,) = about("enrolment:%")
    letter.tries, before = 1, letter.text

    program.sessions[0].event.title = "Other words"
    later(moved_clock)

    assert about("enrolment:%")[0].text == before
