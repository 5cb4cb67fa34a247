"""Two events at one hour: said to whom it concerns, and nothing is refused."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

# The places that a person has at other events at the same time, by the number of the answer.
ELSEWHERE = (
    db.select(Rsvp.id)
    .join(Rsvp.event)
    .where(
        Rsvp.person_id == db.bindparam("person"),
        Rsvp.state == "going",
        Rsvp.event_id != db.bindparam("event"),
        Event.cancelled_at.is_(None),
        Event.published_at.is_not(None),
        Event.starts_at < db.bindparam("until"),
        Event.ends_at > db.bindparam("since"),
    )
)
_TITLES = (
    db.select(Event.title)
    .join(Rsvp, Rsvp.event_id == Event.id)
    .where(Rsvp.id.in_(ELSEWHERE))
    .order_by(Event.starts_at, Event.id)
)


def given(person_id: int, event: Event) -> dict[str, Any]:
    """What ELSEWHERE is asked with."""
    when = {"since": event.starts_at, "until": event.ends_at}
    return {"person": person_id, "event": event.id, **when}


def titles_of_each(
    person: Person, events: Collection[int] | Select[tuple[int]]
) -> dict[int, tuple[str, ...]]:
    """The same as `titles` for several events, by their numbers, in one query."""
    other, found = aliased(Event), defaultdict(list)
    for number, title in db.session.execute(
        db.select(Event.id, other.title)
        .join(
            other,
            db.and_(
                other.id != Event.id,
                other.starts_at < Event.ends_at,
                other.ends_at > Event.starts_at,
            ),
        )
        .join(Rsvp, Rsvp.event_id == other.id)
        .where(
            Event.id.in_(events),
            Rsvp.person_id == person.id,
            Rsvp.state == "going",
            other.cancelled_at.is_(None),
            other.published_at.is_not(None),
        )
        .order_by(other.starts_at, other.id)
    ):
        found[number].append(title)
    return {number: tuple(said) for number, said in found.items()}


def titles(person: Person, event: Event) -> tuple[str, ...]:
    """The events at the same time at which a person has a place, by their titles."""
    return tuple(db.session.scalars(_TITLES, given(person.id, event)))
