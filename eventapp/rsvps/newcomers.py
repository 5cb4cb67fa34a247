"""The new people of a list: each gets a person, a link and an answer, in few statements."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import new_link
from eventapp.people.models import Person
from eventapp.rsvps import actions, intake, places
from eventapp.rsvps.matching import Decisions, Matched
from eventapp.rsvps.models import Rsvp

# What a list may say that is kept as it is.
WORDS = (
    "first_name", "last_name", "pronouns", "stage", "industry", "organization", "ask", "ask_kind",
    "offer", "offer_kind", "access_needs", "food",
)  # fmt: skip
One = TypeVar("One")
AT_ONCE = 500


def take(
    event: Event, matched: Matched, decisions: Decisions, *, now: datetime
) -> list[tuple[Rsvp, int]]:
    """Put the new ones on the list, with their place in the queue (0: none); under the lock.

    Those who come are first, then those who wait, each in the order of the list.
    """
    sharing = {id(entry) for entry, _whose in matched.sharing}
    rows = [*matched.new, *(entry for entry, _whose in matched.sharing)]
    rows.sort(key=lambda entry: (decisions.state_of(entry) != "going", entry.line))
    people = _people(rows, sharing, now=now)
    going, waiting = actions.count(event, "going"), actions.count(event, "waitlisted")
    last = db.session.scalar(db.select(db.func.max(Rsvp.turn)).filter_by(event_id=event.id)) or 0
    roles = {role.name: role.id for role in event.roles}
    added: list[tuple[Rsvp, int]] = []
    with db.session.no_autoflush:
        for turn, entry in enumerate(rows, last + 1):
            state = decisions.state_of(entry)
            if state == "going":
                state = places.answer(going, event.capacity, waiting)
            going, waiting = going + (state == "going"), waiting + (state == "waitlisted")
            rsvp = _rsvp(event, people[id(entry)], entry, roles.get(entry.role), now=now)
            rsvp.state, rsvp.turn = state, turn
            added.append((rsvp, waiting if state == "waitlisted" else 0))
        db.session.add_all(rsvp for rsvp, _position in added)
    db.session.flush()
    return added


def _people(rows: Sequence[intake.Entry], sharing: set[int], *, now: datetime) -> dict[int, Person]:
    """Whose each row is, by the row: found by the address, or made."""
    own = [row for row in rows if row.email and id(row) not in sharing]
    by_address = _addressed([*own, *(row for row in rows if id(row) in sharing)], now=now)
    people = {id(row): by_address[row.email] for row in own}
    for row in rows:
        if id(row) not in people:
            shares = by_address[row.email] if row.email else None
            people[id(row)] = _unaddressed(row, shares, now=now)
    db.session.add_all(people.values())
    db.session.flush()
    return people


def _unaddressed(row: intake.Entry, shares: Person | None, *, now: datetime) -> Person:
    return Person(
        email=None,
        shares=shares,
        first_name=row.first_name,
        last_name=row.last_name,
        pronouns=row.pronouns,
        created_at=now,
    )


def _addressed(rows: Sequence[intake.Entry], *, now: datetime) -> dict[str, Person]:
    """The persons of the rows by address, made where nobody has the address yet."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    found: dict[str, Person] = {}
    for part in chunks(rows):
        wanted = [
            {
                "email": row.email,
                "first_name": row.first_name,
                "last_name": row.last_name,
                "pronouns": row.pronouns,
                "created_at": now,
            }
            for row in part
        ]
        db.session.execute(
            insert(Person).values(wanted).on_conflict_do_nothing(index_elements=["email"])
        )
        addresses = [row.email for row in part]
        for person in db.session.scalars(db.select(Person).where(Person.email.in_(addresses))):
            found[person.email or ""] = person
    return found


def _rsvp(
    event: Event, person: Person, entry: intake.Entry, role_id: int | None, *, now: datetime
) -> Rsvp:
    rsvp = Rsvp(event=event, person=person, source="import", created_at=now)
    rsvp.link = new_link("rsvp", person, now=now)
    said = {name: getattr(entry, name) for name in WORDS}
    for kind in ("ask_kind", "offer_kind"):
        said[kind] = said[kind] or "advice"
    # Nobody consented to anything on somebody else's form: both consents stay a no.
    actions.write(rsvp, actions.Answers(role_id=role_id, **said), now=now)
    return rsvp


def chunks(things: Sequence[One], size: int = AT_ONCE) -> Iterator[Sequence[One]]:
    """The things in parts of at most `size`."""
    return (things[at : at + size] for at in range(0, len(things), size))
