"""'Still coming?': asked some hours before the event, answered by one tap, kept or given back."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps import actions, history, letters
from eventapp.rsvps.models import Rsvp

# So many letters a transaction: others write in between.
PART = 25


def asks_from(event: Event) -> datetime | None:
    """When everybody is asked, in UTC; None where nobody is."""
    if event.confirm_hours is None:
        return None
    return event.starts_at - timedelta(hours=event.confirm_hours)


def events_to_ask(now: datetime) -> list[int]:
    """The events whose guests are to be asked now."""
    ahead = db.select(Event).where(
        Event.confirm_hours.is_not(None),
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
        Event.starts_at > now,
        # Once all are asked, nobody is kept from writing.
        db.exists().where(
            Rsvp.event_id == Event.id, Rsvp.state == "going", Rsvp.asked_at.is_(None)
        ),
    )
    found = db.session.scalars(ahead)
    return [event.id for event in found if (asks := asks_from(event)) and asks <= now]


def _to_ask(event: Event) -> list[ColumnElement[bool]]:
    """Whoever has had a place since before: a yes that is younger needs no second one."""
    return [
        Rsvp.event_id == event.id,
        Rsvp.state == "going",
        Rsvp.asked_at.is_(None),
        Rsvp.changed_at < asks_from(event),
        Rsvp.brought_by_id.is_(None),
    ]


def ask_part(event: Event, *, now: datetime) -> int:
    """Ask some of the guests, each once; how many. They are asked for those whom they bring, too."""
    actions.lock(event)
    if event.starts_at <= now or event.cancelled_at or asks_from(event) is None:
        return 0
    next_ones = db.select(Rsvp).where(*_to_ask(event)).order_by(Rsvp.id).limit(PART)
    found = db.session.scalars(next_ones).all()
    for rsvp in found:
        rsvp.asked_at = now
        # One for each time that the event was at: another one is asked about anew.
        key = f"still-coming:{rsvp.id}:{rsvp.turn}:{int(event.starts_at.timestamp())}"
        letters.post("still-coming", rsvp, key=key, now=now)
    db.session.flush()
    return len(found)


def come(rsvp: Rsvp, *, now: datetime) -> None:
    """Say that one still comes. Twice is once; who has no place says nothing by it."""
    db.session.refresh(rsvp)
    if rsvp.going and (rsvp.coming_at is None or rsvp.tentative_at or rsvp.leaves_at):
        history.note(rsvp, "coming", after="yes", now=now)
        rsvp.coming_at, rsvp.tentative_at, rsvp.leaves_at = now, None, None


def unsure(rsvp: Rsvp) -> bool:
    """Whether a guest with a place was asked and has not answered, or answered 'maybe'."""
    silent = rsvp.asked_at is not None and rsvp.coming_at is None
    return rsvp.going and (silent or rsvp.tentative_at is not None)


UNSURE = db.or_(
    db.and_(Rsvp.asked_at.is_not(None), Rsvp.coming_at.is_(None)),
    Rsvp.tentative_at.is_not(None),
)


def ask_anew(event: Event) -> None:
    """The event is at another time: a yes to the earlier one doesn't hold.

    A maybe does until they say otherwise: the entry at its new time must not make a yes of it.
    """
    said = db.or_(Rsvp.asked_at.is_not(None), Rsvp.coming_at.is_not(None))
    asked = db.update(Rsvp).where(Rsvp.event_id == event.id, said)
    db.session.execute(asked.values(asked_at=None, coming_at=None))
