"""Whom a typed address stands for at one event, and what it opens: nothing but what was typed.

An address that was only typed may be anybody's. What was kept before is reached through the letters
sent to it. Two people may share one: they are told apart by their names.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import newcomer, person_at, sharer
from eventapp.people.models import Person
from eventapp.rsvps.models import LISTED_STATES, Rsvp
from eventapp.rsvps.names import same_name


class Answered(Protocol):
    """An RSVP, or whatever else somebody answered under a name."""

    person: Any

    @property
    def first_name(self) -> Any: ...

    @property
    def last_name(self) -> Any: ...


@dataclass(frozen=True)
class Owner:
    """Whose answer a typed name and address are: a person, and their answer here if they gave one."""

    person: Person
    rsvp: Rsvp | None

    @property
    def listed(self) -> bool:
        """Whether they are on the list already."""
        return self.rsvp is not None and self.rsvp.state in LISTED_STATES


def owner(
    event: Event, email: str, *, first_name: str, last_name: str = "", now: datetime
) -> Owner:
    """Whose answer this is. Another name at an address that answered here is another person."""
    new = newcomer(email, first_name=first_name, last_name=last_name, now=now)
    if new:
        return Owner(new, None)
    root = person_at(email)
    held = answers_at(event, root)
    same = next((rsvp for rsvp in held if _same(rsvp, first_name, last_name)), None)
    own = next((rsvp for rsvp in held if rsvp.person_id == root.id), None)
    if same and (same is own or Owner(root, same).listed):
        return Owner(same.person, same)
    # The letters of an address are for whoever is on the list, or else for whoever answers now; but
    # once the event has begun, who sat where in rounds that ran stays with whoever sat there.
    if own and (Owner(root, own).listed or now >= event.starts_at):
        if same:
            return Owner(same.person, same)
        return Owner(sharer(root, first_name=first_name, last_name=last_name, now=now), None)
    if own:
        step_aside([own], root, now=now)
    if same:
        same.person = root
        db.session.flush()
    return Owner(root, same)


def _same(rsvp: Rsvp, first: str, last: str) -> bool:
    return same_name(rsvp.first_name, rsvp.last_name, first, last)


def step_aside(given_back: Sequence[Answered], root: Person, *, now: datetime) -> None:
    """Leave an address to whoever answers now under another name; what was given back stays whole."""
    first = given_back[0]
    other = sharer(root, first_name=first.first_name, last_name=first.last_name, now=now)
    for one in given_back:
        one.person = other
    db.session.flush()


def people_at(email: str) -> Any:
    """The numbers of everybody whose letters go to an address, as a query."""
    root = db.select(Person.id).where(Person.email == email.strip().lower()).scalar_subquery()
    return db.select(Person.id).where(db.or_(Person.id == root, Person.shares_id == root))


def answers_at(event: Event, root: Person) -> list[Rsvp]:
    """The answers of everybody at one address, the address's own first."""
    return list(db.session.scalars(_AT_ADDRESS, {"event": event.id, "root": root.id}))


_AT_ADDRESS = (
    db.select(Rsvp)
    .join(Rsvp.person)
    .where(
        Rsvp.event_id == db.bindparam("event"),
        db.or_(Person.id == db.bindparam("root"), Person.shares_id == db.bindparam("root")),
    )
    .options(db.contains_eager(Rsvp.person))
    .order_by(Person.id)
)
