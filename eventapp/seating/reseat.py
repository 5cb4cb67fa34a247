"""A change during the evening: seat whom it concerns, move as few others as possible."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np

from eventapp.seating.energy import Model
from eventapp.seating.evening import Evening
from eventapp.seating.measure import figures, moves
from eventapp.seating.problem import Clash, Fixed, Plan, Problem
from eventapp.seating.rules import blocks, bound_seats, broken, rules_of

TURNS, STEPS, NOISE = 5, 7, 1 << 16
HOT, COLD = 12.0, 0.5


def reseat(
    problem: Problem, *, seed: int = 0, price: int | None = None, start: Plan | None = None
) -> Plan:
    """A plan close to `problem.previous`: frozen rounds stay, and so does everybody who can.

    People whose table is gone, too full or against a rule move, and newcomers get a chair, both
    where they fit best; others move only if a minimum or a rule needs it, or nobody would share
    the table. With a `price` (in units of the measure) others move as well where that gains more
    than the price of each move; `start` is the answer without one, if it is known already.
    Raises Clash if the rules contradict each other.
    """
    if problem.previous is None:
        raise ValueError("There is no earlier plan to stay close to.")
    seats = list(problem.previous.seats[: problem.rounds])
    seats += [{} for _ in range(problem.rounds - len(seats))]
    problem = replace(problem, previous=Plan(tuple(seats)))
    rng = np.random.default_rng(seed)
    noise = rng.gumbel(size=NOISE).astype(np.float32)
    plan = start or _with_few_moves(problem, rng, noise)
    if price is not None:
        plan = _trade(problem, plan, rng, noise, price)
    wrong = broken(problem, plan)
    if wrong:
        raise AssertionError(f"the change broke a rule: {wrong[0]}")
    return plan


def _with_few_moves(problem: Problem, rng: np.random.Generator, noise: np.ndarray) -> Plan:
    stay = tuple(
        Fixed(key, table, r)
        for r in range(problem.frozen_rounds, problem.rounds)
        for key, table in _staying(problem, r).items()
    )
    evening = Evening(Model(replace(problem, fixed=problem.fixed + stay)), rng)
    _settle(evening, noise)
    return evening.plan()


def _staying(problem: Problem, round: int) -> dict[str, str]:
    """Who keeps the seat of the earlier plan, with it; the rest can be seated around them."""
    bound_seats(problem, round)
    seats = _fitting(problem, round)
    pool = len(problem.present(round)) - len(seats)
    count = Counter(seats.values())
    room = problem.room(round)
    may_close = {t.key for t in room if t.minimum == 0 and t.capacity > 1}
    alone = [k for k, t in seats.items() if count[t] == 1 and t in may_close]
    bound = {k for rule in rules_of(problem, round) for k in rule.people}
    for key in [k for k in alone if k not in bound][pool:]:
        del seats[key]
    in_use = sum(t.capacity for t in room if t.minimum or t.key in count)
    if pool == 1 and len(problem.present(round)) > in_use and len(seats) > 1:
        # A newcomer would open a table alone.
        _release(problem, seats, round, bound)
    while True:
        fixed = problem.fixed + tuple(Fixed(k, t, round) for k, t in seats.items())
        try:
            bound_seats(replace(problem, fixed=fixed), round)
            return seats
        except Clash:
            _release(problem, seats, round, bound)


def _fitting(problem: Problem, round: int) -> dict[str, str]:
    """The earlier seats that are still there and break no rule among themselves."""
    before = problem.previous.seats[round] if problem.previous else {}
    rules = rules_of(problem, round)
    fixed = {r.people[0]: r.table for r in rules if r.kind == "fixed"}
    chairs = {t.key: t.capacity for t in problem.room(round)}
    seats = {
        g.key: before[g.key]
        for g in problem.present(round)
        if before.get(g.key) in chairs
        and fixed.get(g.key, before[g.key]) == before[g.key]
        and not problem.barred(round, g.key, before[g.key])
    }
    for block in blocks(rules):
        at = Counter(seats[k] for k in block if k in seats)
        home = next((fixed[k] for k in block if k in fixed), None)
        home = home or (at.most_common(1)[0][0] if at else None)
        for key in block:
            if seats.get(key) != home:
                seats.pop(key, None)
    for rule in rules:
        if rule.kind == "apart":
            for pair in combinations(rule.people, 2):
                a, b = sorted(pair, key=lambda k: k in fixed)
                if a in seats and seats[a] == seats.get(b):
                    del seats[a]
    bound = {k for rule in rules for k in rule.people}
    count = Counter(seats.values())
    for key in sorted(seats, key=lambda k: k in bound):
        if count[seats[key]] > chairs[seats[key]]:
            count[seats.pop(key)] -= 1
    return seats


def _release(problem: Problem, seats: dict[str, str], round: int, bound: set[str]) -> None:
    """Let one more person move: for a minimum from the fullest table, else to make room."""
    count = Counter(seats.values())
    room = problem.room(round)
    spare = {t.key: count[t.key] - t.minimum for t in room}
    space = {t.key: t.capacity - count[t.key] for t in room}
    pool = len(problem.present(round)) - len(seats)
    short = -sum(min(0, s) for s in spare.values()) > pool
    order = list(seats)

    def ease(key: str) -> tuple[bool, bool, int, int]:
        table = seats[key]
        return (
            key not in bound,
            spare[table] > 0,
            spare[table] if short else space[table],
            order.index(key),
        )

    del seats[max(seats, key=ease)]


def _settle(evening: Evening, noise: np.ndarray) -> None:
    """Find the best places for those who are not staying."""
    best, cost, lowest = evening.where.copy(), 0.0, 0.0
    for heat in np.geomspace(HOT, COLD, TURNS):
        for r in evening.rounds:
            tables = evening.used(r)
            size = np.bincount(evening.where[r, evening.where[r] >= 0])
            moving = (evening.leave[r, : evening.model.n] == 0) & (evening.where[r] >= 0)
            if not moving.any():
                continue
            touched = np.isin(tables, evening.where[r, moving])
            open_ = size[tables] < evening.model.room[r, tables]
            cost += evening.improve(
                r, np.full(STEPS, heat, np.float32), noise, tables[touched | open_]
            )
        if cost < lowest:
            best, lowest = evening.where.copy(), cost
    evening.where = best


def _trade(
    problem: Problem, plan: Plan, rng: np.random.Generator, noise: np.ndarray, price: int
) -> Plan:
    """Moves beyond the needed ones, each worth its price."""
    evening = Evening(Model(problem), rng, plan)
    before = problem.previous.seats if problem.previous else ()
    model, staying = evening.model, evening.leave.copy()
    home = np.full(evening.where.shape, -1)
    for r in evening.rounds:
        for key, table in before[r].items():
            if key in model.number and table in model.table:
                home[r, model.number[key]] = model.table[table]
    gain = -1.0
    for _ in range(TURNS):
        if gain == 0:
            break
        gain = 0.0
        for r in evening.rounds:
            here = home[r] == evening.where[r]
            evening.leave[r, : model.n] = np.maximum(staying[r, : model.n], here * price)
            gain += evening.improve(r, np.full(STEPS, 0.01, np.float32), noise)
    traded = evening.plan()
    costs = [figures(problem, p).energy + price * moves(problem, p) for p in (plan, traded)]
    return traded if costs[1] < costs[0] else plan
