"""The new people of a list: each gets a person, a link and an answer, in few statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.db import db
from eventapp.events import webhook_data as event_webhooks
from eventapp.events.models import Event
from eventapp.people.actions import new_links
from eventapp.people.models import Person
from eventapp.rsvps import actions, places, webhook_data
from eventapp.rsvps.answers import TEXTS
from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.importing.matching import Matched
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.standing import standing, waiting_parties

AT_ONCE = 500

One = TypeVar("One")


@dataclass(frozen=True)
class Newcomer:
    """An answer that a list made: its number, its state, and the place in the queue (0: none)."""

    id: int
    state: str
    position: int


def in_order(matched: Matched, decisions: Decisions) -> list[parsing.Entry]:
    """The new ones of a list: those who come first, then those who wait, each in its order."""
    rows = [*matched.new, *(entry for entry, _whose in matched.sharing)]
    return sorted(rows, key=lambda entry: (decisions.state_of(entry) != "going", entry.line))


def take(
    event: Event,
    rows: Sequence[parsing.Entry],
    *,
    sharing: set[int],
    decisions: Decisions,
    now: datetime,
) -> list[Newcomer]:
    """Put new people on the list of an event, in this order, under its lock; nobody is written to.

    `sharing` are the rows, by `id`, of those who share somebody's address.
    """
    people = _people(rows, sharing, now=now)
    held = standing(event, now=now)
    room, queue = held.room, waiting_parties(event, held.room)
    waiting = actions.count(event, "waitlisted")
    last = db.session.scalar(db.select(db.func.max(Rsvp.turn)).filter_by(event_id=event.id)) or 0
    roles = {role.name: role.id for role in event.roles}
    found: list[tuple[dict[str, Any], int]] = []
    links = new_links("rsvp", people, now=now)
    for turn, (entry, person, link) in enumerate(zip(rows, people, links, strict=True), last + 1):
        state = decisions.state_of(entry)
        kind = places.Kind(roles.get(entry.role), entry.stage, let_in=True)
        if state == "going":
            state = places.answer(room, queue, places.Party(0, (kind,)))
        if state == "going":
            room = room.with_guests([kind])
        elif state == "waitlisted":
            queue.append(places.Party(0, (kind,)))
        waiting += state == "waitlisted"
        answer = _answer(entry, now=now) | {"role_id": roles.get(entry.role)}
        answer |= {"event_id": event.id, "person_id": person, "link_id": link}
        answer |= {"state": state, "turn": turn}
        found.append((answer, waiting if state == "waitlisted" else 0))
    numbers = _written(Rsvp, [answer for answer, _position in found])
    _lines(rows, numbers)
    _tell(event, rows, numbers, [answer for answer, _position in found], now=now)
    return [
        Newcomer(number, answer["state"], position)
        for number, (answer, position) in zip(numbers, found, strict=True)
    ]


def _tell(
    event: Event,
    rows: Sequence[parsing.Entry],
    numbers: Sequence[int],
    answers: Sequence[dict[str, Any]],
    *,
    now: datetime,
) -> None:
    """Tell webhooks of each, as `history.note_first` does of one."""
    news: list[tuple[str, dict[str, Any]]] = []
    for row, number, answer in zip(rows, numbers, answers, strict=True):
        state, role = answer["state"], row.role if answer["role_id"] else ""
        said = webhook_data.said(number, state, role)
        news.append((webhook_data.KINDS[state], {"rsvp": said}))
    event_webhooks.post_all(event, news, now=now)


def _answer(entry: parsing.Entry, *, now: datetime) -> dict[str, Any]:
    # Nobody consented to anything on somebody else's form: both consents stay a no.
    said: dict[str, Any] = {name: getattr(entry, name, "") for name in TEXTS}
    return said | {"source": "import", "created_at": now, "changed_at": now}


def _lines(rows: Sequence[parsing.Entry], numbers: Sequence[int]) -> None:
    for kind_of, name in ((Ask, "ask"), (Offer, "offer")):
        said = [
            {
                "rsvp_id": number,
                "text": getattr(row, name),
                "kind": getattr(row, f"{name}_kind") or "advice",
            }
            for row, number in zip(rows, numbers, strict=True)
            if getattr(row, name)
        ]
        _written(kind_of, said)


def _people(rows: Sequence[parsing.Entry], sharing: set[int], *, now: datetime) -> list[int]:
    """Whose each row is, in their order: found by the address, or made."""
    own = [row for row in rows if row.email and id(row) not in sharing]
    by_address = _addressed([*own, *(row for row in rows if id(row) in sharing)], now=now)
    known = {id(row): by_address[row.email] for row in own}
    others = [row for row in rows if id(row) not in known]
    made = [
        _person(row, now=now)
        | {"email": None, "shares_id": by_address[row.email] if row.email else None}
        for row in others
    ]
    known |= zip(map(id, others), _written(Person, made), strict=True)
    return [known[id(row)] for row in rows]


def _addressed(rows: Sequence[parsing.Entry], *, now: datetime) -> dict[str, int]:
    """The persons of the rows by address, made where nobody has the address yet."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    wanted = [_person(row, now=now) | {"email": row.email} for row in rows]
    if wanted:
        once = insert(Person).on_conflict_do_nothing(index_elements=["email"])
        db.session.connection().execute(once, wanted)
    return {
        email: number
        for part in chunks([row.email for row in rows])
        for email, number in db.session.execute(
            db.select(Person.email, Person.id).where(Person.email.in_(part))
        )
    }


def _person(row: parsing.Entry, *, now: datetime) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("first_name", "last_name", "pronouns")}
    return said | {"created_at": now}


def _written(table: type[Any], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Rows of one table, many to a statement; their numbers, in their order."""
    made = db.insert(table).returning(table.id, sort_by_parameter_order=True)
    return list(db.session.scalars(made, rows)) if rows else []


def chunks(things: Sequence[One], size: int = AT_ONCE) -> Iterator[Sequence[One]]:
    """The things in parts of at most `size`."""
    return (things[at : at + size] for at in range(0, len(things), size))
