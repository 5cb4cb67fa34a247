"""From a problem to a plan: deal, then improve by swaps while the heat falls."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from eventapp.seating.energy import Model
from eventapp.seating.evening import NOISE, Evening
from eventapp.seating.measure import figures
from eventapp.seating.problem import Plan, Problem
from eventapp.seating.rules import broken

HOT, COLD = 15.0, 1.0
PASS = 30


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    progress: Callable[[float, Any], bool | None] | None = None,
    start: Plan | None = None,
    clock: Callable[[], float] = time.thread_time,
) -> Plan:
    """The best plan found within the budget: seconds of this thread's work, steps, or both.

    The same problem, seed and steps give the same plan in any process. `start` is a valid plan
    to improve on, instead of a fresh one. `progress(done, figures)` hears now and then how far it
    is, from 0 to 1, and the figures of the best plan so far; answering False ends the search.
    Every plan returned keeps all the rules. Raises Clash if the rules contradict each other.
    """
    if seconds is None and steps is None:
        raise ValueError("Give seconds, steps or both.")
    began = clock()
    rng = np.random.default_rng(seed)
    evening = Evening(Model(problem), rng, start)
    plan = _anneal(evening, rng, _budget(seconds, steps, began, clock), progress)
    wrong = broken(problem, plan)
    if wrong:
        raise AssertionError(f"the search broke a rule: {wrong[0]}")
    return plan


def _budget(
    seconds: float | None, steps: int | None, began: float, clock: Callable[[], float]
) -> Callable[[int], float]:
    def done(taken: int) -> float:
        shares = [1.0]
        if steps is not None:
            shares.append(taken / steps if steps else 1.0)
        if seconds is not None:
            shares.append((clock() - began) / seconds if seconds else 1.0)
        return max(shares[1:])

    return done


def _anneal(
    evening: Evening,
    rng: np.random.Generator,
    budget: Callable[[int], float],
    progress: Callable[[float, Any], bool | None] | None,
) -> Plan:
    if not evening.rounds:
        return evening.plan()
    noise = rng.gumbel(size=NOISE).astype(np.float32)
    best, cost, lowest = evening.where.copy(), 0.0, 0.0
    taken, told, turn = 0, 0.0, 0
    while (done := budget(taken)) < 1:
        heat = HOT * (COLD / HOT) ** done
        round = evening.rounds[turn % len(evening.rounds)]
        cost += evening.improve(round, np.full(PASS, heat, np.float32), noise)
        taken, turn = taken + PASS, turn + 1
        if cost < lowest:
            best, lowest = evening.where.copy(), cost
        if progress and done - told >= 0.1:
            told = done
            evening.where, current = best, evening.where
            if progress(done, figures(evening.model.problem, evening.plan())) is False:
                return evening.plan()
            evening.where = current
    evening.where = best
    return evening.plan()
