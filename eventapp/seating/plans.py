"""Plans as they are kept: the newest, the published one, who sits where, and the next version."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.seating import engine
from eventapp.seating.models import Plan, Seat, Table

# Round → RSVP id → table number.
Seats = dict[int, dict[int, int]]
# A table as a plan has it: its number, its chairs, and the round from which it is closed.
Room = tuple[int, int, int | None]


@dataclass(frozen=True)
class PlanSeats:
    """Who sits where in a plan, and (round, RSVP id) of the seats that stay as they are."""

    rounds: Seats
    locked: frozenset[tuple[int, int]]


_LATEST = (
    db.select(Plan)
    .where(Plan.event_id == db.bindparam("event"))
    .order_by(Plan.version.desc())
    .limit(1)
)
_PUBLISHED = _LATEST.where(Plan.published_at.is_not(None))


def latest(event: Event) -> Plan | None:
    """The newest plan, published or not."""
    found: Plan | None = db.session.scalar(_LATEST, {"event": event.id})
    return found


def published(event: Event) -> Plan | None:
    """The plan that everybody follows: the newest published one."""
    found: Plan | None = db.session.scalar(_PUBLISHED, {"event": event.id})
    return found


def read_seats(plans: Sequence[Plan]) -> dict[int, PlanSeats]:
    """Who sits where in several plans, by the plan's id, in one query."""
    rounds: dict[int, Seats] = {
        plan.id: {number: {} for number in range(1, plan.rounds + 1)} for plan in plans
    }
    locked: dict[int, set[tuple[int, int]]] = {plan.id: set() for plan in plans}
    rows = db.session.execute(
        db.select(Seat.plan_id, Seat.round, Seat.rsvp_id, Table.number, Seat.locked)
        .join(Seat.table)
        .where(Seat.plan_id.in_(rounds))
        .order_by(Seat.id)
    )
    for plan_id, number, who, table, stays in rows:
        rounds[plan_id].setdefault(number, {})[who] = table
        if stays:
            locked[plan_id].add((number, who))
    return {plan.id: PlanSeats(rounds[plan.id], frozenset(locked[plan.id])) for plan in plans}


def seats_of(plan: Plan) -> Seats:
    """Who sits where in one plan."""
    return read_seats([plan])[plan.id].rounds


def routes(plan: Plan | None) -> dict[int, tuple[int, ...]]:
    """Everybody's way through the evening: RSVP id → table number of each round (0: none)."""
    return routes_of(seats_of(plan)) if plan else {}


def routes_in(
    numbers: Collection[int], people: Collection[int]
) -> dict[int, dict[int, tuple[int, ...]]]:
    """The routes of some people in several plans, by the plan's id; one that is gone has none."""
    kept = db.session.execute(db.select(Plan.id, Plan.rounds).where(Plan.id.in_(numbers)))
    found: dict[int, Seats] = {
        plan: {number: {} for number in range(1, rounds + 1)} for plan, rounds in kept
    }
    rows = db.session.execute(
        db.select(Seat.plan_id, Seat.round, Seat.rsvp_id, Table.number)
        .join(Seat.table)
        .where(Seat.plan_id.in_(found), Seat.rsvp_id.in_(people))
    )
    for plan, number, who, table in rows:
        found[plan].setdefault(number, {})[who] = table
    return {plan: routes_of(seats) for plan, seats in found.items()}


def routes_of(seats: Seats) -> dict[int, tuple[int, ...]]:
    """The same from seats that are read already."""
    people = {rsvp_id for seated in seats.values() for rsvp_id in seated}
    return {who: tuple(seats[n].get(who, 0) for n in sorted(seats)) for who in people}


def tables_of(plan: Plan) -> list[Room]:
    """The tables of a plan, for the next version."""
    return [(table.number, table.capacity, table.closed_from) for table in plan.tables]


def closed_tables(plan: Plan) -> list[tuple[int, int]]:
    """The tables that are closed, each with every round (from 1) in which it is."""
    return [
        (number, table.number)
        for table in plan.tables
        if table.closed_from
        for number in range(table.closed_from, plan.rounds + 1)
    ]


def next_plan(
    event: Event,
    *,
    rounds: int,
    tables: Iterable[Room],
    seats: Mapping[int, Mapping[int, int]],
    locked: Collection[tuple[int, int]] = (),
    now: datetime,
    **said: Any,
) -> Plan:
    """The next version of an event's plan, in the transaction: the one place that makes one.

    `said` is whatever else a plan has: seed, origin, figures, bounds, when it was published.
    """
    plan = Plan(event=event, version=_next_version(event), rounds=rounds, created_at=now, **said)
    db.session.add(plan)
    db.session.flush()
    room = [
        {"plan_id": plan.id, "number": number, "capacity": capacity, "closed_from": closed_from}
        for number, capacity, closed_from in tables
    ]
    made = db.insert(Table).returning(Table.number, Table.id)
    rows_made = db.session.execute(made, room) if room else ()
    at = {row.number: row.id for row in rows_made}
    rows = [
        {
            "plan_id": plan.id,
            "table_id": at[table],
            "rsvp_id": who,
            "round": number,
            "locked": (number, who) in locked,
        }
        for number, seated in seats.items()
        for who, table in seated.items()
    ]
    if rows:
        db.session.execute(db.insert(Seat), rows)
    return plan


def write_changed_seats(plan: Plan, before: engine.Solution, after: engine.Solution) -> int:
    """Write the seats that differ; how many."""
    at = {str(table.number): table.id for table in plan.tables}
    changed = {
        (number, int(who)): at[table]
        for number, (old, new) in enumerate(zip(before.seats, after.seats, strict=True), start=1)
        for who, table in new.items()
        if old.get(who) != table
    }
    rows = db.session.scalars(
        db.select(Seat).where(
            Seat.plan_id == plan.id, Seat.rsvp_id.in_({who for _number, who in changed})
        )
    )
    missing = dict(changed)
    for seat in rows:
        if (table_id := missing.pop((seat.round, seat.rsvp_id), None)) is not None:
            seat.table_id = table_id
    db.session.add_all(
        Seat(plan_id=plan.id, table_id=table_id, rsvp_id=who, round=number)
        for (number, who), table_id in missing.items()
    )
    db.session.flush()
    return len(changed)


def _next_version(event: Event) -> int:
    last = db.session.scalar(db.select(db.func.max(Plan.version)).filter_by(event_id=event.id))
    return (last or 0) + 1
