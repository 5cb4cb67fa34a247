"""Two events at one hour: said to whom it concerns, and nothing is refused."""

from typing import Any

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


def titles(person: Person, event: Event) -> tuple[str, ...]:
    """The events at the same time at which a person has a place, by their titles."""
    return tuple(db.session.scalars(_TITLES, given(person.id, event)))
