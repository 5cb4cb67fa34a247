"""From a solved plan to everybody's route: keep it, publish it, seat who comes late."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp import clock, languages
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.events import webhook_data
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps import announcements, letters
from eventapp.rsvps.models import Announcement, Rsvp
from eventapp.seating import engine, plans
from eventapp.seating.engine import moves
from eventapp.seating.models import Plan, Rule
from eventapp.seating.problems import build_problem, going, rules_of


def save_solution(
    event: Event,
    asked: engine.Problem,
    solved: engine.Solution,
    *,
    seed: int,
    now: datetime,
    found: dict[str, Any] | None = None,
    locked: Collection[tuple[int, int]] = (),
) -> Plan:
    """The solved plan as the newest draft of the event; who has left meanwhile is left out.

    `found` holds the figures to compare changes by hand with; without it, those of this plan.
    `locked` holds (round, RSVP id) of seats that stay as they are.
    """
    figures = asdict(engine.measure(asked, solved))
    still = set(
        db.session.scalars(
            db.select(Rsvp.id).where(Rsvp.event_id == event.id, Rsvp.state == "going")
        )
    )
    return plans.next_plan(
        event,
        rounds=asked.rounds,
        tables=[(int(table.key), table.capacity, None) for table in asked.tables],
        seats={
            number: {int(who): int(table) for who, table in seats.items() if int(who) in still}
            for number, seats in enumerate(solved.seats, start=1)
        },
        locked=locked,
        now=now,
        seed=seed,
        figures={**figures, "found": found or figures},
        bounds=asdict(engine.lower_bounds(asked)),
    )


def guests_to_notify(
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
    earlier = plans.published(plan.event)
    told = guests_to_notify(going(plan.event), plans.routes(plan), plans.routes(earlier))
    return publish_after(earlier, plan, told=len(told), now=now)


def publish_after(earlier: Plan | None, plan: Plan, *, told: int, now: datetime) -> int:
    """The same by who has read what was out before, and how many hear of it."""
    if plan.published_at:
        return 0
    event = plan.event
    if event.cancelled_at or event.over(now):
        raise Refused(_("This event is over or called off, so nobody follows its tables."))
    plan.published_at = now
    said = {"version": plan.version, "rounds": plan.rounds, "tables": len(plan.tables)}
    webhook_data.post(event, "plan.published", plan=said, now=now)
    ledger.changed(event.id, now=now)
    db.session.flush()
    before = {"plan": earlier and earlier.id}
    announcements.announce(event, "route", people=told, before=before, now=now)
    return told


def route_letters(
    found: Announcement, told: Sequence[announcements.Told], now: datetime
) -> list[Message]:
    """Everybody's tables, for those whose route isn't the one they know."""
    plan = plans.published(found.event)
    if plan is None or found.event.over(now):
        return []
    known_in = {before["plan"] for _rsvp, before in told if before["plan"]}
    routes = plans.routes_in({plan.id, *known_in}, {rsvp.id for rsvp, _before in told})
    written = []
    for rsvp, before in told:
        route = routes[plan.id].get(rsvp.id)
        if route and route != routes.get(before["plan"], {}).get(rsvp.id):
            key = f"route:{rsvp.id}:a{found.id}"
            with languages.spoken(*rsvp.languages):
                lines = route_lines(found.event, route)
                written.append(letters.written("route", rsvp, key=key, now=now, route=lines))
    return written


def route_lines(event: Event, tables: tuple[int, ...]) -> list[tuple[int, int, str]]:
    """A route for a letter: round, table, and when the round begins."""
    times = event.evening(clock.now()).begins
    return [
        (number, table, clock.hour(times[number - 1], event.zone) if number <= len(times) else "")
        for number, table in enumerate(tables, start=1)
        if table
    ]


def seat_newcomer(
    plan: Plan, rsvp: Rsvp, *, first_round: int = 1, gone: Collection[tuple[int, int]] = ()
) -> tuple[int, ...]:
    """Seat one more guest where the mix gains most, nobody else moves; their route (0: no chair).

    Rounds before `first_round` are past. Twice is once. The rules that name them are kept, and
    nobody is seated at a table where they would be alone: who is `gone` in a round, as (round, RSVP
    id), is no company. A seat at a closed table is none.
    """
    event, seats = plan.event, plans.seats_of(plan)
    for number, table in plans.closed_tables(plan):
        if number >= first_round and seats[number].get(rsvp.id) == table:
            del seats[number][rsvp.id]
    asked, solved = problem_of_plan(plan, seats, going(event), rules_of(event))
    alone = {
        (number, table.key)
        for number, seated in enumerate(solved.seats)
        for table in asked.tables
        if table.key not in {at for who, at in seated.items() if (number + 1, int(who)) not in gone}
    }
    asked = replace(asked, closed=asked.closed | alone)
    after = moves.seat_guest(asked, solved, str(rsvp.id), range(first_round - 1, plan.rounds))
    plans.write_changed_seats(plan, solved, after)
    return tuple(int(seated.get(str(rsvp.id), 0)) for seated in after.seats)


def problem_of_plan(
    plan: Plan,
    seats: dict[int, dict[int, int]],
    guests: list[Rsvp],
    rules: list[Rule],
    *,
    locked: Collection[tuple[int, int]] = (),
) -> tuple[engine.Problem, engine.Solution]:
    """A kept plan as the engine sees it: what is asked, and who sits where.

    Whoever gave their place back is gone from it; whoever has no seat in a round is absent.
    `locked` holds (round, RSVP id) of seats that stay as they are.
    """
    seats = _still_seated(seats, guests)
    room = {table.number: table.capacity for table in plan.tables}
    asked = build_problem(
        plan.event,
        guests,
        tables=room,
        rounds=plan.rounds,
        rules=[rule for rule in rules if rule.number is None or rule.number in room],
        absent=[
            (number, rsvp.id) for number in seats for rsvp in guests if rsvp.id not in seats[number]
        ],
        closed=plans.closed_tables(plan),
        locked=[
            (number, who, seats[number][who]) for number, who in locked if who in seats[number]
        ],
    )
    return asked, solution_of(seats, guests)


def solution_of(seats: plans.Seats, guests: list[Rsvp]) -> engine.Solution:
    """Who sits where as the engine has it; whoever gave their place back is gone from it."""
    return engine.Solution(
        tuple(
            {str(who): str(table) for who, table in seated.items()}
            for seated in _still_seated(seats, guests).values()
        )
    )


def _still_seated(seats: plans.Seats, guests: list[Rsvp]) -> plans.Seats:
    return {
        number: {rsvp.id: seats[number][rsvp.id] for rsvp in guests if rsvp.id in seats[number]}
        for number in sorted(seats)
    }
