"""A program for tests of whole series: people enrolled, small rooms, sessions held."""

from datetime import datetime, timedelta

import followup_builders
import make
import seating_builders

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.sending import actions as sending
from eventapp.programs import actions as programs
from eventapp.programs.interest import actions as interests
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment, Program, Trainer
from eventapp.programs.sessions import together
from eventapp.rsvps import revisions
from eventapp.rsvps.event_changes import Snapshot
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.together import changes
from eventapp.seating.series import overview


def school(people: int = 8, *, sessions: int = 3, seats: int = 4) -> Program:
    """A program with so many enrolled, three tables and one round each time."""
    program = make.program(sessions=sessions)
    for session in program.sessions:
        event = session.event
        event.tables, event.seats, event.rounds, event.capacity = 3, seats, 1, None
    for _ in range(people):
        join(program)
    return program


def join(program: Program, **said: object) -> Enrolment:
    """One more person enrolled, who says this."""
    someone = make.person()
    answers = make.answers(program.sessions[-1].event, **{"first_name": someone.first_name} | said)
    return programs.enrol(program, someone.email, answers, now=clock.now())[0]


def enrolments(program: Program) -> list[Enrolment]:
    """Everybody of a program, in the order in which they enrolled."""
    found = db.select(Enrolment).filter_by(program_id=program.id).order_by(Enrolment.turn)
    return list(db.session.scalars(found))


def move(program: Program, *numbers: int, now: datetime | None = None, **values: object) -> int:
    """Change sessions at once, as their page does; by one hour where nothing else is said."""
    found = []
    for number in numbers or range(len(program.sessions)):
        event, hour = program.sessions[number].event, timedelta(hours=1)
        asked = values or {"starts_at": event.starts_at + hour, "ends_at": event.ends_at + hour}
        whole = {name: getattr(event, name) for name in Snapshot.__dataclass_fields__} | asked
        at = now or clock.now()
        looked = revisions.review(event, whole, list(event.roles), now=at)
        found.append(changes.Changed(number + 1, event, whole, looked))
    return changes.carry_out(found, together.letter(program), now=now or clock.now())


def rsvp_of(enrolment: Enrolment, event: Event) -> Rsvp:
    """Somebody's answer to one session."""
    return db.session.scalars(
        db.select(Rsvp).filter_by(event_id=event.id, person_id=enrolment.person_id)
    ).one()


def held(program: Program, number: int, *, absent: int = 0, ago: int = 1) -> None:
    """Let a session have taken place, so many days ago, and its cards be written."""
    event = program.sessions[number].event
    plan = seating_builders.plan(event, seed=number)
    plan.published_at = clock.now()
    event.starts_at = clock.now() - timedelta(days=ago, hours=3)
    event.ends_at = event.starts_at + timedelta(hours=2)
    guests = db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id)).all()
    followup_builders.arrive(*guests[absent:])
    sending.draft(event, now=clock.now())
    db.session.flush()


def path(program: Program) -> str:
    """A program's page at the desk."""
    return f"/desk/{program.community.slug}/programs/{program.slug}"


def led_by(program: Program, name: str = "Noor Rahman", **given: object) -> Trainer:
    """One more who leads a program."""
    fields = {"kind": "trainer", "position": len(program.trainers) + 1, "name": name}
    trainer = Trainer(**fields | given)
    program.trainers.append(trainer)
    db.session.flush()
    return trainer


def interest(
    program: Program, email: str = "193@example.org", *, confirmed: bool = False
) -> Interest:
    """Somebody who left their address to hear of the next run."""
    found = interests.ask(program, email, now=clock.now())
    if confirmed:
        interests.confirm(found, now=clock.now())
    db.session.flush()
    return found


def row(program: Program) -> overview.Series:
    """The sessions of a program with everybody's way through them, read anew."""
    db.session.expire_all()
    return overview.read(program, now=clock.now())
