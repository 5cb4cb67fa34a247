"""Sessions of a program at the same time: nobody can come to both."""

from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.programs.models import Program, Session


def clashes(program: Program, *, now: datetime) -> dict[int, list[Event]]:
    """For each session that isn't over, by its event's id, the others at the same time."""
    events = [s.event for s in program.sessions if not s.event.cancelled_at]
    found: dict[int, list[Event]] = {s.event_id: [] for s in program.sessions}
    for event in events:
        if not event.over(now):
            found[event.id] = [one for one in events if one is not event and one.meets(event)]
    return found


def clashing(event: Event, starts_at: datetime, ends_at: datetime) -> list[Event]:
    """The other sessions of an event's program that it would clash with at that time."""
    mine = db.select(Session.program_id).where(Session.event_id == event.id).scalar_subquery()
    return list(
        db.session.scalars(
            db.select(Event)
            .join(Session, Session.event_id == Event.id)
            .where(
                Session.program_id == mine,
                Event.id != event.id,
                Event.cancelled_at.is_(None),
                Event.starts_at < ends_at,
                Event.ends_at > starts_at,
            )
            .order_by(Event.starts_at, Event.id)
        )
    )
