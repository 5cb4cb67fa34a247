"""A program whose sessions have as many places as itself, and what people and organizers do with it."""

from datetime import datetime

import make

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.people import actions as people
from eventapp.people.models import Person
from eventapp.programs import actions as programs
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import revisions
from eventapp.rsvps.models import Rsvp

NAMES = ("aiko", "zoe", "mai", "kit", "sam")


def row(capacity: int = 1, sessions: int = 2) -> Program:
    """A program whose sessions have as many places as itself."""
    program = make.program(sessions=sessions, capacity=capacity)
    for session in program.sessions:
        session.event.capacity = capacity
    return program


def added(program: Program, **given) -> Session:
    """One more session, as a draft, with as many places as the program."""
    draft = make.draft(community=program.community, capacity=program.capacity, **given)
    session = Session(event=draft, position=len(program.sessions) + 1)
    program.sessions.append(session)
    db.session.flush()
    return session


def enrol(program: Program, name: str) -> Enrolment:
    answers = make.answers(program.sessions[0].event, first_name=name)
    return programs.enrol(program, f"{name}@example.org", answers, now=clock.now())[0]


def says_yes(program: Program, name: str, number: int = 0) -> None:
    event = program.sessions[number].event
    answers, once = make.answers(event, first_name=name), tokens.new_nonce()
    rsvps.request(event, f"{name}@example.org", answers, once=once, now=clock.now())


def gives_back(program: Program, name: str, number: int = 0) -> None:
    if found := answer(program, name, number):
        rsvps.cancel(found, now=clock.now())


def answer(program: Program, name: str, number: int = 0) -> Rsvp | None:
    return db.session.scalar(
        db.select(Rsvp)
        .join(Rsvp.person)
        .where(
            Rsvp.event_id == program.sessions[number].event_id,
            Person.email == f"{name}@example.org",
        )
    )


def states(program: Program, number: int = 0) -> dict[str, str]:
    """Who has a place in a session and who waits for one, in the order in which they asked."""
    found = db.session.scalars(
        db.select(Rsvp)
        .where(Rsvp.event_id == program.sessions[number].event_id)
        .where(Rsvp.state.in_(["going", "waitlisted"]))
        .order_by(Rsvp.turn)
    )
    return {rsvp.first_name: rsvp.state for rsvp in found}


def leaves(program: Program, name: str) -> None:
    held = db.session.scalar(
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(Enrolment.program_id == program.id, Person.email == f"{name}@example.org")
    )
    if held:
        programs.leave(held, now=clock.now())


def raised(program: Program, _name: str, number: int = 0) -> None:
    event = program.sessions[number].event
    revised(event, capacity=(event.capacity or 0) + 1)


def resized(program: Program, _name: str, _number: int) -> None:
    programs.resize(program, (program.capacity or 0) + 1, now=clock.now())


def closes(program: Program, _name: str = "", number: int = 0) -> None:
    """The waitlist of a session closes long before it begins."""
    revised(program.sessions[number].event, waitlist_closes=-90 * 24 * 60)


def reopens(program: Program, _name: str = "", number: int = 0) -> None:
    revised(program.sessions[number].event, waitlist_closes=0)


def is_erased(program: Program, name: str, _number: int = 0) -> None:
    found = db.session.scalar(db.select(Person).where(Person.email == f"{name}@example.org"))
    if found:
        programs.erase_places(found, now=clock.now())
        people.erase(found)
        db.session.expire_all()


def revised(event: Event, *, now: datetime | None = None, **changes: object) -> int:
    """Change a published event as its organizer does; how many letters."""
    names = (*drafts.KEPT, "starts_at", "ends_at", "rsvps_close", "waitlist_closes")
    values = {name: getattr(event, name) for name in names} | changes
    seen = drafts.stamp(event)
    return revisions.revise(event, values, list(event.roles), seen=seen, now=now or clock.now())


def attempted(act, *given: object) -> None:
    """Do something that may be refused, as a page does: then nothing happened."""
    with db.session.begin_nested() as attempt:
        try:
            act(*given)
        except Refused:
            attempt.rollback()
