"""Pseudonyms: rows without name and address that keep whom somebody had met when they are erased.

So the numbers of others stay true, and when the same address comes back, seating still knows whom
they have met. That is for seating alone: no page shows what hangs on a pseudonym as anybody's.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased

from eventapp import tokens
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.people.models import Person
from eventapp.people.names import full_name
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.merging.models import PersonMerge

Pair = tuple[int, int]


def fingerprint(email: str | None, shares_as: str | None = None) -> str | None:
    """By what an address is known again; who shares it is told apart by their name.

    Nobody without an address is known again.
    """
    if not email:
        return None
    known_by = email.lower()
    if shares_as is not None:
        known_by += "\n" + " ".join(shares_as.casefold().split())
    return tokens.fingerprint(current_app.config["SECRET_KEY"], known_by)


def new(person: Person, *, now: datetime) -> Person:
    """A pseudonym for somebody who is about to be erased."""
    shares_as = person.name if person.shares_id else None
    blank = Person(
        email=None,
        first_name="",
        created_at=now,
        erased_at=now,
        fingerprint=fingerprint(person.letterbox, shares_as),
    )
    db.session.add(blank)
    db.session.flush()
    return blank


def met_anybody(person: Person) -> bool:
    """Whether the ledger tells of a person at all."""
    either = db.or_(Encounter.low_id == person.id, Encounter.high_id == person.id)
    found = db.select(Encounter.id).where(either).limit(1)
    return db.session.scalar(found) is not None


def take_over(
    person: Person, blank: Person, events: Select[Any] | None = None, *, of: Any = Encounter
) -> None:
    """Let a pseudonym have met whom a person has met, at all events or at some.

    `of` is the table of such pairs. What a merge moved and may still be parted names the pseudonym
    from now on.
    """
    here = db.true() if events is None else of.event_id.in_(events)
    other = db.case((of.low_id == person.id, of.high_id), else_=of.low_id)
    db.session.execute(
        db.update(of)
        .where(db.or_(of.low_id == person.id, of.high_id == person.id), here)
        .values(
            low_id=db.case((other < blank.id, other), else_=blank.id),
            high_id=db.case((other < blank.id, blank.id), else_=other),
        ),
        execution_options={"synchronize_session": False},
    )
    _rename_in_merges(person.id, blank, of.__tablename__)


def _rename_in_merges(before: int, blank: Person, table: str) -> None:
    """Merges of others whose steps name somebody as the other one of a pair."""
    lately = PersonMerge.at > blank.created_at - merging.UNDO
    for merge in db.session.scalars(
        db.select(PersonMerge).where(PersonMerge.undone_at.is_(None), lately)
    ):
        moved = [_renamed(step, before, blank.id, table) for step in merge.moved]
        if moved != merge.moved:
            merge.moved = moved
    db.session.flush()


def _renamed(step: list[Any], before: int, after: int, table: str) -> list[Any]:
    name, number, *changes = step
    if name != table:
        return step
    return [name, number, *(_ends(change, before, after) for change in changes)]


def _ends(change: dict[str, int], before: int, after: int) -> dict[str, int]:
    low, high = sorted(after if end == before else end for end in change.values())
    return {"low_id": low, "high_id": high}


def any_known() -> ColumnElement[bool]:
    """Whether there is any pseudonym of somebody who may come back, for a query."""
    found: ColumnElement[bool] = db.exists().where(Person.fingerprint.is_not(None))
    return found


def of(people: Collection[int]) -> dict[int, int]:
    """The pseudonyms of some people who came back, each with the number they have now.

    Who was merged into somebody since is among them, by the address that they had.
    """
    back = {mark: number for number, mark in _fingerprints(people)}
    rows = db.session.execute(
        db.select(Person.id, Person.fingerprint).where(Person.fingerprint.in_(list(back)))
    )
    return {number: back[mark] for number, mark in rows if mark}


def _fingerprints(people: Collection[int]) -> Iterator[tuple[int, str]]:
    owner, other = aliased(Person), aliased(Person)
    merged = (
        db.select(PersonMerge.kept_id, other.email)
        .join(other, other.id == PersonMerge.other_id)
        .where(PersonMerge.kept_id.in_(people), PersonMerge.undone_at.is_(None))
    )
    for number, email in db.session.execute(merged):
        if mark := fingerprint(email):
            yield number, mark
    named = (
        db.select(Person.id, Person.email, owner.email, Person.first_name, Person.last_name)
        .outerjoin(owner, owner.id == Person.shares_id)
        .where(Person.id.in_(people))
    )
    for number, email, shared, first_name, last_name in db.session.execute(named):
        shares_as = full_name(first_name, last_name) if shared else None
        if mark := fingerprint(email or shared, shares_as):
            yield number, mark


def as_now(pairs: Iterable[Pair], back: dict[int, int]) -> Iterator[Pair]:
    """The pairs with the numbers that people have now, the lower one first."""
    for low, high in pairs:
        one, other = back.get(low, low), back.get(high, high)
        yield (one, other) if one < other else (other, one)
