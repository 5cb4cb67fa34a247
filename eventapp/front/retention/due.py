"""Whose contact data is to go from a community: everybody whose last event there is long enough ago.

Who shares an address goes together. Nobody goes who organizes there, has something to come there, or is
invited. Past events are looked at in the order of their ends, each once (`Community.contacts_looked_to`),
so only people of events that came of age since, and those who are noted already, are read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select

from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.retention import months
from eventapp.front.retention.models import ContactEnd
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import Rsvp

# For so long at least somebody stands in the preview.
NOTICE = timedelta(days=1)
PART = 500
# For how many months after somebody's last event a community may keep contact data.
MONTHS = (3, 6, 12, 18, 24, 36)
_ROOT = db.func.coalesce(Person.shares_id, Person.id)


@dataclass(frozen=True)
class Leaving:
    """Whoever has an address, by person id, with their last event here and when they go."""

    person_id: int
    name: str
    email: str
    event: str
    ended_at: datetime
    zone: str
    goes_at: datetime


def of_age(community: Community, *, keeps: int, until: datetime) -> ColumnElement[bool]:
    """The events that nobody was looked for at, and that are old enough by then."""
    looked_to = community.contacts_looked_to
    found: ColumnElement[bool] = db.and_(
        Event.community_id == community.id,
        Event.ends_at <= months.before(until, keeps),
        Event.ends_at > looked_to if looked_to else db.true(),
    )
    return found


def leaving(
    community: Community, *, now: datetime, until: datetime, keeps: int | None = None
) -> list[Leaving]:
    """Whose contact data goes until then, who goes first first; with `keeps`, if it were so many months."""
    wanted = community.contact_months if keeps is None else keeps
    notes = noted(community)
    aged = addresses_at(of_age(community, keeps=wanted, until=until))
    found = among(sorted({*aged, *notes}), community, notes, now=now, until=until, keeps=wanted)
    return sorted(found, key=lambda one: (one.goes_at, one.ended_at, one.person_id))


def noted(community: Community) -> dict[int, datetime]:
    """Who is noted in a community, by person id, and when they go."""
    ends = db.select(ContactEnd.person_id, ContactEnd.goes_at)
    rows = db.session.execute(ends.where(ContactEnd.community_id == community.id))
    return {person: goes_at for person, goes_at in rows}  # noqa: C416


def addresses_at(events: ColumnElement[bool]) -> set[int]:
    """Whoever answered some events and is known by name, each standing for their address."""
    answered = db.select(_ROOT).select_from(Event).join(Rsvp, Rsvp.event_id == Event.id)
    named = answered.join(Person, Person.id == Rsvp.person_id).where(Person.erased_at.is_(None))
    return set(db.session.scalars(named.where(events).distinct()))


def among(
    roots: Sequence[int],
    community: Community,
    notes: Mapping[int, datetime],
    *,
    now: datetime,
    until: datetime,
    keeps: int,
) -> Iterator[Leaving]:
    """Who of some people goes until then, each standing for their address, a part at a time."""
    for start in range(0, len(roots), PART):
        part = roots[start : start + PART]
        yield from _part(part, community, notes, now=now, until=until, keeps=keeps)


def _part(
    roots: Sequence[int],
    community: Community,
    notes: Mapping[int, datetime],
    *,
    now: datetime,
    until: datetime,
    keeps: int,
) -> Iterator[Leaving]:
    everybody = _everybody(roots)
    last = _last_ends(everybody, community)
    due = {root: end for root, end in last.items() if end <= months.before(until, keeps)}
    theirs = [one for one, root in everybody.items() if root in due]
    names = {row.root: row for row in db.session.execute(_last_answers(theirs, community)).all()}
    for root, end in due.items():
        told = notes.get(root, max(now + NOTICE, community.contacts_go_from or now))
        if row := names.get(root):
            yield _leaving(row, end, max(told, months.after(end, keeps)))


def _leaving(row: Row[Any], end: datetime, goes_at: datetime) -> Leaving:
    name = f"{row.first_name} {row.last_name}".strip()
    return Leaving(row.root, name, row.email or "", row.title, end, row.zone, goes_at)


def _everybody(roots: Collection[int]) -> dict[int, int]:
    """Everybody at some addresses, by person id, each with whom they stand for.

    Looked up by itself: asked for in one with answers, a database may read all answers there are.
    """
    sharing = db.select(Person.id, Person.shares_id).where(Person.shares_id.in_(roots))
    return {root: root for root in roots} | dict(db.session.execute(sharing).all())


def _last_ends(people: Collection[int], community: Community) -> dict[int, datetime]:
    """When the last event of each address ended here; none of those who organize here."""
    here = _here(community)
    of_programs = (
        db.select(_ROOT.label("root"), Event.ends_at)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .join(Program, Program.id == Enrolment.program_id)
        .join(Session, Session.program_id == Program.id)
        .join(Event, Event.id == Session.event_id)
        .where(Enrolment.state != "cancelled")
    )
    invited = (
        db.select(Person.id.label("root"), Event.ends_at)
        .join(Invitation, Invitation.email == Person.email)
        .join(Event, Event.id == Invitation.event_id)
    )
    last: dict[int, datetime] = {}
    for found in (_answers(_ROOT.label("root"), Event.ends_at), of_programs, invited):
        rows = found.where(here, Person.id.in_(people)).subquery()
        latest = db.select(rows.c.root, db.func.max(rows.c.ends_at, type_=Event.ends_at.type))
        for root, end in db.session.execute(latest.group_by(rows.c.root)):
            last[root] = max(end, last.get(root, end))
    members = db.select(_ROOT).join(Membership, Membership.person_id == Person.id)
    members = members.where(Membership.community_id == community.id, Person.id.in_(people))
    for root in db.session.scalars(members):
        last.pop(root, None)
    return last


def _last_answers(people: Collection[int], community: Community) -> Select[Any]:
    """The last answer of each address, as the organizers know whose it is."""
    owner = db.aliased(Person)
    at_last = db.func.row_number().over(
        partition_by=_ROOT, order_by=(Event.ends_at.desc(), Person.shares_id.is_not(None), Rsvp.id)
    )
    found = _answers(
        _ROOT.label("root"),
        owner.email,
        Rsvp.first_name,
        Rsvp.last_name,
        Event.title,
        Event.zone,
        at_last.label("place"),
    ).join(owner, owner.id == _ROOT)
    rows = found.where(_here(community), Person.id.in_(people)).subquery()
    first: Select[Any] = db.select(rows).where(rows.c.place == 1)
    return first


def _answers(*columns: Any) -> Select[Any]:
    answered: Select[Any] = db.select(*columns).select_from(Person)
    return answered.join(Rsvp, Rsvp.person_id == Person.id).join(Event, Event.id == Rsvp.event_id)


def _here(community: Community) -> ColumnElement[bool]:
    """Whether an event is the community's, in words that no index answers: else a database may go from
    all events of a community to everybody who ever came, for the answers of a few people."""
    found: ColumnElement[bool] = Event.community_id + 0 == community.id
    return found
