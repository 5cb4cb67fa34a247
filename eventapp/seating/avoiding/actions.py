"""Saying whom one doesn't want to sit with, taking it back, and what follows for an evening."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold
from eventapp.seating.avoiding.models import Avoidance
from eventapp.seating.avoiding.pairs import Here, Pair, Said, kept_apart

# About so many people somebody may say so in a community.
MOST = 20


def avoid(
    person: Person, community_id: int, *, other: Person | None, said: str, now: datetime
) -> None:
    """Keep that somebody doesn't want to sit with another one, who was chosen or typed. Twice is once.

    Nothing is looked up of what was typed: so no answer tells whether there is such a person.
    """
    said = " ".join(said.split())[:200]
    if not said or other is person:
        raise Refused(_("Choose somebody else, or type their name or address."))
    if len(of_person(person, community_id)) >= MOST:
        raise Refused(_("You have said this about many people. Take one back first."))
    key = f"person:{other.id}" if other else f"typed:{fold(said)}"
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(
        insert(Avoidance)
        .values(
            community_id=community_id,
            person_id=person.id,
            other_id=other.id if other else None,
            said=said,
            key=key[:200],
            said_at=now,
        )
        .on_conflict_do_nothing(index_elements=["community_id", "person_id", "key"])
    )


def take_back(person: Person, community_id: int, number: int) -> None:
    """It holds no more. Twice is once, and nobody takes back what another one said."""
    db.session.execute(
        db.delete(Avoidance).where(
            Avoidance.id == number,
            Avoidance.person_id == person.id,
            Avoidance.community_id == community_id,
        )
    )


def of_person(person: Person, community_id: int) -> list[Avoidance]:
    """What somebody said in a community, in that order."""
    return list(
        db.session.scalars(
            db.select(Avoidance)
            .filter_by(person_id=person.id, community_id=community_id)
            .order_by(Avoidance.id)
        )
    )


def forget_named(words: Collection[str], community_id: int | None = None) -> None:
    """Forget what others typed where it names somebody who is forgotten, in one community or in all."""
    named = Avoidance.key.in_([f"typed:{fold(one)}"[:200] for one in words])
    here = () if community_id is None else (Avoidance.community_id == community_id,)
    db.session.execute(db.delete(Avoidance).where(named, *here))


def apart_among(community_id: int, guests: Collection[Rsvp]) -> list[Pair]:
    """Who of these guests sits at no table with whom, by RSVP id, as they said at any time."""
    said = _said(community_id, {rsvp.person_id for rsvp in guests})
    typed = any(one.words for one in said)
    return kept_apart(said, [_here(rsvp, typed=typed) for rsvp in guests]) if said else []


def people_apart(
    community_id: int, people: Collection[int], *, typed_by: Collection[int]
) -> set[Pair]:
    """Who of some people are never brought together, by person id, the lower first.

    As above, wherever in the community they answered; names and addresses count as far as some of them
    typed them.
    """
    said = [one for one in _said(community_id, people) if not one.words or one.person in typed_by]
    called: dict[int, frozenset[str]] = dict.fromkeys(people, frozenset())
    if any(one.words for one in said):
        answered = db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.event)
            .where(Event.community_id == community_id, Rsvp.person_id.in_(people))
            .options(db.joinedload(Rsvp.person).joinedload(Person.shares))
        )
        for rsvp in answered:
            called[rsvp.person_id] |= _here(rsvp, typed=True).words
    return set(kept_apart(said, [Here(who, who, words) for who, words in called.items()]))


def _said(community_id: int, people: Collection[int]) -> list[Said]:
    rows = db.session.execute(
        db.select(Avoidance.person_id, Avoidance.other_id, Avoidance.said).where(
            Avoidance.community_id == community_id,
            Avoidance.dismissed_at.is_(None),
            Avoidance.person_id.in_(people),
        )
    )
    return [Said(person, other, "" if other else fold(words)) for person, other, words in rows]


def _here(rsvp: Rsvp, *, typed: bool) -> Here:
    """A guest; what they are called is only looked up where somebody typed a name."""
    if not typed:
        return Here(rsvp.id, rsvp.person_id)
    called = (rsvp.name, rsvp.person.name, rsvp.person.letterbox or "")
    return Here(rsvp.id, rsvp.person_id, frozenset(fold(words) for words in called))
