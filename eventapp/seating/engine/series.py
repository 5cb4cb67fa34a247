"""All evenings of a series planned together: each improved in turn, with the others as they stand.

Block coordinate descent: one evening's seats are the block, the pairs who meet elsewhere its past.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.search import annealing
from eventapp.seating.engine.solution import Solution

# A first plan for every evening takes this share of the time; the rest goes into these rounds.
FIRST, ROUNDS = 0.1, 3
# Two persons by number, the lower first.
Pair = tuple[int, int]
Progress = Callable[[float, list[Solution]], bool | None]


@dataclass(frozen=True)
class SeriesSession:
    """One evening to be planned: what is asked, and which person each guest key stands for."""

    problem: Problem
    person: Mapping[str, int]

    def pairs(self, plan: Solution) -> set[Pair]:
        """Who meets whom when this plan is followed, by person."""
        return {
            (min(pair), max(pair))
            for round in range(len(plan.seats))
            for members in plan.tables(round).values()
            for pair in combinations([self.person[key] for key in members], 2)
        }


def solve_series(
    sessions: Sequence[SeriesSession],
    known: Collection[Pair],
    *,
    seconds: float,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Solution]:
    """A plan for every evening, so that over all of them people meet as many others as possible.

    `known` are the pairs who have met in this row, or will at evenings planned already.
    `progress(done, plans)` hears how far it is, once every evening has a plan; answering False
    ends the search with the best so far. Raises what `solve` raises.
    """
    parts = [FIRST / len(sessions)] * len(sessions)
    parts += [(1 - FIRST) / ROUNDS / len(sessions)] * len(sessions) * ROUNDS
    plans: list[Solution] = []
    stopped = False
    for turn, part in enumerate(parts):
        number, gone = turn % len(sessions), sum(parts[:turn])

        def told(done: float, _figures: object, gone: float = gone, part: float = part) -> bool:
            nonlocal stopped
            if progress and len(plans) == len(sessions):
                stopped = progress(gone + part * done, plans) is False
            return not stopped

        pairs = set(known).union(
            *(
                s.pairs(p)
                for n, (s, p) in enumerate(zip(sessions, plans, strict=False))
                if n != number
            )
        )
        found = annealing.solve(
            problem_given_meetings(sessions[number], pairs),
            seconds=seconds * part,
            seed=seed + turn,
            start=plans[number] if turn >= len(sessions) else None,
            progress=told,
        )
        plans[number : number + 1] = [found]
        if stopped:
            break
    return plans


def problem_given_meetings(session: SeriesSession, known: Collection[Pair]) -> Problem:
    """What is asked of one evening of a row when these pairs know each other.

    To meet again costs as much as twice in one evening; meetings outside of the row keep the
    weight they have.
    """
    weights = session.problem.weights
    share = weights.past_repeats / weights.repeats if weights.repeats else 0.0
    past = {pair: min(1.0, times) * share for pair, times in session.problem.past.items()}
    guest = {person: key for key, person in session.person.items()}
    for a, b in known:
        if a in guest and b in guest:
            past.pop((guest[b], guest[a]), None)
            past[guest[a], guest[b]] = 1.0
    return replace(
        session.problem, past=past, weights=replace(weights, past_repeats=weights.repeats)
    )
