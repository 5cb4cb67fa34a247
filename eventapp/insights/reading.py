"""An event read once for all its pictures: a handful of queries, however many people came."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import Row

from eventapp.db import db
from eventapp.door import presence
from eventapp.door.models import Arrival, Visit
from eventapp.encounters import pairs
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.models import Connection
from eventapp.insights import earlier, moments
from eventapp.insights.evening import Evening, Guest, Pair, Role
from eventapp.people.models import Person
from eventapp.rsvps.invitations.models import Invitation, InvitationUse
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.subjects import about, named
from eventapp.seating.plans import published


def evening_of(event: Event, *, now: datetime) -> Evening:
    """All that pictures of an event show, without the name or address of anybody."""
    rows = _rows(event)
    place = {row.id: n for n, row in enumerate(rows)}
    at = {row.person_id: n for n, row in enumerate(rows)}
    plan = published(event)
    seats = presence.at_tables(event, now=now)
    tables = tuple(_tables(seats[number], place) for number in sorted(seats))
    roles = list(event.community.roles)
    return Evening(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        published_at=event.published_at,
        zone=event.zone,
        roles=tuple(Role(role.name, role.mark) for role in roles),
        guests=_guests(event, rows, {role.id: n for n, role in enumerate(roles)}),
        invited_only=_invited_only(event),
        tables=tables,
        pairs=_met(event, at) or _beside(tables),
        figures=plan.figures if plan else {},
        bounds=plan.bounds if plan else {},
        known=earlier.known(event, at),
        series=earlier.series(event),
        reminded_at=event.reminded_at,
        either=_(" or "),
        no_role=_("No role"),
    )


def _rows(event: Event) -> list[Row[tuple[object, ...]]]:
    found = db.session.execute(
        db.select(
            Rsvp.id,
            Rsvp.person_id,
            Rsvp.role_id,
            Rsvp.state,
            Rsvp.created_at,
            Rsvp.changed_at,
            Ask.text.label("ask"),
            Offer.text.label("offer"),
            Arrival.arrived_at,
        )
        .outerjoin(Rsvp.ask)
        .outerjoin(Rsvp.offer)
        .outerjoin(Arrival, Arrival.rsvp_id == Rsvp.id)
        .where(Rsvp.event_id == event.id)
        .order_by(Rsvp.turn)
    )
    return list(found)


def _guests(
    event: Event, rows: list[Row[tuple[object, ...]]], role: Mapping[int, int]
) -> tuple[Guest, ...]:
    topics = [topic.name for topic in event.community.topics]
    visits = _visits(event)
    connections = _connections(event)
    times = earlier.times(event)
    when = moments.of(event)
    return tuple(
        Guest(
            key=row.person_id,
            role=role.get(row.role_id),
            state=row.state,
            times_before=times.get(row.person_id, 0),
            created_at=row.created_at,
            **moments.first(row.state, row.created_at, row.changed_at, when.get(row.id, [])),
            had_place=moments.was(row.state, "going", when.get(row.id, [])),
            came=row.arrived_at is not None or row.id in visits,
            connections=connections.get(row.person_id, 0),
            has_ask=bool(row.ask),
            asked=named(row.ask or "", topics),
            offered=named(row.offer or "", topics),
            ask_about=about(row.ask or "", topics),
            offer_about=about(row.offer or "", topics),
        )
        for row in rows
    )


def _visits(event: Event) -> dict[int, datetime]:
    """When those first came whose check-in ended with their place."""
    found = db.session.execute(
        db.select(Visit.rsvp_id, db.func.min(Visit.arrived_at))
        .join(Visit.rsvp)
        .where(Rsvp.event_id == event.id)
        .group_by(Visit.rsvp_id)
    )
    return dict(found.all())


def _connections(event: Event) -> dict[int, int]:
    """With how many each person said yes on both sides, after this event."""
    found: dict[int, int] = {}
    rows = db.session.execute(
        db.select(Connection.low_id, Connection.high_id).where(
            Connection.event_id == event.id, Connection.stopped_at.is_(None)
        )
    )
    for pair in rows:
        for person in pair:
            found[person] = found.get(person, 0) + 1
    return found


def _invited_only(event: Event) -> int:
    """How many were invited by letter and never answered."""
    used = db.exists().where(InvitationUse.invitation_id == Invitation.id)
    answered = db.exists().where(
        Person.email == Invitation.email,
        Rsvp.person_id == Person.id,
        Rsvp.event_id == Invitation.event_id,
    )
    return (
        db.session.scalar(
            db.select(db.func.count(Invitation.id)).where(
                Invitation.event_id == event.id, Invitation.email.is_not(None), ~used, ~answered
            )
        )
        or 0
    )


def _tables(seated: Mapping[int, int], place: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for who, table in seated.items():
        found.setdefault(table, []).append(place[who])
    return {number: tuple(sorted(found[number])) for number in sorted(found)}


def _met(event: Event, place: Mapping[int, int]) -> tuple[frozenset[Pair], ...]:
    """Who met in each round, as the ledger has it."""
    found: dict[int, set[Pair]] = {}
    rows = db.session.execute(
        db.select(Encounter.round, Encounter.low_id, Encounter.high_id).where(
            Encounter.event_id == event.id
        )
    )
    for number, low, high in rows:
        if low in place and high in place:
            one, other = sorted((place[low], place[high]))
            found.setdefault(number, set()).add((one, other))
    return tuple(frozenset(found[number]) for number in sorted(found))


def _beside(tables: tuple[Mapping[int, tuple[int, ...]], ...]) -> tuple[frozenset[Pair], ...]:
    """The same by the tables, before it is written down."""
    rounds = []
    for seated in tables:
        table_of = {who: number for number, people in seated.items() for who in people}
        rounds.append(frozenset(pairs.met(table_of, set(table_of))))
    return tuple(rounds)
