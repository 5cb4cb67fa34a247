"""Whom somebody has met, evening by evening, and what came of it: read in a few queries, their own rows alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select

from eventapp.communities.models import Role, Topic
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role
from eventapp.followups.acquaintance import Acquaintance
from eventapp.followups.actions import connections_of
from eventapp.followups.consent import agreeing
from eventapp.followups.fives import FEWEST
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.models import Nudge
from eventapp.followups.sending import changes
from eventapp.followups.tablemates import passed_on
from eventapp.front.people_met import figures
from eventapp.front.people_met.figures import Met
from eventapp.people.models import Person
from eventapp.role_marks import GUEST
from eventapp.rsvps.models import Ask, Offer, Rsvp

# What fields and roles were there is looked up for so many of the latest evenings.
LATELY = 20


@dataclass(frozen=True)
class Evening:
    """One event, those of its people who may be named, and how many more there were."""

    id: int
    title: str
    starts_at: datetime
    zone: str
    place: str
    community_id: int
    named: tuple[Met, ...]
    unnamed: int

    @property
    def number(self) -> int:
        """How many people in all."""
        return len(self.named) + self.unnamed


@dataclass(frozen=True)
class Mine:
    """What I came as on one evening."""

    event_id: int
    role: str
    mark: int
    industry: str
    offer: str


@dataclass(frozen=True)
class Contact:
    """Somebody I am in touch with, and what came of it."""

    known: Acquaintance
    answer: str
    asked_at: datetime | None
    half_hour: Meeting | None

    @property
    def quiet(self) -> bool:
        """Whether nothing has come of it yet, as far as I said."""
        return self.answer not in {"yes", "no_more"} and self.half_hour is None


@dataclass(frozen=True)
class History:
    """All of it: the newest evening first."""

    evenings: tuple[Evening, ...]
    contacts: dict[int, Contact]
    mine: tuple[Mine, ...]
    helping: set[tuple[int, int]]
    # How many people in all, each once.
    number: int
    people: tuple[Met, ...]


def history_of(person: Person) -> History:
    """Whom somebody has met by the ledger, and who else they were introduced to."""
    contacts = _contacts(person)
    rows = db.session.execute(_rows(person)).all()
    # Who only said hello to somebody sat at no table with them, and is in touch with them all the same.
    at_tables = {(row.event_id, row.person_id) for row in rows}
    greeted = [
        (one.known.rsvp.event_id, other)
        for other, one in contacts.items()
        if (one.known.rsvp.event_id, other) not in at_tables
    ]
    evenings = _evenings(rows, [contacts[other].known for _event, other in greeted])
    mine = _mine(person)
    named = [one for evening in evenings for one in evening.named]
    topics = _topics(evenings)
    offers = list(dict.fromkeys(one.offer for one in mine if one.offer))
    return History(
        evenings=evenings,
        contacts=contacts,
        mine=mine,
        helping=figures.could_help(named, offers, topics),
        number=len({row.person_id for row in rows} | contacts.keys()),
        people=tuple(figures.latest(named)),
    )


def _rows(person: Person) -> Select[Any]:
    """A row for each evening and person: two looks into an index each, for an OR might read everybody's."""
    low = db.select(Encounter.event_id, Encounter.high_id.label("person_id")).where(
        Encounter.low_id == person.id
    )
    high = db.select(Encounter.event_id, Encounter.low_id).where(Encounter.high_id == person.id)
    met = low.union(high).subquery()
    found: Select[Any] = (
        db.select(
            met.c.event_id, met.c.person_id, *_EVENT, Rsvp.id.label("rsvp_id"), Rsvp.first_name,
            Role.name.label("role"), Role.mark, Rsvp.industry, Rsvp.organization,
            Ask.text.label("ask"), Offer.text.label("offer"),
            db.func.coalesce(agreeing(), db.false()).label("agrees"),
        )
        .select_from(met)
        .join(Event, Event.id == met.c.event_id)
        .outerjoin(
            Rsvp, db.and_(Rsvp.event_id == met.c.event_id, Rsvp.person_id == met.c.person_id)
        )
        .outerjoin(Person, Person.id == met.c.person_id)
        .outerjoin(Role, Role.id == Rsvp.role_id)
        .outerjoin(Ask, db.and_(Ask.rsvp_id == Rsvp.id, ~changes.hides("ask")))
        .outerjoin(Offer, db.and_(Offer.rsvp_id == Rsvp.id, ~changes.hides("offer")))
        .order_by(Event.starts_at.desc(), Event.id.desc(), Rsvp.turn, met.c.person_id)
    )  # fmt: skip
    return found


_EVENT = (
    Event.title, Event.starts_at, Event.zone, Event.place_name, Event.community_id
)  # fmt: skip


def _evenings(rows: Iterable[Any], greeted: Iterable[Acquaintance]) -> tuple[Evening, ...]:
    about: dict[int, Any] = {}
    named: dict[int, list[Met]] = {}
    unnamed: dict[int, int] = {}
    for row in rows:
        about.setdefault(row.event_id, row)
        if row.agrees and row.first_name:
            named.setdefault(row.event_id, []).append(_met(row))
        else:
            unnamed[row.event_id] = unnamed.get(row.event_id, 0) + 1
    for known in greeted:
        about.setdefault(known.event.id, known.event)
        named.setdefault(known.event.id, []).append(_known(known.rsvp))
    found = [
        Evening(
            number, one.title, one.starts_at, one.zone, one.place_name, one.community_id,
            tuple(named.get(number, ())), unnamed.get(number, 0),
        )
        for number, one in about.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.id), reverse=True))


def _met(row: Any) -> Met:
    return Met(
        row.event_id, row.person_id, row.rsvp_id, row.first_name, row.role or "",
        row.mark or GUEST, row.industry, row.organization, row.ask or "", row.offer or "",
    )  # fmt: skip


def _known(rsvp: Rsvp) -> Met:
    ask, offer = passed_on(rsvp)
    return Met(
        rsvp.event_id, rsvp.person_id, rsvp.id, rsvp.first_name, rsvp.role.name if rsvp.role else "",
        rsvp.mark, rsvp.industry, rsvp.organization, ask.text if ask else "",
        offer.text if offer else "",
    )  # fmt: skip


def _contacts(person: Person) -> dict[int, Contact]:
    """Who is in touch with me, by their person: what I said of it, and the half-hour we agreed on."""
    known = [one for one in connections_of(person) if one.first_name]
    numbers = [one.id for one in known]
    said = db.select(Nudge).join(Nudge.rsvp).where(
        Rsvp.person_id == person.id, Nudge.connection_id.in_(numbers)
    )  # fmt: skip
    answers = {one.connection_id: one for one in db.session.scalars(said)} if known else {}
    agreed = db.select(Meeting).where(
        Meeting.connection_id.in_(numbers), Meeting.cancelled_at.is_(None)
    )
    half_hours = (
        {one.connection_id: one for one in db.session.scalars(agreed.order_by(Meeting.starts_at))}
        if known
        else {}
    )
    found = {}
    for one in known:
        nudge = answers.get(one.id)
        found[one.rsvp.person_id] = Contact(
            known=one,
            answer=nudge.answer if nudge else "",
            asked_at=nudge.answered_at if nudge else None,
            half_hour=half_hours.get(one.id),
        )
    return found


def _mine(person: Person) -> tuple[Mine, ...]:
    """What I came as, the newest evening first."""
    rows = db.session.execute(
        db.select(
            Rsvp.event_id, Role.name.label("role"), Role.mark, Rsvp.industry,
            Offer.text.label("offer"),
        )
        .join(Event, Event.id == Rsvp.event_id)
        .outerjoin(Role, Role.id == Rsvp.role_id)
        .outerjoin(Offer, Offer.rsvp_id == Rsvp.id)
        .where(Rsvp.person_id == person.id, Rsvp.state == "going")
        .order_by(Event.starts_at.desc(), Rsvp.id.desc())
    )  # fmt: skip
    return tuple(
        Mine(row.event_id, row.role or "", row.mark or GUEST, row.industry, row.offer or "")
        for row in rows
    )


def _topics(evenings: Sequence[Evening]) -> dict[int, tuple[str, ...]]:
    communities = {one.community_id for one in evenings}
    found: dict[int, list[str]] = {}
    listed = db.select(Topic.community_id, Topic.name).where(Topic.community_id.in_(communities))
    for community_id, name in db.session.execute(listed.order_by(Topic.id)) if evenings else ():
        found.setdefault(community_id, []).append(name)
    return {one.id: tuple(found.get(one.community_id, ())) for one in evenings}


def not_met(history: History) -> tuple[list[str], list[str]]:
    """Roles and fields that were there on my latest evenings while I met nobody of them."""
    events = [one.id for one in history.evenings[:LATELY]]
    if not events:
        return [], []
    roles = db.session.scalars(
        db.select(Role.name)
        .join(event_role, event_role.c.role_id == Role.id)
        .where(event_role.c.event_id.in_(events))
        .where(
            db.select(Rsvp.id)
            .where(Rsvp.event_id.in_(events), Rsvp.role_id == Role.id, Rsvp.state == "going")
            .exists()
        )
        .group_by(Role.name)
        .order_by(db.func.min(Role.position), Role.name)
    ).all()
    people = db.func.count(db.distinct(Rsvp.person_id))
    fields = db.session.scalars(
        db.select(db.func.min(Rsvp.industry))
        .where(Rsvp.event_id.in_(events), Rsvp.state == "going", Rsvp.industry != "")
        .group_by(db.func.lower(Rsvp.industry))
        # A field that fewer people named could tell who they are.
        .having(people >= FEWEST)
        .order_by(people.desc(), db.func.min(Rsvp.industry))
    ).all()
    # What I am myself is nothing to look for.
    known = {one.role for one in history.people} | {one.role for one in history.mine}
    heard = {one.industry for one in history.people} | {one.industry for one in history.mine}
    return figures.missing(roles, known), figures.missing(fields, heard)


def reminder(history: History, *, now: datetime) -> Contact | None:
    """Whom to write to now: met three weeks ago or more, nothing has come of it, and they shared an address."""
    waiting = [
        one
        for one in history.contacts.values()
        if one.quiet
        and one.known.email
        and now - _EARLIEST >= one.known.event.starts_at > now - _LATEST
    ]
    return max(waiting, key=lambda one: (one.known.event.starts_at, one.known.id), default=None)


_EARLIEST, _LATEST = timedelta(weeks=3), timedelta(weeks=26)
