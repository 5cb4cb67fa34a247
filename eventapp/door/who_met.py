"""Who met is written into the ledger: round by round where somebody runs them, else after the event."""

from datetime import datetime, timedelta

from eventapp.db import db
from eventapp.door import presence
from eventapp.encounters import ledger
from eventapp.encounters.models import EventLedger
from eventapp.events.models import DOORS, Event
from eventapp.rsvps.actions import lock

# So far back it is looked for events that aren't written yet.
LOOKS_BACK = timedelta(days=60)


def due(now: datetime) -> list[int]:
    """The events, by id, in which a round or all is over that isn't written yet, or written wrong."""
    took_place = Event.published_at.is_not(None) & Event.cancelled_at.is_(None)
    again = db.select(EventLedger.event_id).where(EventLedger.changed_at.is_not(None))
    mended = db.select(Event.id).where(Event.id.in_(again), took_place)
    begun = (
        db.select(Event, db.func.coalesce(EventLedger.rounds, 0))
        .outerjoin(EventLedger, EventLedger.event_id == Event.id)
        .where(
            Event.starts_at > now - LOOKS_BACK,
            Event.starts_at <= now + DOORS,
            took_place,
            EventLedger.closed_at.is_(None),
        )
    )
    new = {event.id for event, written in db.session.execute(begun) if _more(event, written, now)}
    return sorted(new.union(db.session.scalars(mended)))


def write(event: Event, *, now: datetime) -> None:
    """Make the ledger true for all rounds of an event that are over. Twice is once."""
    lock(event)
    db.session.refresh(event)
    over, rounds = event.over(now), _rounds_over(event, now)
    seats = presence.at_tables(event, now=now)
    presence.record(event, {n: at for n, at in seats.items() if over or n <= rounds}, now=now)
    written = ledger.noted(event)
    written.rounds, written.changed_at, written.closed_at = rounds, None, now if over else None


def _rounds_over(event: Event, now: datetime) -> int:
    """How many rounds somebody ran to their end: the timetable alone says nothing before all is over."""
    stands = event.evening(now)
    return stands.ended if stands.by_hand else 0


def _more(event: Event, written: int, now: datetime) -> bool:
    return event.over(now) or _rounds_over(event, now) > written
