"""Changes by hand: one guest to another table, two who swap, one more who comes late (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eventapp.seating.engine.effects import Effects
from eventapp.seating.engine.figures import Figures
from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.rules import Rule, breaks_rule, rules_in
from eventapp.seating.engine.solution import Solution


class AgainstRule(ValueError):
    """The change breaks `rule` (its people are guest keys)."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.words(str))
        self.rule = rule


class TableFull(ValueError):
    """The table has no chair to give and nobody there may swap, or it is closed."""


def move_to(
    problem: Problem, plan: Solution, round: int, guest: str, table: str
) -> tuple[Solution, str | None]:
    """Seat a guest at a table in a round (from 0); also who went the other way, if anybody.

    At a full table somebody swaps: whoever makes the best of it. Raises Against when a rule
    forbids it, Full when a guest without a seat is to go to a full table.
    """
    seats = plan.seats[round]
    if seats.get(guest) == table:
        return plan, None
    there = [k for k, at in seats.items() if at == table]
    if problem.barred(round, guest, table):
        raise TableFull
    capacity = {t.key: t.capacity for t in problem.tables}[table]
    if len(there) < capacity:
        return _changed(problem, plan, round, {guest: table}), None
    if guest not in seats:
        raise TableFull
    effects, ways, against = Effects(problem, plan), [], None
    for other in there:
        if problem.barred(round, other, seats[guest]):
            continue
        try:
            _check(problem, round, seats | {guest: table, other: seats[guest]}, {guest, other})
        except AgainstRule as no:
            against = against or no
        else:
            ways.append((effects.after(round, _swapped(plan, round, guest, other)).energy, other))
    if not ways:
        raise against or TableFull
    other = min(ways)[1]
    return _changed(problem, plan, round, {guest: table, other: seats[guest]}), other


def swap(problem: Problem, plan: Solution, round: int, guest: str, other: str) -> Solution:
    """Two guests change places in a round (from 0). Raises Against when a rule forbids it, Full
    when one of their tables is closed.
    """
    seats = plan.seats[round]
    if seats[guest] == seats[other]:
        return plan
    if _shut(problem, round, guest, other, seats):
        raise TableFull
    return _changed(problem, plan, round, {guest: seats[other], other: seats[guest]})


def seat_guest(problem: Problem, plan: Solution, guest: str, rounds: Iterable[int]) -> Solution:
    """Give a guest the free chairs in these rounds (from 0) with which the plan measures best.

    Nobody else moves. In a round where they sit already, or no chair is free that the rules
    allow, nothing changes. No other free chair of one of these rounds would make it better: what
    is best in one depends on whom they meet in the others, so each is looked at again.
    """
    missing = [round for round in rounds if guest not in plan.seats[round]]
    while True:
        before = plan
        for round in missing:
            plan = _best_chair(problem, plan, round, guest)
        if plan == before or len(missing) == 1:
            return plan


def _best_chair(problem: Problem, plan: Solution, round: int, guest: str) -> Solution:
    """The plan with the guest on the best free chair of a round; theirs stays if none is better.

    Of equal ones: at the table with the fewest people, and of those the first.
    """
    kept = plan.seats[round].get(guest)
    others = {key: table for key, table in plan.seats[round].items() if key != guest}
    around = Solution((others,)).tables(0)
    here = {(round, key) for key in (*others, guest)}
    rules = rules_in(replace(problem, absent=problem.absent - here), round)
    mine = [rule for rule in rules if guest in rule.people]
    ways: list[tuple[int, bool, int, int, dict[str, str]]] = []
    first: tuple[Effects, str] | None = None
    for place, table in enumerate(problem.tables):
        there, company = others | {guest: table.key}, around.get(table.key, [])
        if len(company) >= table.capacity or problem.barred(round, guest, table.key):
            continue
        if any(breaks_rule(rule, there) for rule in mine):
            continue
        first = first or (Effects(problem, _with_round(plan, round, there)), table.key)
        changed = {first[1]: around.get(first[1], []), table.key: [*company, guest]}
        cost = first[0].after(round, changed).energy
        ways.append((cost, table.key != kept, len(company), place, there))
    return _with_round(plan, round, min(ways, key=lambda way: way[:4])[4]) if ways else plan


def _with_round(plan: Solution, round: int, seats: dict[str, str]) -> Solution:
    return replace(plan, seats=(*plan.seats[:round], seats, *plan.seats[round + 1 :]))


@dataclass(frozen=True)
class Swap:
    """One possible swap: with whom, at which table, and the figures after it."""

    other: str
    table: str
    after: Figures


def possible_swaps(
    problem: Problem, plan: Solution, round: int, guest: str
) -> tuple[Figures, list[Swap]]:
    """The figures as they are, and whom a guest could swap with in a round, the best first."""
    seats, effects = plan.seats[round], Effects(problem, plan)
    ways = []
    for other, table in seats.items() if guest in seats else ():
        if table == seats[guest] or _shut(problem, round, guest, other, seats):
            continue
        try:
            _check(problem, round, seats | {guest: table, other: seats[guest]}, {guest, other})
        except AgainstRule:
            continue
        after = effects.after(round, _swapped(plan, round, guest, other))
        ways.append(Swap(other, table, after))
    return effects.figures, sorted(ways, key=lambda way: way.after.energy)


def possible_tables(
    problem: Problem, plan: Solution, round: int, guest: str
) -> list[tuple[str, Figures]]:
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
        except AgainstRule:
            continue
        members = _members(Solution((after,)), 0, {seats[guest], table.key})
        found.append((table.key, effects.after(round, members)))
    return found


def as_seated(problem: Problem, plan: Solution) -> Problem:
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


def _shut(problem: Problem, round: int, guest: str, other: str, seats: Mapping[str, str]) -> bool:
    """Whether either of two who would swap would come to a table that is closed to them."""
    return problem.barred(round, guest, seats[other]) or problem.barred(round, other, seats[guest])


def _changed(problem: Problem, plan: Solution, round: int, change: dict[str, str]) -> Solution:
    seats = plan.seats[round] | change
    _check(problem, round, seats, set(change))
    return _with_round(plan, round, seats)


def _check(problem: Problem, round: int, seats: Mapping[str, str], moved: set[str]) -> None:
    """Raise Against for a rule of somebody who moves that does not hold after it."""
    sat = replace(problem, absent=problem.absent - {(round, key) for key in seats})
    for rule in rules_in(sat, round):
        if moved & set(rule.people) and breaks_rule(rule, seats):
            raise AgainstRule(rule)


def _swapped(plan: Solution, round: int, guest: str, other: str) -> dict[str, list[str]]:
    """The members of both tables after a swap."""
    seats = plan.seats[round]
    after = seats | {guest: seats[other], other: seats[guest]}
    return _members(Solution((after,)), 0, {seats[guest], seats[other]})


def _members(plan: Solution, round: int, tables: set[str]) -> dict[str, list[str]]:
    return {table: plan.tables(round).get(table, []) for table in tables}


def count_changed_seats(before: Solution, after: Solution) -> int:
    """How many seats are not where they were."""
    return sum(
        old.get(key) != table
        for old, new in zip(before.seats, after.seats, strict=True)
        for key, table in new.items()
    )
