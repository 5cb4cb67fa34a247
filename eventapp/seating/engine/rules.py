"""Rules that are never traded: who must sit together, apart or at a table; what keeps them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.solution import Solution


@dataclass(frozen=True)
class Rule:
    """One rule an organizer made: kind is 'together', 'apart' or 'fixed' (then with a table)."""

    kind: str
    people: tuple[str, ...]
    table: str = ""

    def words(self, name: Callable[[str], str]) -> str:
        """The rule as part of a sentence."""
        people = listed([name(k) for k in self.people])
        if self.kind == "fixed":
            return f"{people} must sit at table {self.table}"
        return f"{people} must sit {self.kind}"


def rules_in(problem: Problem, round: int) -> list[Rule]:
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


def groups_together(rules: Iterable[Rule]) -> list[list[str]]:
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


def violations(problem: Problem, plan: Solution) -> list[str]:
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
        for rule in rules_in(problem, r):
            at = [seats.get(k) for k in rule.people]
            wrong = {
                "fixed": at[0] != rule.table,
                "together": len(set(at)) > 1,
                "apart": len(set(at)) < len(at),
            }
            if wrong[rule.kind]:
                said.append(f"{rule.words(str)} {where}.")
    return said


def breaks_rule(rule: Rule, seats: Mapping[str, str]) -> bool:
    """Whether seats of one round go against a rule; people without a seat don't count."""
    at = [seats[k] for k in rule.people if k in seats]
    if rule.kind == "fixed":
        return any(table != rule.table for table in at)
    if rule.kind == "together":
        return len(set(at)) > 1
    return len(set(at)) < len(at)


def broken_rules(problem: Problem, plan: Solution) -> list[tuple[int, Rule]]:
    """The rules that a plan does not keep, each with its round (from 0)."""
    return [
        (round, rule)
        for round, seats in enumerate(plan.seats)
        for rule in rules_in(problem, round)
        if breaks_rule(rule, seats)
    ]


def listed(words: list[str]) -> str:
    """Words as a sentence lists them: 'a, b and c'."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
