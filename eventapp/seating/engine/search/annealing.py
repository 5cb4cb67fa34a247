"""From a problem to a plan: deal, then improve by swaps while the heat falls."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from eventapp.seating.engine.bounds import lower_bounds
from eventapp.seating.engine.figures import Figures, measure
from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.rules import violations
from eventapp.seating.engine.search.arrays import ProblemArrays
from eventapp.seating.engine.search.schedule import NOISE, Schedule
from eventapp.seating.engine.solution import Solution

# Steps in one round before the next: fewer cost preparation, more let the rounds drift apart.
PASS = 30
# Steps for each guest after which more of the same cooling stops paying: heat up once more.
CYCLE = 600
# Trades of whole evenings pay where one meets more than this share of the others.
TRADES, SCARCE = 3, 0.25
# How often progress is told: after this share of the budget, or so many seconds of work.
SHARE, EVERY = 0.1, 0.3
Progress = Callable[[float, Figures], bool | None]


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
    falling = cooling(problem)
    if start:
        falling = replace(falling, hot=falling.warm)
    _anneal(evening, rng, done, falling, _Teller(progress, clock) if progress else None)
    plan = evening.plan()
    if wrong := violations(problem, plan):
        raise AssertionError(f"the search broke a rule: {wrong[0]}")
    return plan


@dataclass(frozen=True)
class Cooling:
    """How the heat falls during one cycle: slowly where plans are decided, then to rest."""

    hot: float
    warm: float
    cold: float
    slow: float = 0.7

    def heat(self, done: float) -> float:
        """The temperature at a share of the cycle, from 0 to 1."""
        if done < self.slow:
            return float(self.hot * (self.warm / self.hot) ** (done / self.slow))
        rest = (min(done, 1) - self.slow) / (1 - self.slow)
        return float(self.warm * (self.cold / self.warm) ** rest)


def cooling(problem: Problem) -> Cooling:
    """Temperatures in the measure's units, from its smallest cost and how crowded the evening is.

    The more of all the others one meets, the fewer swaps are free of repeats, and the sooner a
    plan sets.
    """
    costs = _costs_at_stake(problem) or [1]
    least = min(costs)
    hot = min(2.4 * least, 0.3 * max(costs))
    warm = min(least * (0.6 + 0.9 * min(0.5, crowd(problem))), 0.8 * hot)
    return Cooling(hot=hot, warm=warm, cold=min(least / 5, 0.6 * warm))


def crowd(problem: Problem) -> float:
    """Roughly which share of all the others one meets in the evening."""
    chairs = sum(t.capacity for t in problem.tables) / max(len(problem.tables), 1)
    return problem.rounds * (chairs - 1) / max(len(problem.guests), 2)


def _trades(problem: Problem) -> int:
    """How many trades to offer after each pass: where meetings are scarce and people differ."""
    return TRADES if crowd(problem) >= SCARCE and len(_costs_at_stake(problem)) > 1 else 0


def _costs_at_stake(problem: Problem) -> list[int]:
    weights, guests = problem.weights, problem.guests
    varied = {
        "repeats": problem.rounds > 1,
        "role_quota": len({g.role for g in guests}) > 1,
        "stage_quota": len({g.stage for g in guests}) > 1,
        "industry_quota": len({g.industry for g in guests}) > 1,
        "same_company": len({g.organization for g in guests if g.organization}) > 0,
        "past_repeats": bool(problem.past),
        "uncovered_asks": any(g.asks for g in guests) and any(g.offers for g in guests),
    }
    return [w for name, w in vars(weights).items() if w and varied[name]]


def _share(taken: float, whole: float) -> float:
    return taken / whole if whole > 0 else 1.0


def _anneal(
    evening: Schedule,
    rng: np.random.Generator,
    share: Callable[[int], float],
    falling: Cooling,
    teller: "_Teller | None",
) -> None:
    """Leave the best plan found in the evening."""
    if not evening.rounds or share(0) >= 1:
        return
    problem = evening.model.problem
    noise = rng.gumbel(size=NOISE).astype(np.float32)
    trades, size = _trades(problem), PASS + evening.model.n // 20
    cost = lowest = float(measure(problem, evening.plan()).energy)
    least = lower_bounds(problem).energy
    best = evening.where.copy()
    taken, turn, began, done = 0, 0, 0.0, 0.0
    while done < 1 and lowest > least:
        cycle = _cycle(began, done, taken, CYCLE * evening.model.n)
        heat = falling.heat((done - began) / cycle)
        round = evening.rounds[turn % len(evening.rounds)]
        cost += evening.improve(round, np.full(size, heat, np.float32), noise)
        cost += evening.trade(trades, heat)
        taken, turn, done = taken + size, turn + 1, share(taken + size)
        if done - began >= cycle:
            began = done
        if cost < lowest:
            best, lowest = evening.where.copy(), cost
        if teller and teller.due(done):
            current, evening.where = evening.where, best
            if teller.progress(min(done, 1.0), measure(problem, evening.plan())) is False:
                return
            evening.where = current
    evening.where = best


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
