"""What to read before a session, to the enrolled who come to it: each of them once."""

from datetime import datetime

from eventapp import clock
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.programs.models import Session
from eventapp.progress.letters import readers, times
from eventapp.rsvps import letter_context

KIND = "materials"


def due(now: datetime) -> list[int]:
    """The sessions whose materials are to leave now, by id; also to who joined after the others had them."""
    ahead = readers.taking_place().where(
        Event.starts_at > now, Event.starts_at <= now + times.BEFORE
    )
    leave = [one for one in db.session.scalars(ahead) if _leave(one, now)]
    return [one.id for one in leave if not one.materials_at or readers.next_ones(one, KIND)]


def _leave(session: Session, now: datetime) -> bool:
    event = session.event
    return bool(readers.materials_of(session)) and times.before_session(
        event.starts_at, event.zone, now=now
    )


def write_part(session: Session, *, now: datetime) -> int:
    """Write to some of those who come and don't have them; how many."""
    lock_row(Session, session.id)
    if session.event.state != "published" or not _leave(session, now):
        return 0
    found = readers.next_ones(session, KIND)
    readers.post_to_guests(KIND, found, readers.about_session, now=now)
    if len(found) < readers.PART and not session.materials_at:
        session.materials_at = now
    db.session.flush()
    return len(found)


def still_true(message: Message) -> bool:
    """Whether the reader still comes to a session that is to come; the letter says when it is now."""
    reader = readers.reader_of(message)
    if reader is None or reader.session.event.starts_at <= clock.now():
        return False
    if not readers.materials_of(reader.session):
        return False
    stop = message.unsubscribe
    return readers.says_now(
        message,
        reader.rsvp,
        lambda: letter_context.of(
            reader.rsvp, unsubscribe_url=stop, **readers.about_session(reader)
        ),
    )
