"""From a solved plan to everybody's route: keep it, read it, publish it, seat who comes late."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp
from eventapp.seating import bounds, moves, problem
from eventapp.seating.asked import (
    going,
    problem_for,
    problem_of,
    rules_of,
    tables_used,
)
from eventapp.seating.models import Plan, Seat, Table

__all__ = [
    "going",
    "keep",
    "latest",
    "problem_of",
    "publish",
    "published",
    "routes",
    "rules_of",
    "seat_newcomer",
    "seats_of",
    "spoken_route",
    "tables_used",
    "to_tell",
]


def keep(
    event: Event,
    asked: problem.Problem,
    solved: problem.Plan,
    *,
    seed: int,
    now: datetime,
    found: dict | None = None,
    locked: Collection[tuple[int, int]] = (),
) -> Plan:
    """The solved plan as the newest draft of the event; who has left meanwhile is left out.

    `found` holds the figures to compare changes by hand with; without it, those of this plan.
    `locked` holds (round, RSVP id) of seats that stay as they are.
    """
    figures = asdict(bounds.figures(asked, solved))
    plan = Plan(
        event=event,
        version=next_version(event),
        rounds=asked.rounds,
        seed=seed,
        figures={**figures, "found": found or figures},
        bounds=asdict(bounds.bounds(asked)),
        created_at=now,
    )
    plan.tables = [Table(number=int(t.key), capacity=t.capacity) for t in asked.tables]
    db.session.add(plan)
    db.session.flush()
    still = set(
        db.session.scalars(
            db.select(Rsvp.id).where(Rsvp.event_id == event.id, Rsvp.state == "going")
        )
    )
    at = {str(table.number): table.id for table in plan.tables}
    db.session.add_all(
        Seat(
            plan_id=plan.id,
            table_id=at[table],
            rsvp_id=int(guest),
            round=number,
            locked=(number, int(guest)) in locked,
        )
        for number, seats in enumerate(solved.seats, start=1)
        for guest, table in seats.items()
        if int(guest) in still
    )
    db.session.flush()
    return plan


def next_version(event: Event) -> int:
    """The version of the next plan of an event; they count from 1."""
    last = db.session.scalar(db.select(db.func.max(Plan.version)).filter_by(event_id=event.id))
    return (last or 0) + 1


def latest(event: Event) -> Plan | None:
    """The newest plan, published or not."""
    return db.session.scalar(
        db.select(Plan)
        .where(Plan.event_id == event.id)
        .options(db.selectinload(Plan.tables))
        .order_by(Plan.version.desc())
        .limit(1)
    )


def published(event: Event) -> Plan | None:
    """The plan that everybody follows: the newest published one."""
    return db.session.scalar(
        db.select(Plan)
        .where(Plan.event_id == event.id, Plan.published_at.is_not(None))
        .options(db.selectinload(Plan.tables))
        .order_by(Plan.version.desc())
        .limit(1)
    )


def seats_of(plan: Plan) -> dict[int, dict[int, int]]:
    """Who sits where: round → RSVP id → table number, in one query."""
    return seats_of_all([plan])[plan.id]


def seats_of_all(plans: list[Plan]) -> dict[int, dict[int, dict[int, int]]]:
    """Who sits where in several plans: plan id → round → RSVP id → table number, in one query."""
    seats: dict[int, dict[int, dict[int, int]]] = {
        plan.id: {number: {} for number in range(1, plan.rounds + 1)} for plan in plans
    }
    rows = db.session.execute(
        db.select(Seat.plan_id, Seat.round, Seat.rsvp_id, Table.number)
        .join(Seat.table)
        .where(Seat.plan_id.in_(seats))
        .order_by(Seat.id)
    )
    for plan_id, number, rsvp_id, table in rows:
        seats[plan_id].setdefault(number, {})[rsvp_id] = table
    return seats


def routes(plan: Plan | None) -> dict[int, tuple[int, ...]]:
    """Everybody's way through the evening: RSVP id → table number of each round (0: none)."""
    return ways(seats_of(plan)) if plan else {}


def ways(seats: dict[int, dict[int, int]]) -> dict[int, tuple[int, ...]]:
    """The same from seats that are read already."""
    people = {rsvp_id for seated in seats.values() for rsvp_id in seated}
    return {who: tuple(seats[n].get(who, 0) for n in sorted(seats)) for who in people}


def to_tell(
    guests: list[Rsvp], new: dict[int, tuple[int, ...]], known: dict[int, tuple[int, ...]]
) -> list[Rsvp]:
    """Whom a publication writes to: guests with an address whose route isn't the one they know."""
    return [
        rsvp
        for rsvp in guests
        if rsvp.id in new and new[rsvp.id] != known.get(rsvp.id) and rsvp.person.email
    ]


def publish(plan: Plan, *, now: datetime) -> int:
    """Make a plan the one everybody follows; how many were written to. Twice is once.

    Only guests whose route differs from the one they know get a letter. Refused for an event
    that is over or called off.
    """
    if plan.published_at:
        return 0
    event = plan.event
    if event.cancelled_at or event.over(now):
        raise Refused(_("This event is over or called off, so nobody follows its tables."))
    known, new = routes(published(event)), routes(plan)
    plan.published_at = now
    told = to_tell(going(event), new, known)
    for rsvp in told:
        key = f"route:{rsvp.id}:{plan.version}"
        letters.post("route", rsvp, key=key, now=now, route=spoken_route(event, new[rsvp.id]))
    return len(told)


def spoken_route(event: Event, tables: tuple[int, ...]) -> list[tuple[int, int, str]]:
    """A route for a letter: round, table, and when the round begins."""
    times = event.round_times()
    return [
        (number, table, clock.hour(times[number - 1], event.zone) if number <= len(times) else "")
        for number, table in enumerate(tables, start=1)
        if table
    ]


def seat_newcomer(plan: Plan, rsvp: Rsvp, *, first_round: int = 1) -> tuple[int, ...]:
    """Seat one more guest where chairs are free, nobody else moves; their route (0: no chair).

    Rounds before `first_round` are past. Twice is once. The rules that name them are kept, and
    nobody is seated at a table where they would be alone. A seat at a closed table is none.
    """
    event, seats = plan.event, seats_of(plan)
    for number, table in closed_tables(plan):
        if number >= first_round and seats[number].get(rsvp.id) == table:
            del seats[number][rsvp.id]
    asked, solved = laid(plan, seats, going(event), rules_of(event))
    alone = {
        (number, table.key)
        for number, seated in enumerate(solved.seats)
        for table in asked.tables
        if table.key not in seated.values()
    }
    asked = replace(asked, closed=asked.closed | alone)
    after = moves.seat(asked, solved, str(rsvp.id), range(first_round - 1, plan.rounds))
    write(plan, solved, after)
    return tuple(int(seated.get(str(rsvp.id), 0)) for seated in after.seats)


def laid(
    plan: Plan,
    seats: dict[int, dict[int, int]],
    guests: list[Rsvp],
    rules: list,
    *,
    locked: Collection[tuple[int, int]] = (),
) -> tuple[problem.Problem, problem.Plan]:
    """A kept plan as the engine sees it: what is asked, and who sits where.

    Whoever gave their place back is gone from it; whoever has no seat in a round is absent.
    `locked` holds (round, RSVP id) of seats that stay as they are.
    """
    seats = {
        number: {rsvp.id: seats[number][rsvp.id] for rsvp in guests if rsvp.id in seats[number]}
        for number in sorted(seats)
    }
    room = {table.number: table.capacity for table in plan.tables}
    asked = problem_for(
        plan.event,
        guests,
        tables=room,
        rounds=plan.rounds,
        rules=[rule for rule in rules if rule.number is None or rule.number in room],
        absent=[
            (number, rsvp.id) for number in seats for rsvp in guests if rsvp.id not in seats[number]
        ],
        closed=closed_tables(plan),
        locked=[
            (number, who, seats[number][who]) for number, who in locked if who in seats[number]
        ],
    )
    solved = problem.Plan(
        tuple({str(who): str(table) for who, table in seated.items()} for seated in seats.values())
    )
    return asked, solved


def closed_tables(plan: Plan) -> list[tuple[int, int]]:
    """The tables that are closed, each with every round (from 1) in which it is."""
    return [
        (number, table.number)
        for table in plan.tables
        if table.closed_from
        for number in range(table.closed_from, plan.rounds + 1)
    ]


def write(plan: Plan, before: problem.Plan, after: problem.Plan) -> int:
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
