"""Whether kept pictures are still true: told by one query, without reading anybody's data."""

from typing import Any

from sqlalchemy import ColumnElement, Select

from eventapp import tokens
from eventapp.communities.models import Role, Topic
from eventapp.db import db
from eventapp.door.models import Arrival, Visit
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.models import Connection
from eventapp.insights.evening import Evening
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan

# Raised when pictures are drawn otherwise, so that those that are kept are drawn anew.
DRAWN_AS = 2


def stamp_of(event: Event) -> str:
    """A mark that changes with whatever the pictures of an event show."""
    of_event = [
        _sums(Rsvp, Rsvp.event_id == event.id, Rsvp.changed_at, Rsvp.role_id, Rsvp.id),
        _sums(
            Arrival,
            Rsvp.event_id == event.id,
            Arrival.arrived_at,
            Arrival.last_round,
            Arrival.rsvp_id,
        ),
        _sums(Visit, Rsvp.event_id == event.id, Visit.left_at, Visit.last_round, Visit.rsvp_id),
        _sums(
            Encounter,
            Encounter.event_id == event.id,
            Encounter.met_at,
            Encounter.round,
            Encounter.id,
        ),
        _sums(
            Connection,
            db.and_(Connection.event_id == event.id, Connection.stopped_at.is_(None)),
            Connection.connected_at,
            None,
            Connection.id,
        ),
        _sums(Plan, Plan.event_id == event.id, Plan.published_at, Plan.version, Plan.id),
        _sums(
            Invitation, Invitation.event_id == event.id, Invitation.created_at, None, Invitation.id
        ),
    ]
    rows = db.session.execute(db.union_all(*of_event)).all()
    words = db.session.execute(
        db.select(Role.name, Role.mark)
        .where(Role.community_id == event.community_id)
        .union_all(
            db.select(Topic.name, db.literal(0)).where(Topic.community_id == event.community_id)
        )
    ).all()
    plain = (event.starts_at, event.ends_at, event.rounds, event.run, event.cancelled_at)
    return tokens.digest(
        repr((DRAWN_AS, [tuple(map(str, row)) for row in rows], sorted(map(tuple, words)), plain))
    )


def marks_of(evening: Evening) -> list[str]:
    """A mark for everybody's own data, in an order that says nothing: no mark says whose it is."""
    sat: list[list[tuple[int, int]]] = [[] for _guest in evening.guests]
    for number, seated in enumerate(evening.tables):
        for table, people in seated.items():
            for n in people:
                sat[n].append((number, table))
    return sorted(
        tokens.digest(
            repr((guest, evening.roles[guest.role] if guest.role is not None else "", sat[n]))
        )[:20]
        for n, guest in enumerate(evening.guests)
    )


def changed(before: list[Any], after: list[str]) -> int:
    """How many people's data differ, at least: whoever changed, came or went."""
    return max(len(set(before) - set(after)), len(set(after) - set(before)))


def _sums(
    table: Any, where: ColumnElement[bool], latest: Any, number: Any, each: Any
) -> Select[tuple[int, str, int, int]]:
    """How many rows there are, when the last changed, and two sums that tell one set from another."""
    rows = db.select(
        db.func.count(),
        db.func.max(db.cast(latest, db.String)),
        db.func.coalesce(db.func.sum(number if number is not None else 0), 0),
        db.func.coalesce(db.func.sum(each), 0),
    ).select_from(table)
    if table in {Arrival, Visit}:
        rows = rows.join(table.rsvp)
    found: Select[tuple[int, str, int, int]] = rows.where(where)
    return found
