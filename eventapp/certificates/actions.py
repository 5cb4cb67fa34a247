"""After the last session of a program, whoever completed it gets a certificate; and what may become of
one afterwards."""

from datetime import datetime, timedelta
from random import SystemRandom
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp.attendance import record
from eventapp.certificates import badges, figures, letters, numbers
from eventapp.certificates.figures import Figures
from eventapp.certificates.models import Certificate
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups.sending.times import MORNING_AFTER
from eventapp.programs.models import Enrolment, Program, Session

# So many letters a transaction: others write in between.
PART = 25
# For so long it is looked whether what somebody wrote after the others had theirs completes it.
LATE = timedelta(days=1)
_HELD = (Event.published_at.is_not(None), Event.cancelled_at.is_(None))


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
    read = figures.read(program, now=now)
    found = [one for one in without(program) if read[one.id].completed][:PART]
    letters.give([_give(one, read[one.id], now=now) for one in found], now=now)
    if len(found) < PART:
        program.certified_at = now
    db.session.flush()
    return len(found)


def late(now: datetime) -> list[int]:
    """Whoever wrote what they take with them after the others of the program had their certificates."""
    asked = db.select(Enrolment.id).join(Enrolment.program)
    wrote = asked.where(
        Program.certificate_reflection,
        Program.cancelled_at.is_(None),
        Enrolment.state == "enrolled",
        Enrolment.reflected_at >= Program.certified_at,
        Enrolment.reflected_at > now - LATE,
        ~_had().exists(),
    )
    return list(db.session.scalars(wrote))


def give_late(enrolment: Enrolment, *, now: datetime) -> bool:
    """Give theirs to one who has completed the program by now; whether they had earned it."""
    program = enrolment.program
    lock_row(Program, program.id)
    if of(enrolment) or enrolment.state != "enrolled":
        return False
    mine = figures.of(enrolment, now=now)
    if mine.completed:
        letters.give([_give(enrolment, mine, now=now)], now=now)
    return mine.completed


def without(program: Program) -> list[Enrolment]:
    """Who is enrolled and never had one, in the order they came."""
    asked = (
        db.select(Enrolment)
        .where(Enrolment.program_id == program.id, Enrolment.state == "enrolled", ~_had().exists())
        .options(db.joinedload(Enrolment.person), db.joinedload(Enrolment.link))
        .order_by(Enrolment.id)
    )
    return list(db.session.scalars(asked))


def give_by_hand(enrolment: Enrolment, why: str, *, now: datetime) -> Certificate:
    """Give one to somebody who hasn't earned it by the program's rule. Twice is once."""
    program = enrolment.program
    lock_row(Program, program.id)
    if had := of(enrolment):
        return had
    if enrolment.state != "enrolled":
        raise Refused(_("%(name)s is not enrolled any more.", name=enrolment.name))
    mine = figures.of(enrolment, now=now)
    if not mine.sessions:
        raise Refused(_("No session has taken place yet: there is nothing to certify."))
    made = _give(enrolment, mine, now=now)
    made.why = why
    letters.give([made], now=now)
    return made


def revoke(certificate: Certificate, reason: str, *, now: datetime) -> None:
    """Take one back: it counts for nothing any more, and whoever checks it reads so."""
    if certificate.valid:
        badges.withdraw(certificate)
        certificate.revoked_at, certificate.reason = now, reason
        certificate.enrolment.certified_at = None


def restore(certificate: Certificate) -> None:
    """Let one that was taken back stand again, as it was."""
    badges.restore(certificate)
    certificate.revoked_at, certificate.reason = None, ""
    certificate.enrolment.certified_at = certificate.given_at


def reissue(certificate: Certificate, name: str, *, now: datetime) -> bool:
    """Give it again with another name, under its number; whether the name is another."""
    if not certificate.valid:
        raise Refused(_("This certificate was withdrawn. Let it stand again first."))
    if certificate.name == name:
        return False
    badges.withdraw(certificate)
    certificate.name = name
    certificate.issue, certificate.badge = certificate.issue + 1, uuid4().urn
    certificate.reissued_at = now
    db.session.flush()
    letters.give([certificate], now=now)
    return True


def of(enrolment: Enrolment) -> Certificate | None:
    """Somebody's certificate, also one that was taken back."""
    mine = db.select(Certificate).filter_by(enrolment_id=enrolment.id)
    found: Certificate | None = db.session.scalar(mine)
    return found


_THERE = (
    db.select(Certificate)
    .join(Certificate.enrolment)
    .join(Enrolment.program)
    .join(Program.community)
    .where(Community.closed_at.is_(None))
)


def numbered(typed: str) -> Certificate | None:
    """The certificate of a number, however it was typed."""
    number = numbers.read(typed)
    found: Certificate | None = (
        db.session.scalar(_THERE.where(Certificate.number == number)) if number else None
    )
    return found


def _had() -> Select[tuple[int]]:
    had: Select[tuple[int]] = db.select(Certificate.id)
    return had.where(Certificate.enrolment_id == Enrolment.id).correlate(Enrolment)


def _give(enrolment: Enrolment, took: Figures, *, now: datetime) -> Certificate:
    program = enrolment.program
    events = [one.event for one in record.standing(program)]
    enrolment.certified_at = now
    made = Certificate(
        enrolment=enrolment,
        number=numbers.new(SystemRandom()),
        name=enrolment.name,
        program=program.title,
        community=program.community.name,
        first_at=events[0].starts_at,
        last_at=events[-1].starts_at,
        zone=events[0].zone,
        sessions=took.sessions,
        there=took.there,
        minutes=took.minutes,
        people=took.people,
        roles=took.roles,
        given_at=now,
        issue=1,
    )
    db.session.add(made)
    db.session.flush()
    return made
