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


def apart_among(community_id: int, guests: Collection[Rsvp]) -> list[Pair]:
    """Who of these guests sits at no table with whom, by RSVP id, as they said at any time."""
    rows = db.session.execute(
        db.select(Avoidance.person_id, Avoidance.other_id, Avoidance.said).where(
            Avoidance.community_id == community_id,
            Avoidance.dismissed_at.is_(None),
            Avoidance.person_id.in_({rsvp.person_id for rsvp in guests}),
        )
    ).all()
    said = [Said(person, other, "" if other else fold(words)) for person, other, words in rows]
    typed = any(one.words for one in said)
    return kept_apart(said, [_here(rsvp, typed=typed) for rsvp in guests]) if said else []


def people_apart(community_id: int, people: Collection[int]) -> set[Pair]:
    """The pairs with one of these people in them that are never brought together, by person id.

    A name or address that another one typed stands for whoever of the community has it. What these people
    typed themselves doesn't count: one who sees somebody without a full name would try names until they
    are gone.
    """
    about = db.select(Avoidance.person_id, Avoidance.other_id, Avoidance.said).where(
        Avoidance.community_id == community_id, Avoidance.dismissed_at.is_(None)
    )
    rows = db.session.execute(about).all()
    if not rows:
        return set()
    said = [Said(person, other, "" if other else fold(words)) for person, other, words in rows]
    wanted = set(people)
    chosen = [one for one in said if not one.words and {one.person, one.other} & wanted]
    found = {(min(pair), max(pair)) for one in chosen if (pair := (one.person, one.other or 0))}
    if typed := [one for one in said if one.words and one.person not in wanted]:
        answered = db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.event)
            .where(
                Event.community_id == community_id,
                Rsvp.person_id.in_({*wanted, *(one.person for one in typed)}),
            )
            .options(db.joinedload(Rsvp.person).joinedload(Person.shares))
        ).all()
        by_person: dict[int, set[str]] = {}
        for rsvp in answered:
            by_person.setdefault(rsvp.person_id, set()).update(_here(rsvp, typed=True).words)
        here = [Here(who, who, frozenset(words)) for who, words in by_person.items()]
        found |= {pair for pair in kept_apart(typed, here) if wanted & set(pair)}
    return found


def _here(rsvp: Rsvp, *, typed: bool) -> Here:
    """A guest; what they are called is only looked up where somebody typed a name."""
    if not typed:
        return Here(rsvp.id, rsvp.person_id)
    called = (rsvp.name, rsvp.person.name, rsvp.person.letterbox or "")
    return Here(rsvp.id, rsvp.person_id, frozenset(fold(words) for words in called))
