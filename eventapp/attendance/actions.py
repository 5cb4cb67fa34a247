"""Who was at a session, as an organizer says it; check-ins stay what they are."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.door import presence
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs import waitlist
from eventapp.programs.models import Session


def say(
    session: Session,
    people: Collection[int],
    state: str,
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """Write down what a session was to some people, and why; what was said before is replaced.

    Who met whom is the ledger's, and stays as it is.
    """
    waitlist.lock(session.program)
    if session.event.state != "published":
        raise Refused(_("This session doesn’t take place, so nobody can be marked."))
    if now < session.event.starts_at and state != "excused":
        raise Refused(
            _("This session is still to come: until it begins, people can only be excused.")
        )
    said = {one.person_id: one for one in db.session.scalars(_of(session, people))}
    for person in people:
        one = said.get(person) or Attendance(session_id=session.id, person_id=person)
        one.state, one.reason, one.by_id, one.said_at = state, reason, by.id, now
        db.session.add(one)
    db.session.flush()


def take_back(session: Session, people: Collection[int]) -> None:
    """Let check-ins alone tell again what a session was to some people. Twice is once."""
    waitlist.lock(session.program)
    for one in db.session.scalars(_of(session, people)):
        db.session.delete(one)
    db.session.flush()


def clear_day(event: Event, *, now: datetime) -> None:
    """An event is about to move to another day: check-ins go, and what was said of who was there.

    Who was excused ahead stays so, until somebody says otherwise.
    """
    presence.clear_day(event, now=now)
    mine = db.select(Session.id).where(Session.event_id == event.id)
    gone = Attendance.session_id.in_(mine), Attendance.state != "excused"
    db.session.execute(db.delete(Attendance).where(*gone))


def _of(session: Session, people: Collection[int]) -> Select[Any]:
    asked: Select[Any] = db.select(Attendance).where(
        Attendance.session_id == session.id, Attendance.person_id.in_(people)
    )
    return asked
