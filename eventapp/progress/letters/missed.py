"""'We missed you': the morning after, to the enrolled who had a place and weren't there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from eventapp import clock
from eventapp.attendance import record
from eventapp.db import db, lock_row
from eventapp.door import presence
from eventapp.events.models import Event
from eventapp.followups.sending.times import MORNING_AFTER
from eventapp.mail.models import Message
from eventapp.programs.models import Session
from eventapp.progress.letters import readers, times
from eventapp.progress.letters.readers import Reader
from eventapp.rsvps import letter_context
from eventapp.rsvps.models import Rsvp

KIND = "missed"


def due(now: datetime) -> list[int]:
    """The sessions after which somebody may be written to now, by id: those that a door ran for."""
    past = readers.taking_place().where(
        Session.missed_at.is_(None),
        Event.ends_at > now - times.FORGOTTEN,
        Event.ends_at <= now - MORNING_AFTER,
        presence.ran(Session.event_id),
    )
    return [one.id for one in db.session.scalars(past) if _leave(one, now)]


def _leave(session: Session, now: datetime) -> bool:
    return times.after_session(session.event.ends_at, session.event.zone, now=now)


def write_part(session: Session, *, now: datetime) -> int:
    """Write to some of those who weren't there; how many. After the last one the session is done.

    To nobody once the program is over: how it was for them is said by another letter.
    """
    lock_row(Session, session.id)
    if session.missed_at or session.event.state != "published" or not _leave(session, now):
        return 0
    found = []
    if session.program.state(now) == "running":
        found = readers.next_ones(session, KIND, among=_absent(session, now))
    coming = _coming(found, now)
    readers.post_to_guests(KIND, found, lambda one: _said(one, coming), now=now)
    if len(found) < readers.PART:
        session.missed_at = now
    db.session.flush()
    return len(found)


def _absent(session: Session, now: datetime, *, person: int | None = None) -> set[int]:
    """Who stayed away, of all or of one."""
    return {
        number
        for number, was in record.read(session.program, now=now, person=person).items()
        if was.get(session.id) == "absent"
    }


def _said(one: Reader, coming: Mapping[int, Event]) -> dict[str, Any]:
    missed, then = one.session.event, coming.get(one.rsvp.person_id)
    return readers.about_session(one) | {
        "coming": (then.title, letter_context.when(then), then.where) if then else (),
        "day": clock.day(missed.starts_at, missed.zone),
    }


def _coming(found: Sequence[Reader], now: datetime) -> dict[int, Event]:
    """The next session at which each has a place."""
    if not found:
        return {}
    people = [one.rsvp.person_id for one in found]
    ahead = db.session.execute(
        db.select(Rsvp.person_id, Event)
        .join(Rsvp.event)
        .join(Session, Session.event_id == Event.id)
        .where(
            Session.program_id == found[0].session.program_id,
            Rsvp.person_id.in_(people),
            Rsvp.state == "going",
            Event.starts_at > now,
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
        )
        .order_by(Event.starts_at.desc(), Event.id.desc())
    )
    # The last one that is read is the first that comes.
    return {person: event for person, event in ahead}  # noqa: C416


def still_true(message: Message) -> bool:
    """Whether the reader still is of a program that goes on, and nobody has said that they were there,
    or why not; the letter says what comes next now."""
    reader, now = readers.reader_of(message), clock.now()
    if reader is None or now - reader.session.event.ends_at >= times.FORGOTTEN:
        return False
    program, rsvp = reader.enrolment.program, reader.rsvp
    if program.state(now) != "running":
        return False
    if not _absent(reader.session, now, person=rsvp.person_id):
        return False
    coming, stop = _coming([reader], now), message.unsubscribe
    return readers.says_now(
        message,
        rsvp,
        lambda: letter_context.of(rsvp, unsubscribe_url=stop, **_said(reader, coming)),
    )
