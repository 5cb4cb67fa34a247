"""Whom a typed address stands for at one event, and what it opens: nothing but what was typed.

An address that was only typed may be anybody's. What was kept before is reached through the letters
sent to it. Two people may share one: they are told apart by their names.
"""

from dataclasses import dataclass
from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import person_of, sharer
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.persons import same_name


@dataclass(frozen=True)
class Owner:
    """Whose answer a typed name and address are: a person, and their answer here if they gave one."""

    person: Person
    rsvp: Rsvp | None

    @property
    def listed(self) -> bool:
        """Whether they are on the list already."""
        return self.rsvp is not None and self.rsvp.state in {"going", "waitlisted", "pending"}


def owner(
    event: Event, email: str, *, first_name: str, last_name: str = "", now: datetime
) -> Owner:
    """Whose answer this is. Another name at an address that is on the list is another person."""
    root = person_of(email, first_name=first_name, last_name=last_name, now=now)
    held = answers_at(event, root)
    for rsvp in held:
        if same_name(rsvp.first_name, rsvp.last_name, first_name, last_name):
            return Owner(rsvp.person, rsvp)
    own = next((rsvp for rsvp in held if rsvp.person_id == root.id), None)
    # An answer that was given back may be taken up under another spelling of the name, but not once
    # the event has begun: who sat where in rounds that ran stays with whoever sat there.
    if own is None or (not Owner(root, own).listed and now < event.starts_at):
        return Owner(root, own)
    return Owner(sharer(root, first_name=first_name, last_name=last_name, now=now), None)


def answers_at(event: Event, root: Person) -> list[Rsvp]:
    """The answers of everybody at one address, the address's own first."""
    return list(
        db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.person)
            .where(
                Rsvp.event_id == event.id,
                db.or_(Person.id == root.id, Person.shares_id == root.id),
            )
            .options(db.contains_eager(Rsvp.person))
            .order_by(Person.id)
        )
    )
