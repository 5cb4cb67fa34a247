"""A program with sessions that are over, and people who were there or not."""

from datetime import timedelta

import followup_builders
import make
import program_builders

from eventapp import clock
from eventapp.attendance import actions, reading
from eventapp.attendance.grid import Line
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps.models import Rsvp


def course(people: int = 3, *, sessions: int = 3) -> tuple[Program, list[Enrolment]]:
    """A program to come, with so many enrolled."""
    program = make.program(sessions=sessions)
    return program, [program_builders.join(program) for _ in range(people)]


def held(program: Program, number: int, *absent: Enrolment, ago: int = 2) -> Session:
    """Let a session be over; everybody with a place was checked in but those."""
    session = program.sessions[number]
    gone = {one.person_id for one in absent}
    guests = db.session.scalars(
        db.select(Rsvp).filter_by(event_id=session.event_id, state="going")
    ).all()
    followup_builders.arrive(*(one for one in guests if one.person_id not in gone))
    moved(session, days=-ago)
    return session


def moved(session: Session, *, days: float) -> None:
    """Let a session begin so many days from now."""
    session.event.starts_at = clock.now() + timedelta(days=days)
    session.event.ends_at = session.event.starts_at + timedelta(hours=2)
    db.session.flush()
    db.session.expire_all()


def drop_in(session: Session, **given) -> Rsvp:
    """Somebody who comes to one session alone."""
    return make.rsvp(session.event, **given)


def say(session: Session, who: Enrolment, state: str, reason: str = "Told me on the phone") -> None:
    """A correction by somebody who organizes."""
    by = make.member(session.program.community, first_name="Olive")
    actions.say(session, [who.person_id], state, reason=reason, by=by, now=clock.now())


def line(program: Program, who: Enrolment | Rsvp | Person) -> Line | None:
    """The line of somebody as the grid has it now."""
    person = who.id if isinstance(who, Person) else who.person_id
    return reading.read(program, now=clock.now()).line(person)


def marks(program: Program, who: Enrolment | Rsvp | Person) -> list[str]:
    """The marks of somebody, session by session."""
    found = line(program, who)
    return [cell.mark for cell in found.cells] if found else []
