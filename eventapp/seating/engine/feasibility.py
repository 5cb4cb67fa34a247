"""Seats for everybody whom a rule binds, or why there are none."""

from dataclasses import dataclass
from itertools import combinations

from eventapp.seating.engine.conflicts import closed_tables, conflict_sentence, same_in_every_round
from eventapp.seating.engine.problem import Clash, Problem, Table
from eventapp.seating.engine.rules import Rule, groups_together, rules_in

LOOKS = 20_000


def seat_bound_guests(problem: Problem, round: int) -> dict[str, str]:
    """Seats for everybody whom a rule binds, so that all rules hold and the rest find chairs.

    Raises Clash, naming the rules that contradict each other.
    """
    people = [g.key for g in problem.present(round)]
    room = problem.room(round)
    chairs = sum(t.capacity for t in room)
    needed = sum(t.minimum for t in room)
    if len(people) > chairs:
        raise Clash(
            f"Round {round + 1} has {len(people)} people, but only {chairs} chairs"
            f"{closed_tables(problem, round)}.",
            round=round,
            people=len(people),
            chairs=chairs,
        )
    if len(people) < needed:
        raise Clash(
            f"The tables need at least {needed} people, but round {round + 1} has {len(people)}.",
            round=round,
            people=len(people),
            need=needed,
        )
    rules = rules_in(problem, round)
    seats, certain = _fit(room, rules, len(people))
    if seats is None:
        if not certain:
            raise Clash(
                f"No seating of round {round + 1} was found that keeps all the rules.", round=round
            )
        core = _minimal_conflict(problem, rules, len(people), round)
        names = {g.key: str(g) for g in problem.guests}
        raise Clash(
            conflict_sentence(core, names.__getitem__, problem, round),
            rules=tuple(core),
            round=None if same_in_every_round(problem) else round,
        )
    return seats


def _fit(
    room: tuple[Table, ...], rules: list[Rule], total: int
) -> tuple[dict[str, str] | None, bool]:
    """Seats for the bound people, or None; and whether that answer is certain."""
    bound = _bound_by(rules)
    if bound.contradictory:
        return None, True
    at, certain = _place(room, bound, total)
    if at is None:
        return None, certain
    return {key: at[n] for n, members in enumerate(bound.groups) for key in members}, True


@dataclass(frozen=True)
class _Bound:
    """Whom rules bind, in groups that share a table: by number, the tables a group is fixed at,
    and the groups it must not meet."""

    groups: list[list[str]]
    home: list[set[str]]
    foes: list[set[int]]

    @property
    def contradictory(self) -> bool:
        """Whether a group is fixed at two tables, or would have to be apart from itself."""
        return any(len(at) > 1 for at in self.home) or any(n in f for n, f in enumerate(self.foes))

    @property
    def order(self) -> list[int]:
        """The groups, those that are hardest to place first."""
        free = [n for n in range(len(self.groups)) if not self.home[n]]
        free.sort(key=lambda n: (-len(self.groups[n]), -len(self.foes[n]), n))
        return [*(n for n in range(len(self.groups)) if self.home[n]), *free]


def _bound_by(rules: list[Rule]) -> _Bound:
    groups = groups_together(rules)
    of = {key: n for n, members in enumerate(groups) for key in members}
    for key in (key for rule in rules for key in rule.people):
        if key not in of:
            of[key] = len(groups)
            groups.append([key])
    bound = _Bound(groups, [set() for _ in groups], [set() for _ in groups])
    for rule in rules:
        if rule.kind == "fixed":
            bound.home[of[rule.people[0]]].add(rule.table)
        if rule.kind == "apart":
            for a, b in combinations(rule.people, 2):
                bound.foes[of[a]].add(of[b])
                bound.foes[of[b]].add(of[a])
    return bound


class _Placement:
    """Groups at tables so far, with the chairs that are free and what minimums still lack."""

    def __init__(self, room: tuple[Table, ...], bound: _Bound) -> None:
        self.bound = bound
        self.tables = {t.key: t for t in room}
        self.free = {key: t.capacity for key, t in self.tables.items()}
        self.short = {key: t.minimum for key, t in self.tables.items()}
        self.reserved = {key for keys in bound.home for key in keys}
        self.at: dict[int, str] = {}

    def choices(self, n: int) -> list[str]:
        """The tables a group may go to; of those that are alike and untouched only one."""
        size, at = len(self.bound.groups[n]), self.at
        barred = {at[f] for f in self.bound.foes[n] if f in at}
        able = self.bound.home[n] or self.tables
        fits = [key for key in able if key not in barred and self.free[key] >= size]
        fits.sort(key=lambda key: (-self.free[key], -self.short[key]))
        fresh: set[tuple[int, int]] = set()
        kept = []
        for key in fits:
            alike = (self.tables[key].capacity, self.tables[key].minimum)
            if self.free[key] == alike[0] and key not in self.reserved:
                if alike in fresh:
                    continue
                fresh.add(alike)
            kept.append(key)
        return kept

    def put(self, n: int, key: str) -> None:
        """Seat a group."""
        self.at[n] = key
        self._count(key, len(self.bound.groups[n]))

    def take_back(self, n: int) -> None:
        """Free a group's chairs, if it has any."""
        if n in self.at:
            self._count(self.at.pop(n), -len(self.bound.groups[n]))

    def lacking(self) -> int:
        """How many more people the minimums need."""
        return sum(max(0, number) for number in self.short.values())

    def _count(self, key: str, people: int) -> None:
        self.free[key] -= people
        self.short[key] -= people


def _place(
    room: tuple[Table, ...], bound: _Bound, total: int
) -> tuple[dict[int, str] | None, bool]:
    """Search with backtracking: a table for each group, or None; and whether that is certain."""
    order, placed = bound.order, _Placement(room, bound)
    single = total - sum(map(len, bound.groups))
    if not order:
        return (placed.at if placed.lacking() <= single else None), True
    ahead = [placed.choices(order[0])]
    for _ in range(LOOKS + 2 * len(order)):
        if len(ahead) > len(order):
            if placed.lacking() <= single:
                return placed.at, True
            ahead.pop()
        if not ahead:
            return None, True
        n = order[len(ahead) - 1]
        placed.take_back(n)
        if not ahead[-1]:
            ahead.pop()
            continue
        placed.put(n, ahead[-1].pop(0))
        ahead.append(placed.choices(order[len(ahead)]) if len(ahead) < len(order) else [])
    return None, False


def _minimal_conflict(problem: Problem, rules: list[Rule], total: int, round: int) -> list[Rule]:
    """The rules without every one that is not needed for the contradiction."""
    core = list(rules)
    for rule in rules:
        rest = [r for r in core if r is not rule]
        seats, sure = _fit(problem.room(round), rest, total)
        if seats is None and sure:
            core = rest
    return core
