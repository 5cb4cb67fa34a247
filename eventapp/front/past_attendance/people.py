"""Whose each name of a list is: found by the address, or by the name alone, or made."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.past_attendance.evenings import Evening, Guest, Person
from eventapp.front.past_attendance.identity import Identity
from eventapp.people.models import Person as Someone
from eventapp.people.names import full_name
from eventapp.rsvps.importing.new_people import chunks
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold


def find_or_make(
    community: Community,
    evenings: Sequence[Evening],
    identity: Mapping[Person, Identity],
    *,
    now: datetime,
) -> tuple[dict[Person, int], int]:
    """The number of everybody that a list names, and how many of them this community didn't know.

    Whether somebody is known elsewhere is nobody's business here.
    """
    names: dict[Identity, Guest] = {}
    # How somebody is called now: as the last evening has it.
    for evening in evenings:
        for person, guest in evening.guests.items():
            names[identity[person]] = guest
    found: dict[Identity, int] = {}
    found |= _owners([email for email, name in names if email and not name])
    found |= _make(
        {one: guest for one, guest in names.items() if one[0] and not one[1] and one not in found},
        {},
        now=now,
    )
    owners = {email: number for (email, name), number in found.items() if not name}
    others = {one: guest for one, guest in names.items() if one not in found}
    known = _sharing(owners) | _without_address(community)
    found |= {one: known[one] for one in others if one in known}
    found |= _make(
        {one: guest for one, guest in others.items() if one not in known}, owners, now=now
    )
    return (
        {person: found[one] for person, one in identity.items()},
        len(set(found.values()) - _came_before(community, set(found.values()))),
    )


def _came_before(community: Community, people: Collection[int]) -> set[int]:
    """Those who answered to something of a community before."""
    answers = db.select(Rsvp.person_id).join(Rsvp.event).where(Event.community_id == community.id)
    return {
        number
        for part in chunks(sorted(people))
        for number in db.session.scalars(answers.where(Rsvp.person_id.in_(part)).distinct())
    }


def _owners(emails: Sequence[str]) -> dict[Identity, int]:
    return {
        (email, ""): number
        for part in chunks(emails)
        for email, number in db.session.execute(
            db.select(Someone.email, Someone.id).where(Someone.email.in_(part))
        )
    }


def _sharing(owners: Mapping[str, int]) -> dict[Identity, int]:
    """Who shares an address, by it and by their name."""
    email_of = {number: email for email, number in owners.items()}
    rows = (
        row
        for part in chunks(list(email_of))
        for row in db.session.execute(
            db.select(Someone.shares_id, Someone.first_name, Someone.last_name, Someone.id).where(
                Someone.shares_id.in_(part)
            )
        )
    )
    return {
        (email_of[owner], fold(full_name(first, last))): number
        for owner, first, last, number in rows
    }


def _without_address(community: Community) -> dict[Identity, int]:
    """Who came in here without an address before, by their name."""
    rows = db.session.execute(
        db.select(Rsvp.first_name, Rsvp.last_name, Someone.id)
        .join(Rsvp.person)
        .join(Event, Event.id == Rsvp.event_id)
        .where(
            Event.community_id == community.id,
            Rsvp.source == "import",
            Someone.email.is_(None),
            Someone.shares_id.is_(None),
            Someone.erased_at.is_(None),
        )
        .distinct()
    )
    return {("", fold(full_name(first, last))): number for first, last, number in rows}


def _make(
    wanted: Mapping[Identity, Guest], owners: Mapping[str, int], *, now: datetime
) -> dict[Identity, int]:
    rows: list[dict[str, Any]] = [
        {
            "email": None if name else email,
            "shares_id": owners[email] if email and name else None,
            "first_name": guest.first_name,
            "last_name": guest.last_name,
            "created_at": now,
        }
        for (email, name), guest in wanted.items()
    ]
    if not rows:
        return {}
    with_address = [row for row in rows if row["email"]]
    if with_address:
        # Somebody may have answered in this very moment.
        insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
        once = insert(Someone).on_conflict_do_nothing(index_elements=["email"])
        db.session.connection().execute(once, with_address)
        return _owners([row["email"] for row in with_address])
    made = db.insert(Someone).returning(Someone.id, sort_by_parameter_order=True)
    return dict(zip(wanted, db.session.scalars(made, rows), strict=True))
