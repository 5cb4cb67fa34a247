"""Rules that are never traded: who must sit together, apart or at a table; what contradicts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

from eventapp.seating.problem import Clash, Plan, Problem, Table

LOOKS = 20_000


@dataclass(frozen=True)
class Rule:
    """One rule an organizer made: kind is 'together', 'apart' or 'fixed' (then with a table)."""

    kind: str
    people: tuple[str, ...]
    table: str = ""

    def words(self, name: Callable[[str], str]) -> str:
        """The rule as part of a sentence."""
        people = _listed([name(k) for k in self.people])
        if self.kind == "fixed":
            return f"{people} must sit at table {self.table}"
        return f"{people} must sit {self.kind}"


def rules_of(problem: Problem, round: int) -> list[Rule]:
    """The rules that bind in a round: those among people who are present."""
    here = {g.key for g in problem.present(round)}
    rules = [
        Rule("fixed", (f.guest,), f.table)
        for f in problem.fixed
        if f.guest in here and f.round in (None, round)
    ]
    for kind, groups in (("together", problem.together), ("apart", problem.apart)):
        for group in groups:
            people = tuple(k for k in dict.fromkeys(group) if k in here)
            if len(people) > 1:
                rules.append(Rule(kind, people))
    return list(dict.fromkeys(rules))


def blocks(rules: Iterable[Rule]) -> list[list[str]]:
    """Groups of people who must share a table, each a list in a settled order."""
    group: dict[str, list[str]] = {}
    for rule in rules:
        if rule.kind != "together":
            continue
        merged: dict[str, None] = {}
        for key in rule.people:
            merged.update(dict.fromkeys(group.get(key, [key])))
        for key in merged:
            group[key] = list(merged)
    seen: dict[str, list[str]] = {}
    for members in group.values():
        seen.setdefault(members[0], members)
    return list(seen.values())


def bound_seats(problem: Problem, round: int) -> dict[str, str]:
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
            f"{_shut(problem, round)}.",
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
    rules = rules_of(problem, round)
    seats, certain = _fit(room, rules, len(people))
    if seats is None:
        if not certain:
            raise Clash(
                f"No seating of round {round + 1} was found that keeps all the rules.", round=round
            )
        core = _core(problem, rules, len(people), round)
        names = {g.key: str(g) for g in problem.guests}
        raise Clash(
            word(core, names.__getitem__, problem, round),
            rules=tuple(core),
            round=None if _always(problem) else round,
        )
    return seats


def broken(problem: Problem, plan: Plan) -> list[str]:
    """What a plan breaks, in sentences; an empty list for a valid plan. Frozen rounds pass."""
    said = [] if len(plan.seats) == problem.rounds else [f"The plan has {len(plan.seats)} rounds."]
    known = {g.key for g in problem.guests}
    for r in range(problem.frozen_rounds, min(problem.rounds, len(plan.seats))):
        seats, where = plan.seats[r], f"in round {r + 1}"
        tables = {t.key: t for t in problem.room(r)}
        here = {g.key for g in problem.present(r)}
        said += [f"{k} has no seat {where}." for k in sorted(here - seats.keys())]
        said += [
            f"{k} is {'absent' if k in known else 'unknown'} {where}."
            for k in sorted(seats.keys() - here)
        ]
        held = dict.fromkeys(tables, 0)
        for key, table in seats.items():
            if problem.barred(r, key, table):
                said.append(f"{key} is at table {table}, which is closed {where}.")
            elif table in tables:
                held[table] += 1
            else:
                said.append(f"{key} is at the unknown table {table} {where}.")
        for key, count in held.items():
            if not tables[key].minimum <= count <= tables[key].capacity:
                said.append(f"Table {key} holds {count} {where}.")
        for rule in rules_of(problem, r):
            at = [seats.get(k) for k in rule.people]
            wrong = {
                "fixed": at[0] != rule.table,
                "together": len(set(at)) > 1,
                "apart": len(set(at)) < len(at),
            }
            if wrong[rule.kind]:
                said.append(f"{rule.words(str)} {where}.")
    return said


def _fit(
    room: tuple[Table, ...], rules: list[Rule], total: int
) -> tuple[dict[str, str] | None, bool]:
    """Seats for the bound people, or None; and whether that answer is certain."""
    groups = blocks(rules)
    of = {key: n for n, members in enumerate(groups) for key in members}
    for rule in rules:
        for key in rule.people:
            if key not in of:
                of[key] = len(groups)
                groups.append([key])
    home: list[set[str]] = [set() for _ in groups]
    foes: list[set[int]] = [set() for _ in groups]
    for rule in rules:
        if rule.kind == "fixed":
            home[of[rule.people[0]]].add(rule.table)
        if rule.kind == "apart":
            for a, b in combinations(rule.people, 2):
                foes[of[a]].add(of[b])
                foes[of[b]].add(of[a])
    if any(len(tables_) > 1 for tables_ in home) or any(n in f for n, f in enumerate(foes)):
        return None, True
    settled = [n for n in range(len(groups)) if home[n]]
    open_ = [n for n in range(len(groups)) if not home[n]]
    open_.sort(key=lambda n: (-len(groups[n]), -len(foes[n]), n))
    at, certain = _place(room, [*settled, *open_], groups, home, foes, total)
    if at is None:
        return None, certain
    return {key: at[n] for n, members in enumerate(groups) for key in members}, True


def _place(
    room: tuple[Table, ...],
    order: list[int],
    groups: list[list[str]],
    home: list[set[str]],
    foes: list[set[int]],
    total: int,
) -> tuple[dict[int, str] | None, bool]:
    """Search with backtracking; tables that are alike and untouched are tried once."""
    tables = {t.key: t for t in room}
    free = {key: t.capacity for key, t in tables.items()}
    short = {key: t.minimum for key, t in tables.items()}
    single = total - sum(map(len, groups))
    reserved = {key for keys in home for key in keys}
    at: dict[int, str] = {}

    def choices(n: int) -> list[str]:
        barred = {at[f] for f in foes[n] if f in at}
        fits = [k for k in home[n] or tables if k not in barred and free[k] >= len(groups[n])]
        fits.sort(key=lambda k: (-free[k], -short[k]))
        fresh: set[tuple[int, int]] = set()
        kept = []
        for key in fits:
            alike = (tables[key].capacity, tables[key].minimum)
            if free[key] == alike[0] and key not in reserved:
                if alike in fresh:
                    continue
                fresh.add(alike)
            kept.append(key)
        return kept

    def take(n: int, key: str, sign: int) -> None:
        free[key] -= sign * len(groups[n])
        short[key] -= sign * len(groups[n])

    ahead = [choices(order[0])] if order else []
    for _ in range(LOOKS + 2 * len(order)):
        if len(ahead) > len(order) or not order:
            if sum(max(0, s) for s in short.values()) <= single:
                return at, True
            if not order:
                return None, True
            ahead.pop()
        if not ahead:
            return None, True
        n = order[len(ahead) - 1]
        if n in at:
            take(n, at.pop(n), -1)
        if not ahead[-1]:
            ahead.pop()
            continue
        key = ahead[-1].pop(0)
        at[n] = key
        take(n, key, 1)
        ahead.append(choices(order[len(ahead)]) if len(ahead) < len(order) else [])
    return None, False


def _core(problem: Problem, rules: list[Rule], total: int, round: int) -> list[Rule]:
    """The rules without every one that is not needed for the contradiction."""
    core = list(rules)
    for rule in rules:
        rest = [r for r in core if r is not rule]
        seats, sure = _fit(problem.room(round), rest, total)
        if seats is None and sure:
            core = rest
    return core


def _always(problem: Problem) -> bool:
    """Whether the rules bind the same people in every round."""
    if problem.absent or problem.closed:
        return False
    return all(f.round is None for f in problem.fixed)


def _shut(problem: Problem, round: int) -> str:
    """Part of a sentence that names the tables closed in a round, if any."""
    shut = [t.key for t in problem.tables if (round, t.key) in problem.closed]
    return f" with {'tables' if len(shut) > 1 else 'table'} {_listed(shut)} closed" if shut else ""


def word(core: list[Rule], name: Callable[[str], str], problem: Problem, round: int) -> str:
    """A sentence for rules that can't all hold."""
    by = {kind: [r for r in core if r.kind == kind] for kind in ("together", "apart", "fixed")}
    where = "" if _always(problem) else f" in round {round + 1}"
    fixed, tables = by["fixed"], {r.table for r in by["fixed"]}
    fixed_people = {r.people[0] for r in fixed}
    if len(core) == 2 == len(fixed) and len(fixed_people) == 1:
        at = _listed(sorted(tables))
        return f"{name(fixed[0].people[0])} is fixed at two tables{where}: {at}."
    pairs = by["together"] + by["apart"]
    if len(core) == 3 and len(pairs) == 1 and fixed_people == set(pairs[0].people):
        place = "different tables" if pairs[0].kind == "together" else f"table {min(tables)}"
        return f"{pairs[0].words(name)}, but both are fixed at {place}{where}."
    if [len(by[kind]) for kind in ("together", "apart", "fixed")] == [1, 1, 0]:
        return f"{by['together'][0].words(name)}, but {by['apart'][0].words(name)}{where}."
    if core and len(by["together"]) == len(core) and len(blocks(core)) == 1:
        people = blocks(core)[0]
        most = max(t.capacity for t in problem.room(round))
        if len(people) > most:
            return (
                f"{_listed([name(k) for k in people])} must sit together, but no table has "
                f"more than {most} chairs{_shut(problem, round)}."
            )
    if fixed and len(fixed) == len(core) and len(tables) == 1:
        chairs = next(t.capacity for t in problem.tables if t.key in tables)
        people_at = _listed([name(r.people[0]) for r in fixed])
        return f"Table {min(tables)} has {chairs} chairs{where}, but {people_at} are fixed there."
    if not core:
        return (
            f"The people of round {round + 1} don't fit the tables' chairs and minimums"
            f"{_shut(problem, round)}."
        )
    said = "; ".join(r.words(name) for r in core)
    shut = _shut(problem, round) or " with these tables"
    return f"These rules can't all hold{where}{shut}: {said}."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
