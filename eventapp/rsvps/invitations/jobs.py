"""Letters of many invitations, which the worker writes; and forgetting who was invited."""

from datetime import timedelta
from threading import Lock

import structlog

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.mail import jobs
from eventapp.mail.forgetting import PART
from eventapp.mail.models import Message
from eventapp.rsvps.importing.batches import PAUSE
from eventapp.rsvps.invitations import actions
from eventapp.rsvps.invitations.models import Invitation

log = structlog.get_logger()
KEPT = timedelta(days=30)
LATER = timedelta(minutes=5)
_one = Lock()


def write_letters() -> None:
    """Write the letters of invitations that are due, part by part."""
    jobs.one_by_one(_one, lambda: _next_event() is not None, _write_next)


def wake_letters() -> None:
    """Have the letters written that the queue forgot."""
    if _next_event() is not None:
        jobs.ask("invitations")


def _next_event() -> int | None:
    with reading():
        found: int | None = db.session.scalar(
            db.select(Invitation.event_id)
            .where(Invitation.due_at.is_not(None), Invitation.due_at <= clock.now())
            .order_by(Invitation.due_at, Invitation.id)
            .limit(1)
        )
    return found


def _write_next() -> None:
    number = _next_event()
    if number is None:
        return
    try:
        jobs.part_by_part(lambda: _part(number), pause=PAUSE)
    except Exception:
        # Others go first; these are tried again.
        log.exception("invitations", event=number)
        db.session.rollback()
        due = db.update(Invitation).where(
            Invitation.event_id == number, Invitation.due_at.is_not(None)
        )
        db.session.execute(due.values(due_at=clock.now() + LATER))
        db.session.commit()


def _part(number: int) -> bool:
    """One part in one transaction; whether there may be another one."""
    event = db.session.get(Event, number)
    more = event is not None and actions.write_part(event, now=clock.now())
    db.session.commit()
    return more


def forget() -> int:
    """Forget some of who was invited, and their letters, 30 days after the event; how many.

    The answers stay.
    """
    over = db.exists().where(Event.id == Invitation.event_id, Event.ends_at < clock.now() - KEPT)
    with reading():
        found = db.session.scalars(db.select(Invitation).where(over).limit(PART)).all()
        abouts, numbers = [one.about for one in found], [one.id for one in found]
    if found:
        db.session.execute(db.delete(Message).where(Message.about.in_(abouts)))
        db.session.execute(db.delete(Invitation).where(Invitation.id.in_(numbers)))
        db.session.commit()
    return len(found)
