"""Every figure of the measure, counted plainly from a plan."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from eventapp.seating.engine.problem import Guest, Problem, Weights
from eventapp.seating.engine.solution import Solution

Pair = tuple[str, str]


@dataclass(frozen=True)
class Figures:
    """The measure; every figure counts something unwanted, so lower is better.

    repeats: meetings within the event beyond a pair's first. role_quota, stage_quota,
    industry_quota, answer_quota: seats outside the proportional share, rounded down or up, of each
    table; the last of all questions together.
    same_company: pairs of one organization at a table, over all rounds. past_repeats: meetings
    of pairs that met at earlier events. uncovered_asks: (guest, topic) never answered although
    somebody who is there offers it, of `answerable_asks` in all. moves: seats that differ from
    the earlier plan, None without one. energy: the weighted sum.
    """

    repeats: int
    role_quota: int
    same_company: int
    past_repeats: int
    uncovered_asks: int
    stage_quota: int
    industry_quota: int
    answerable_asks: int
    moves: int | None
    energy: int
    answer_quota: int = 0


def measure(problem: Problem, plan: Solution) -> Figures:
    """Count what a plan does, as the measure says; people of no list are not counted."""
    guests = {g.key: g for g in problem.guests}
    past = problem.past_pairs
    meetings: Counter[Pair] = Counter()
    count: Counter[str] = Counter()
    faded = 0
    for seats in plan.seats:
        tables = _tables(seats, guests)
        for attribute, figure in problem.mixed:
            kinds = [[guests[k].kind(attribute) for k in members] for members in tables]
            totals = Counter(kind for there in kinds for kind in there)
            count[figure] += sum(off_quota(there, totals) for there in kinds)
        for members in tables:
            for pair in combinations(sorted(members), 2):
                meetings[pair] += 1
                a, b = guests[pair[0]].organization, guests[pair[1]].organization
                count["same_company"] += bool(a) and a == b
                if pair in past:
                    count["past_repeats"] += 1
                    faded += round(problem.weights.past_repeats * min(1, past[pair]))
    asks = answerable_asks(problem, {k for seats in plan.seats for k in seats if k in guests})
    answered = _answered(meetings, guests)
    return with_energy(
        problem.weights,
        faded,
        repeats=sum(k - 1 for k in meetings.values()),
        role_quota=count["role_quota"],
        same_company=count["same_company"],
        past_repeats=count["past_repeats"],
        uncovered_asks=len(asks - answered),
        stage_quota=count["stage_quota"],
        industry_quota=count["industry_quota"],
        answer_quota=count["answer_quota"],
        answerable_asks=len(asks),
        moves=count_moves(problem, plan) if problem.previous else None,
    )


def count_moves(problem: Problem, plan: Solution) -> int:
    """In how many seats the plan differs from the earlier one, for people who are in both."""
    before = problem.previous.seats if problem.previous else ()
    return sum(
        1
        for old, new in zip(before, plan.seats, strict=False)
        for key, table in new.items()
        if key in old and old[key] != table
    )


def answerable_asks(problem: Problem, present: Iterable[str]) -> set[tuple[str, str]]:
    """(guest, topic) for each ask that somebody else among the present offers."""
    here = set(present)
    offered: defaultdict[str, set[str]] = defaultdict(set)
    for guest in problem.guests:
        if guest.key in here:
            for topic in guest.offers:
                offered[topic].add(guest.key)
    return {
        (g.key, topic)
        for g in problem.guests
        if g.key in here
        for topic in g.asks
        if offered[topic] - {g.key}
    }


def with_energy(weights: Weights, faded: int, **count: int | None) -> Figures:
    """Figures with their energy; a faded past meeting costs a share, so it comes ready made."""
    energy = faded + sum(
        weight * (count[name] or 0)
        for name, weight in vars(weights).items()
        if name != "past_repeats"
    )
    return Figures(**count, energy=energy)  # type: ignore[arg-type]


def _tables(seats: Mapping[str, str], guests: Mapping[str, Guest]) -> list[list[str]]:
    tables: defaultdict[str, list[str]] = defaultdict(list)
    for key, table in seats.items():
        if key in guests:
            tables[table].append(key)
    return list(tables.values())


def off_quota(there: Iterable[str | None], totals: Mapping[str | None, int]) -> int:
    """Seats of a table above the rounded-up or below the rounded-down share of each kind.

    `there` are the kinds (a role, say) of who sits there, `totals` those of the whole round.
    """
    held = Counter(there)
    size, everybody, off = held.total(), sum(totals.values()), 0
    for kind, number in totals.items():
        share = size * number
        off += max(0, held[kind] - -(-share // everybody), share // everybody - held[kind])
    return off


def _answered(meetings: Mapping[Pair, int], guests: Mapping[str, Guest]) -> set[tuple[str, str]]:
    return {
        (asker, topic)
        for a, b in meetings
        for asker, other in ((a, b), (b, a))
        for topic in guests[asker].asks & guests[other].offers
    }
