"""Why somebody sits where they sit, and what a table is like: plain data for pages to word.

Who must be kept apart is nobody else's business and never appears here.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from eventapp.seating.engine.figures import Pair, off_quota
from eventapp.seating.engine.problem import Guest, Problem
from eventapp.seating.engine.rules import rules_in
from eventapp.seating.engine.solution import Solution

MOST = 3


@dataclass(frozen=True)
class Reason:
    """One true reason. `kind` and what `data` holds:

    hosts {table}: fixed there all evening; placed {table}: fixed there in this round;
    together {others}: asked to share a table; answered_by {other, topic}: the other offers what
    the guest asks; can_answer {other, topic}: the guest offers what the other asks;
    new_faces {new, of}: so many of the others were never met before; only_role {role}: the only
    one of that role at the table; no_workmates {organization}: colleagues are at other tables.
    People are guest keys.
    """

    kind: str
    data: dict[str, Any] = field(default_factory=dict)


def reasons(problem: Problem, plan: Solution, guest_key: str, round: int) -> list[Reason]:
    """Up to three reasons for a guest's seat in a round (from 0), the most telling first.

    Empty for somebody who has no seat in that round.
    """
    guests = {g.key: g for g in problem.guests}
    if guest_key not in guests or guest_key not in plan.seats[round]:
        return []
    mates = [guests[k] for k in plan.mates(round, guest_key) if k in guests]
    found = [
        *_rules(problem, plan, guest_key, round),
        *_help(guests[guest_key], mates),
        *_mix(problem, plan, guests[guest_key], mates, round),
    ]
    return found[:MOST]


def table_notes(problem: Problem, plan: Solution, round: int) -> dict[str, dict[str, Any]]:
    """What each table is like in a round (from 0), as plain values by the table's key.

    people: guest keys; roles, stages: how many of each; role_off: seats outside the proportional
    share; workmates: pairs of one organization; repeats: pairs that sat together in an earlier
    round; past: pairs that met at an earlier event; answers: (asker, other, topic).
    """
    guests = {g.key: g for g in problem.guests}
    at: dict[str, list[str]] = {table.key: [] for table in problem.tables}
    for key, table in plan.seats[round].items():
        if key in guests:
            at.setdefault(table, []).append(key)
    met, past = _met(plan, round), problem.past_pairs
    roles = Counter(guests[k].role for people in at.values() for k in people)
    notes = {}
    for table, people in at.items():
        pairs = [(min(p), max(p)) for p in combinations(people, 2)]
        notes[table] = {
            "people": people,
            "roles": dict(Counter(guests[k].role for k in people)),
            "stages": dict(Counter(guests[k].stage for k in people)),
            "role_off": off_quota([guests[k].role for k in people], roles),
            "workmates": [(a, b) for a, b in pairs if _colleagues(guests[a], guests[b])],
            "repeats": [p for p in pairs if p in met],
            "past": [p for p in pairs if p in past],
            "answers": [answer for a, b in pairs for answer in _answers(guests[a], guests[b])],
        }
    return notes


def _colleagues(one: Guest, other: Guest) -> bool:
    return bool(one.organization) and one.organization == other.organization


def _answers(one: Guest, other: Guest) -> list[tuple[str, str, str]]:
    """What each of two asks and the other offers: (asker, other, topic)."""
    return [
        (asker.key, helper.key, topic)
        for asker, helper in ((one, other), (other, one))
        for topic in sorted(asker.asks & helper.offers)
    ]


def _rules(problem: Problem, plan: Solution, key: str, round: int) -> Iterator[Reason]:
    seats = plan.seats[round]
    for fixed in problem.fixed:
        if fixed.guest == key and fixed.table == seats[key] and fixed.round in (None, round):
            yield Reason("hosts" if fixed.round is None else "placed", {"table": fixed.table})
            break
    others = dict.fromkeys(
        other
        for rule in rules_in(problem, round)
        if rule.kind == "together" and key in rule.people
        for other in rule.people
        if other != key and seats.get(other) == seats[key]
    )
    if others:
        yield Reason("together", {"others": list(others)})


def _help(guest: Guest, mates: list[Guest]) -> Iterator[Reason]:
    answers = ((t, m.key) for m in mates for t in guest.asks & m.offers)
    for topic, other in sorted(answers)[:1]:
        yield Reason("answered_by", {"other": other, "topic": topic})
    answered = ((t, m.key) for m in mates for t in m.asks & guest.offers)
    for topic, other in sorted(answered)[:1]:
        yield Reason("can_answer", {"other": other, "topic": topic})


def _mix(
    problem: Problem, plan: Solution, guest: Guest, mates: list[Guest], round: int
) -> Iterator[Reason]:
    known, past = _met(plan, round), problem.past_pairs
    pairs = [(min(guest.key, m.key), max(guest.key, m.key)) for m in mates]
    new = sum(pair not in known and pair not in past for pair in pairs)
    if new:
        yield Reason("new_faces", {"new": new, "of": len(mates)})
    if guest.role and mates and all(m.role != guest.role for m in mates):
        yield Reason("only_role", {"role": guest.role})
    here = [g for g in problem.present(round) if g.organization == guest.organization]
    if guest.organization and len(here) > 1 and not any(m in here for m in mates):
        yield Reason("no_workmates", {"organization": guest.organization})


def _met(plan: Solution, round: int) -> set[Pair]:
    """Pairs that shared a table in an earlier round."""
    return {
        (min(pair), max(pair))
        for r in range(round)
        for members in plan.tables(r).values()
        for pair in combinations(members, 2)
    }
