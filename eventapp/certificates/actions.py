"""After the last session of a program, whoever was there often enough gets a certificate."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp import clock
from eventapp.certificates import letters
from eventapp.certificates.certificate import Certificate
from eventapp.db import db, lock_row
from eventapp.door import presence
from eventapp.events.models import Event
from eventapp.followups.sending.times import MORNING_AFTER
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.progress.completion import needed
from eventapp.rsvps.models import Rsvp

# So many letters a transaction: others write in between.
PART = 25
_HELD = (Event.published_at.is_not(None), Event.cancelled_at.is_(None))


@dataclass(frozen=True)
class Part:
    """In how many sessions of a program somebody was, and how many there were."""

    there: int
    sessions: int


def due(now: datetime) -> list[int]:
    """The programs that ended and whose certificates are still to be given."""
    held = db.select(Event.ends_at).join(Session, Session.event_id == Event.id)
    mine = held.where(Session.program_id == Program.id, *_HELD)
    asked = db.select(Program.id).where(
        Program.certified_at.is_(None),
        Program.published_at.is_not(None),
        Program.cancelled_at.is_(None),
        mine.exists(),
        ~mine.where(Event.ends_at > now - MORNING_AFTER).exists(),
    )
    return list(db.session.scalars(asked))


def give_part(program: Program, *, now: datetime) -> int:
    """Give some of the certificates, each once; how many. After the last one the program is done."""
    lock_row(Program, program.id)
    if program.certified_at or program.cancelled_at:
        return 0
    found = [] if program.certificate_sessions == 0 else _earned(program)
    for enrolment in found:
        enrolment.certified_at = now
    letters.give([(one, part_of(one)) for one in found], now=now)
    if len(found) < PART:
        program.certified_at = now
    db.session.flush()
    return len(found)


def _earned(program: Program) -> list[Enrolment]:
    """Some of those who were there often enough and have none yet."""
    enough = needed(_sessions(program), program.certificate_sessions)
    there = (
        _attended()
        .where(Session.program_id == program.id, Rsvp.person_id == Enrolment.person_id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    asked = (
        db.select(Enrolment)
        .where(
            Enrolment.program_id == program.id,
            Enrolment.state == "enrolled",
            Enrolment.certified_at.is_(None),
            there >= enough,
        )
        .options(db.joinedload(Enrolment.person), db.joinedload(Enrolment.link))
        .order_by(Enrolment.id)
        .limit(PART)
    )
    return list(db.session.scalars(asked))


def _attended() -> Select[tuple[int]]:
    there: Select[tuple[int]] = (
        db.select(db.func.count(Rsvp.id))
        .join(Session, Session.event_id == Rsvp.event_id)
        .join(Event, Event.id == Rsvp.event_id)
        .where(presence.took_part(), *_HELD)
    )
    return there


def _sessions(program: Program) -> int:
    held = db.select(db.func.count(Session.id)).join(Session.event)
    return db.session.scalar(held.where(Session.program_id == program.id, *_HELD)) or 0


def part_of(enrolment: Enrolment) -> Part:
    """In how many sessions somebody was."""
    mine = _attended().where(
        Session.program_id == enrolment.program_id, Rsvp.person_id == enrolment.person_id
    )
    return Part(db.session.scalar(mine) or 0, _sessions(enrolment.program))


def certificate(enrolment: Enrolment) -> Certificate:
    """What stands on somebody's certificate, with the days on the clocks of the place."""
    program, part = enrolment.program, part_of(enrolment)
    events = [one.event for one in program.sessions if one.event.state == "published"]
    first, last = events[0], events[-1]
    line = _(
        "%(first)s to %(last)s. There for %(there)s of %(sessions)s.",
        first=clock.day(first.starts_at, first.zone),
        last=clock.day(last.starts_at, last.zone),
        there=part.there,
        sessions=part.sessions,
    )
    given = clock.day(enrolment.certified_at or last.ends_at, program.community.zone)
    return Certificate(
        name=enrolment.name,
        program=program.title,
        community=program.community.name,
        line=" ".join(filter(None, [line, program.summary])),
        given=_("Given on %(day)s", day=given),
        mark=_mark(enrolment),
    )


def _mark(enrolment: Enrolment) -> int:
    """The mark of the role that they came as."""
    roles = {role.id: role.mark for role in enrolment.program.community.roles}
    return roles.get(enrolment.answers.get("role_id") or 0, 1)
