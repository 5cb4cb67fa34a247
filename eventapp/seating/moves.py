"""Changes by hand: one guest to another table, two who swap, one more who comes late (pure)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eventapp.seating.effects import Effects
from eventapp.seating.measure import Figures
from eventapp.seating.problem import Plan, Problem
from eventapp.seating.rules import Rule, rules_of


class Against(ValueError):
    """The change breaks `rule` (its people are guest keys)."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.words(str))
        self.rule = rule


class Full(ValueError):
    """The table has no chair to give and nobody there may swap, or it is closed."""


def put(
    problem: Problem, plan: Plan, round: int, guest: str, table: str
) -> tuple[Plan, str | None]:
    """Seat a guest at a table in a round (from 0); also who went the other way, if anybody.

    At a full table somebody swaps: whoever makes the best of it. Raises Against when a rule
    forbids it, Full when a guest without a seat is to go to a full table.
    """
    seats = plan.seats[round]
    if seats.get(guest) == table:
        return plan, None
    there = [k for k, at in seats.items() if at == table]
    if problem.barred(round, guest, table):
        raise Full
    capacity = {t.key: t.capacity for t in problem.tables}[table]
    if len(there) < capacity:
        return _changed(problem, plan, round, {guest: table}), None
    if guest not in seats:
        raise Full
    effects, ways, against = Effects(problem, plan), [], None
    for other in there:
        if problem.barred(round, other, seats[guest]):
            continue
        try:
            _check(problem, round, seats | {guest: table, other: seats[guest]}, {guest, other})
        except Against as no:
            against = against or no
        else:
            ways.append((effects.after(round, _swapped(plan, round, guest, other)).energy, other))
    if not ways:
        raise against or Full
    other = min(ways)[1]
    return _changed(problem, plan, round, {guest: table, other: seats[guest]}), other


def swap(problem: Problem, plan: Plan, round: int, guest: str, other: str) -> Plan:
    """Two guests change places in a round (from 0). Raises Against when a rule forbids it, Full
    when one of their tables is closed.
    """
    seats = plan.seats[round]
    if seats[guest] == seats[other]:
        return plan
    if _shut(problem, round, guest, other, seats):
        raise Full
    return _changed(problem, plan, round, {guest: seats[other], other: seats[guest]})


def seat(problem: Problem, plan: Plan, guest: str, rounds: Iterable[int]) -> Plan:
    """Give a guest the free chair that suits them best in each of these rounds (from 0).

    Nobody else moves. In a round where they sit already, or no chair is free that the rules
    allow, nothing changes.
    """
    for round in rounds:
        if guest in plan.seats[round]:
            continue
        ways = []
        first: tuple[Effects, str] | None = None
        for table in problem.tables:
            try:
                there, _ = put(problem, plan, round, guest, table.key)
            except ValueError:
                continue
            first = first or (Effects(problem, there), table.key)
            members = _members(there, round, {first[1], table.key})
            cost = first[0].after(round, members).energy
            ways.append((cost, len(members[table.key]), table.key))
        if ways:
            plan, _ = put(problem, plan, round, guest, min(ways)[2])
    return plan


@dataclass(frozen=True)
class Way:
    """One possible swap: with whom, at which table, and the figures after it."""

    other: str
    table: str
    after: Figures


def swaps(problem: Problem, plan: Plan, round: int, guest: str) -> tuple[Figures, list[Way]]:
    """The figures as they are, and whom a guest could swap with in a round, the best first."""
    seats, effects = plan.seats[round], Effects(problem, plan)
    ways = []
    for other, table in seats.items() if guest in seats else ():
        if table == seats[guest] or _shut(problem, round, guest, other, seats):
            continue
        try:
            _check(problem, round, seats | {guest: table, other: seats[guest]}, {guest, other})
        except Against:
            continue
        after = effects.after(round, _swapped(plan, round, guest, other))
        ways.append(Way(other, table, after))
    return effects.figures, sorted(ways, key=lambda way: way.after.energy)


def places(problem: Problem, plan: Plan, round: int, guest: str) -> list[tuple[str, Figures]]:
    """The tables with a free chair that a guest could move to in a round, and the figures then.

    For somebody who has a seat in that round; the figures of a newcomer are another count.
    """
    seats, effects = plan.seats[round], Effects(problem, plan)
    found = []
    for table in problem.tables if guest in seats else ():
        there = sum(at == table.key for at in seats.values())
        if table.key == seats[guest] or there >= table.capacity:
            continue
        if problem.barred(round, guest, table.key):
            continue
        after = seats | {guest: table.key}
        try:
            _check(problem, round, after, {guest})
        except Against:
            continue
        members = _members(Plan((after,)), 0, {seats[guest], table.key})
        found.append((table.key, effects.after(round, members)))
    return found


def as_seated(problem: Problem, plan: Plan) -> Problem:
    """The problem with exactly those absent who have no seat in the plan."""
    return replace(
        problem,
        absent=frozenset(
            (round, guest.key)
            for round, seats in enumerate(plan.seats)
            for guest in problem.guests
            if guest.key not in seats
        ),
    )


def broken(problem: Problem, plan: Plan) -> list[tuple[int, Rule]]:
    """The rules that a plan does not keep, each with its round (from 0)."""
    return [
        (round, rule)
        for round, seats in enumerate(plan.seats)
        for rule in rules_of(problem, round)
        if breaks(rule, seats)
    ]


def stamp(seats: Iterable[tuple[int, int, int]], rules: Iterable[tuple]) -> str:
    """A short mark that changes with any seat and any rule, so that a stale page is known."""
    said = repr((sorted(seats), sorted(map(repr, rules))))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _shut(problem: Problem, round: int, guest: str, other: str, seats: Mapping[str, str]) -> bool:
    """Whether either of two who would swap would come to a table that is closed to them."""
    return problem.barred(round, guest, seats[other]) or problem.barred(round, other, seats[guest])


def _changed(problem: Problem, plan: Plan, round: int, change: dict[str, str]) -> Plan:
    seats = plan.seats[round] | change
    _check(problem, round, seats, set(change))
    return replace(plan, seats=tuple(seats if r == round else s for r, s in enumerate(plan.seats)))


def _check(problem: Problem, round: int, seats: Mapping[str, str], moved: set[str]) -> None:
    """Raise Against for a rule of somebody who moves that does not hold after it."""
    sat = replace(problem, absent=problem.absent - {(round, key) for key in seats})
    for rule in rules_of(sat, round):
        if moved & set(rule.people) and breaks(rule, seats):
            raise Against(rule)


def breaks(rule: Rule, seats: Mapping[str, str]) -> bool:
    """Whether seats of one round go against a rule; people without a seat don't count."""
    at = [seats[k] for k in rule.people if k in seats]
    if rule.kind == "fixed":
        return any(table != rule.table for table in at)
    if rule.kind == "together":
        return len(set(at)) > 1
    return len(set(at)) < len(at)


def _swapped(plan: Plan, round: int, guest: str, other: str) -> dict[str, list[str]]:
    """The members of both tables after a swap."""
    seats = plan.seats[round]
    after = seats | {guest: seats[other], other: seats[guest]}
    return _members(Plan((after,)), 0, {seats[guest], seats[other]})


def _members(plan: Plan, round: int, tables: set[str]) -> dict[str, list[str]]:
    return {table: plan.tables(round).get(table, []) for table in tables}


def with_previous(problem: Problem, plan: Plan) -> Problem:
    """The problem of changing a plan as little as possible."""
    return replace(problem, previous=plan)


def differ(before: Plan, after: Plan) -> int:
    """How many seats are not where they were."""
    return sum(
        old.get(key) != table
        for old, new in zip(before.seats, after.seats, strict=True)
        for key, table in new.items()
    )
