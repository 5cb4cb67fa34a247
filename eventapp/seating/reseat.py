"""A change during the evening: seat whom it concerns, move as few others as possible."""

from collections import Counter
from dataclasses import replace

import numpy as np

from eventapp.seating.energy import Model
from eventapp.seating.evening import Evening
from eventapp.seating.problem import Clash, Fixed, Plan, Problem, Table
from eventapp.seating.rules import blocks, broken, rules_of

STEPS, TURNS, HOT, COLD = 25, 8, 12.0, 1.0


def reseat(problem: Problem, *, seed: int = 0, price: int | None = None) -> Plan:
    """A plan close to `problem.previous`: frozen rounds stay, and so does everybody who can.

    People whose table is gone, too full or against the rules move, newcomers get a chair, both
    where they fit best; others move only if a minimum or a rule needs them. With a `price` (in
    units of the measure) others move as well where that gains more than the price of each move.
    Raises Clash if the rules contradict each other.
    """
    if problem.previous is None:
        raise ValueError("There is no earlier plan to stay close to.")
    rng = np.random.default_rng(seed)
    seats = list(problem.previous.seats[: problem.rounds])
    seats += [{} for _ in range(problem.rounds - len(seats))]
    problem, kept = _keep(replace(problem, previous=Plan(tuple(seats))))
    evening = Evening(Model(kept), rng)
    _settle(evening, rng)
    plan = evening.plan()
    if price is not None:
        plan = _trade(problem, plan, rng, price)
    wrong = broken(problem, plan)
    if wrong:
        raise AssertionError(f"the change broke a rule: {wrong[0]}")
    return plan


def _keep(problem: Problem) -> tuple[Problem, Problem]:
    """The problem, and the same with everybody fixed who can stay."""
    stay: list[Fixed] = []
    lonely: set[str] = set()
    for r in range(problem.frozen_rounds, problem.rounds):
        seats = _stayers(problem, r)
        for slack in range(len(seats) + 1):
            fixed = tuple(Fixed(k, t, r) for k, t in seats.items())
            try:
                Evening_check(replace(problem, fixed=problem.fixed + fixed), r)
                break
            except Clash:
                if not seats:
                    raise
                _release(problem, seats, r)
        stay += [Fixed(k, t, r) for k, t in seats.items()]
    return problem, replace(problem, fixed=problem.fixed + tuple(stay))
