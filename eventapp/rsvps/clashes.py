"""Two events at one hour: said to whom it concerns, and nothing is refused."""

from sqlalchemy import Select

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


def elsewhere(person_id: int, event: Event) -> Select[tuple[int]]:
    """The places that a person has at other events at the same time, by the number of the answer."""
    found: Select[tuple[int]] = (
        db.select(Rsvp.id)
        .join(Rsvp.event)
        .where(
            Rsvp.person_id == person_id,
            Rsvp.state == "going",
            Rsvp.event_id != event.id,
            Event.cancelled_at.is_(None),
            Event.published_at.is_not(None),
            Event.starts_at < event.ends_at,
            Event.ends_at > event.starts_at,
        )
    )
    return found


def titles(person: Person, event: Event) -> tuple[str, ...]:
    """The events at the same time at which a person has a place, by their titles."""
    found = db.select(Event.title).join(Rsvp, Rsvp.event_id == Event.id)
    mine = found.where(Rsvp.id.in_(elsewhere(person.id, event)))
    return tuple(db.session.scalars(mine.order_by(Event.starts_at, Event.id)))
