"""Halfway through a program: how many sessions, people and roles it has been, as a small picture."""

from datetime import datetime
from typing import Any

from eventapp import clock
from eventapp.attendance import record
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.followups.sending.times import MORNING_AFTER
from eventapp.mail.models import Message
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.progress import reading
from eventapp.progress.letters import picture, readers, times
from eventapp.progress.reading import Figures
from eventapp.rsvps import letter_context

KIND = "halfway"


def due(now: datetime) -> list[int]:
    """The programs whose people are to hear of it now, by id."""
    mine = db.select(Session.id).join(Session.event).where(Session.program_id == Program.id)
    lately = Event.ends_at > now - times.FORGOTTEN, Event.ends_at <= now - MORNING_AFTER
    asked = db.select(Program.id).where(
        Program.halfway_at.is_(None),
        Program.published_at.is_not(None),
        Program.cancelled_at.is_(None),
        mine.where(*lately).exists(),
    )
    found = db.session.scalars(asked).all()
    return [number for number in found if _leaves(reading.with_sessions(number), now)]


def _leaves(program: Program, now: datetime) -> bool:
    """Whether half of the sessions that take place are over, the last of them the day before."""
    over = [one.event for one in record.held(program, now=now)]
    if not times.half_over(len(over), len(record.standing(program))):
        return False
    last = max(over, key=lambda event: event.ends_at)
    return times.after_session(last.ends_at, last.zone, now=now)


def write_part(program: Program, *, now: datetime) -> int:
    """Write to some of those who were at a session; how many. After the last one it is done."""
    lock_row(Program, program.id)
    program = reading.with_sessions(program.id)
    if program.halfway_at or program.cancelled_at or not _leaves(program, now):
        return 0
    far = reading.figures(program, now=now)
    came = {number for number, one in far.items() if one.standing.facts.there}
    found = readers.next_enrolled(program, KIND, Enrolment.id.in_(came))
    readers.post(KIND, found, said=lambda one: _said(one, far[one.id], now), now=now)
    if len(found) < readers.PART:
        program.halfway_at = now
    db.session.flush()
    return len(found)


def _said(enrolment: Enrolment, far: Figures, now: datetime) -> dict[str, Any]:
    stand = [one.event for one in record.standing(enrolment.program)]
    ahead = [
        (event.title, letter_context.when(event), event.where)
        for event in stand
        if event.starts_at > now
    ]
    return readers.about_program(enrolment) | {
        "picture": picture.drawn(far.standing, far.sessions, far.met),
        "lacking": _lacking(far),
        "ahead": ahead,
    }


def _lacking(far: Figures) -> int:
    """How many more sessions it takes to complete the program; 0 where it is done or can't be."""
    parts = [part.missing for part in far.standing.lacking if part.key == "sessions"]
    return sum(parts) if far.standing.possible else 0


def still_true(message: Message) -> bool:
    """Whether the reader still is of a program that goes on; the letter says how far they are now."""
    enrolment, now = readers.enrolment_of(message), clock.now()
    if enrolment is None or enrolment.program.state(now) != "running":
        return False
    far = reading.figures_of(enrolment, now=now)
    if not far.standing.facts.there:
        return False
    stop = {"unsubscribe_url": message.unsubscribe}
    return readers.says_now(message, enrolment, lambda: _said(enrolment, far, now) | stop)
