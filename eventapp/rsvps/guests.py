"""Who has a place or waits for one."""

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import GUEST_STATES, Rsvp


def guests_of(event: Event) -> list[Rsvp]:
    """Everybody who has a place or waits for one, with person and link, in the order they came."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .where(Rsvp.event_id == event.id, Rsvp.state.in_(GUEST_STATES))
            .options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.link))
            .order_by(Rsvp.turn)
        )
    )


def places_of(person: Person) -> list[Rsvp]:
    """Every place of somebody, or of who shares their address, and every wait; past ones too."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.person)
            .where(
                db.or_(Person.id == person.id, Person.shares_id == person.id),
                Rsvp.state.in_(GUEST_STATES),
            )
            .order_by(Rsvp.event_id)
        )
    )
