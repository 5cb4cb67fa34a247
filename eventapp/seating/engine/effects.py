"""What a change at a few tables does to every figure, without counting the whole plan anew."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from eventapp.seating.engine.figures import (
    Figures,
    Pair,
    measure,
    off_quota,
    with_energy,
)
from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.solution import Solution


class Effects:
    """The figures of a plan, and what they would be after a change in one round.

    A change names the new members of every table that it touches; nobody comes or goes by it.
    """

    def __init__(self, problem: Problem, plan: Solution) -> None:
        if problem.previous:
            problem = replace(problem, previous=None, frozen_rounds=0)
        self.figures = measure(problem, plan)
        self._weights = problem.weights
        self._guests = {g.key: g for g in problem.guests}
        self._mixed = problem.mixed
        self._past = problem.past_pairs
        self._tables = [
            {t: [k for k in m if k in self._guests] for t, m in plan.tables(r).items()}
            for r in range(len(plan.seats))
        ]
        self._totals = [
            {
                attribute: Counter(
                    self._guests[k].kind(attribute) for m in tables.values() for k in m
                )
                for attribute, _figure in self._mixed
            }
            for tables in self._tables
        ]
        self._meetings: Counter[Pair] = Counter()
        self._answers: Counter[tuple[str, str]] = Counter()
        for tables in self._tables:
            for members in tables.values():
                for pair in _pairs(members):
                    self._meetings[pair] += 1
                    self._answers.update(self._answered(pair))
        self._faded = (
            self.figures.energy
            - with_energy(self._weights, 0, moves=None, **_counts(self.figures)).energy
        )

    def after(self, round: int, tables: Mapping[str, Iterable[str]]) -> Figures:
        """The figures when these tables have these members in a round (from 0)."""
        count = _counts(self.figures)
        before = {table: self._tables[round].get(table, []) for table in tables}
        old = Counter(pair for members in before.values() for pair in _pairs(members))
        new = Counter(pair for members in tables.values() for pair in _pairs(members))
        gone, made = old - new, new - old
        faded = self._faded
        for sign, pairs in ((-1, gone), (1, made)):
            for pair in pairs:
                firm, other = (self._guests[k].organization for k in pair)
                count["same_company"] += sign * (bool(firm) and firm == other)
                count["repeats"] += sign * (self._meetings[pair] > (1 if sign < 0 else 0))
                if pair in self._past:
                    count["past_repeats"] += sign
                    faded += sign * self._faded_cost(pair)
        for attribute, figure in self._mixed:
            count[figure] += sum(
                self._off(round, attribute, members) for members in tables.values()
            ) - sum(self._off(round, attribute, members) for members in before.values())
        count["uncovered_asks"] += self._lost_answers(gone, made)
        return with_energy(self._weights, faded, **count, moves=None)

    def _faded_cost(self, pair: Pair) -> int:
        return round(self._weights.past_repeats * min(1, self._past[pair]))

    def _lost_answers(self, gone: Iterable[Pair], made: Iterable[Pair]) -> int:
        change: Counter[tuple[str, str]] = Counter()
        for pair in gone:
            change.subtract(self._answered(pair))
        for pair in made:
            change.update(self._answered(pair))
        return sum(
            (self._answers[ask] > 0) - (self._answers[ask] + by > 0) for ask, by in change.items()
        )

    def _answered(self, pair: Pair) -> list[tuple[str, str]]:
        a, b = (self._guests[k] for k in pair)
        return [(a.key, t) for t in a.asks & b.offers] + [(b.key, t) for t in b.asks & a.offers]

    def _off(self, round: int, attribute: str, members: Iterable[str]) -> int:
        there = [self._guests[k].kind(attribute) for k in members]
        return off_quota(there, self._totals[round][attribute])


def _pairs(members: Iterable[str]) -> list[Pair]:
    return list(combinations(sorted(members), 2))


def _counts(found: Figures) -> dict[str, int]:
    return {k: v for k, v in vars(found).items() if k not in {"moves", "energy"}}
