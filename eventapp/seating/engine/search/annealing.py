"""From a problem to a plan: deal, then improve by swaps while the heat falls."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from eventapp.seating.engine.bounds import lower_bounds
from eventapp.seating.engine.figures import Figures, measure
from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.rules import violations
from eventapp.seating.engine.search import compiled
from eventapp.seating.engine.search.arrays import ProblemArrays
from eventapp.seating.engine.search.compiled import CompiledSearch
from eventapp.seating.engine.search.cooling import Cooling
from eventapp.seating.engine.search.schedule import Schedule
from eventapp.seating.engine.search.vectorized import VectorizedSearch
from eventapp.seating.engine.solution import Solution

# How often progress is told: after this share of the budget, or so many seconds of work.
SHARE, EVERY = 0.1, 0.3
Progress = Callable[[float, Figures], bool | None]
Search = CompiledSearch | VectorizedSearch


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
    start: Solution | None = None,
    clock: Callable[[], float] = time.thread_time,
) -> Solution:
    """The best plan found within the budget: seconds of this thread's work, steps, or both.

    It ends early when no plan can be better. The same problem, seed and steps give the same plan
    in any process. `start` is a valid plan to improve on, instead of a fresh one: the search stays
    near it, and the answer is never worse.
    `progress(done, figures)` hears now and then how far it is, from 0 to 1, and the figures of
    the best plan so far; answering False ends the search. Every plan returned keeps all the
    rules. Raises Clash if the rules contradict each other.
    """
    if seconds is None and steps is None:
        raise ValueError("Give seconds, steps or both.")
    if start and (wrong := violations(problem, start)):
        raise ValueError(f"The plan to start from breaks a rule: {wrong[0]}")
    began = clock()

    def done(taken: int) -> float:
        by_steps = 0.0 if steps is None else _share(taken, steps)
        by_time = 0.0 if seconds is None else _share(clock() - began, seconds)
        return max(by_steps, by_time)

    rng = np.random.default_rng(seed)
    evening = Schedule(ProblemArrays(problem), rng, start)
    if evening.rounds and done(0) < 1:
        search = _search(evening, rng, steps)
        falling = replace(search.cooling, hot=search.cooling.warm) if start else search.cooling
        _anneal(search, done, falling, _Teller(progress, clock) if progress else None)
        evening.where = search.best()
    plan = evening.plan()
    if wrong := violations(problem, plan):
        raise AssertionError(f"the search broke a rule: {wrong[0]}")
    return plan


def _share(taken: float, whole: float) -> float:
    return taken / whole if whole > 0 else 1.0


def _search(evening: Schedule, rng: np.random.Generator, steps: int | None) -> Search:
    if compiled.fits(evening.model.problem):
        return CompiledSearch(evening, rng, steps)
    return VectorizedSearch(evening, rng)


def _anneal(
    search: Search, share: Callable[[int], float], falling: Cooling, teller: "_Teller | None"
) -> None:
    """Search until the budget is used, nothing better can be, or who hears of it says so."""
    evening = search.evening
    problem = evening.model.problem
    first = measure(problem, evening.plan()).energy
    least = lower_bounds(problem).energy - first
    taken, began, done = 0, 0.0, 0.0
    while done < 1 and search.lowest > least:
        cycle = _cycle(began, done, taken, search.CYCLE * evening.model.n)
        search.turn(falling.heat((done - began) / cycle))
        taken += search.steps
        done = share(taken)
        if done - began >= cycle:
            began = done
        if teller and teller.due(done):
            current, evening.where = evening.where, search.best()
            told = teller.progress(min(done, 1.0), measure(problem, evening.plan()))
            evening.where = current
            if told is False:
                return


class _Teller:
    """Who hears of the progress, and when it is time to tell."""

    def __init__(self, progress: Progress, clock: Callable[[], float]) -> None:
        self.progress, self.clock = progress, clock
        self.told, self.at = 0.0, clock()

    def due(self, done: float) -> bool:
        """Whether to tell now that so much of the budget is used."""
        if done - self.told < SHARE and self.clock() - self.at < EVERY:
            return False
        self.told, self.at = done, self.clock()
        return True


def _cycle(began: float, done: float, taken: int, steps: int) -> float:
    """How much of the budget the present cycle may use: about so many steps, or all that is left."""
    left = max(1 - began, 1e-9)
    wanted = steps * done / taken if taken else left
    return left if left < 1.5 * wanted or wanted <= 0 else wanted
