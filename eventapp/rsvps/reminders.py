"""The reminder: some hours before the event, to whoever has a place and is asked nothing about then."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps import actions, letters, still_coming
from eventapp.rsvps.models import Rsvp

# So many letters a transaction: others write in between.
PART = 25
# The longest that an organizer can choose.
LONGEST = timedelta(hours=336)
# Whoever is asked 'Still coming?' within so long of it needs no second letter.
NEAR = timedelta(hours=12)


def reminds_from(event: Event) -> datetime | None:
    """When everybody is reminded, in UTC; None where nobody is."""
    if event.reminder_hours is None:
        return None
    return event.starts_at - timedelta(hours=event.reminder_hours)


def events_to_remind(now: datetime) -> list[int]:
    """The events whose guests are to be reminded now, found by an index of those not done yet."""
    ahead = db.select(Event.id, Event.starts_at, Event.reminder_hours).where(
        Event.reminded_at.is_(None),
        Event.starts_at > now,
        Event.starts_at <= now + LONGEST,
        Event.reminder_hours.is_not(None),
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
    )
    return [
        number
        for number, starts_at, hours in db.session.execute(ahead)
        if starts_at - timedelta(hours=hours) <= now
    ]


def _to_remind(event: Event, from_when: datetime) -> list[ColumnElement[bool]]:
    """Whoever has had a place since before: a yes that is younger needs no reminder."""
    wanted = [
        Rsvp.event_id == event.id,
        Rsvp.state == "going",
        Rsvp.reminded_at.is_(None),
        Rsvp.brought_by_id.is_(None),
        Rsvp.changed_at < from_when,
        db.exists().where(Person.id == Rsvp.person_id, Person.email.is_not(None)),
        preferences.wanted("reminder", Rsvp.person_id),
    ]
    asks = still_coming.asks_from(event)
    if asks is not None and abs(asks - from_when) <= NEAR:
        # The others are asked whether they still come: that letter says when and where, too.
        wanted.append(Rsvp.changed_at >= asks)
    return wanted


def remind_part(event: Event, *, now: datetime) -> int:
    """Remind some of the guests, each once; how many. After the last one the event is done."""
    actions.lock(event)
    from_when = reminds_from(event)
    if event.reminded_at or event.cancelled_at or event.starts_at <= now:
        return 0
    if from_when is None or from_when > now:
        return 0
    next_ones = db.select(Rsvp).where(*_to_remind(event, from_when)).order_by(Rsvp.id).limit(PART)
    found = db.session.scalars(next_ones).all()
    stops = preferences.addresses((rsvp.person_id for rsvp in found), "reminder", now=now)
    written = [_letter(rsvp, stops[rsvp.person_id], now=now) for rsvp in found]
    outbox.post_all(written)
    for rsvp in found:
        rsvp.reminded_at = now
    if len(found) < PART:
        event.reminded_at = now
    db.session.flush()
    return len(found)


def _letter(rsvp: Rsvp, stop: str, *, now: datetime) -> Message:
    return letters.written("reminder", rsvp, key=_key(rsvp), now=now, unsubscribe_url=stop)


def _key(rsvp: Rsvp) -> str:
    """One for each time that an event was at, and each place that a guest had."""
    return f"reminder:{rsvp.id}:{rsvp.turn}:{int(rsvp.event.starts_at.timestamp())}"


def remind_anew(event: Event, *, now: datetime) -> None:
    """The event is at another time: everybody is reminded of that one.

    Where it is so close that they would be at once, the letter about the change has just said it.
    """
    reminded = db.update(Rsvp).where(Rsvp.event_id == event.id, Rsvp.reminded_at.is_not(None))
    db.session.execute(reminded.values(reminded_at=None))
    from_when = reminds_from(event)
    event.reminded_at = now if from_when is not None and from_when <= now else None


def still_true(message: Message) -> bool:
    """Whether the guest still has a place, and the event is to come at the time that the letter says."""
    rsvp = db.session.get(Rsvp, int(message.about.rpartition(":")[2]))
    if rsvp is None or not rsvp.going or message.key != _key(rsvp):
        return False
    return rsvp.event.state == "published" and rsvp.event.starts_at > clock.now()
