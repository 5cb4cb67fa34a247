"""A change during the evening: seat whom it concerns, move as few others as possible."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from eventapp.seating.engine.feasibility import seat_bound_guests
from eventapp.seating.engine.figures import count_moves, measure
from eventapp.seating.engine.problem import Clash, Fixed, Problem
from eventapp.seating.engine.rules import groups_together, rules_in, violations
from eventapp.seating.engine.search.arrays import ProblemArrays
from eventapp.seating.engine.search.construction import construct_round
from eventapp.seating.engine.search.schedule import Schedule
from eventapp.seating.engine.solution import Solution

TURNS, STEPS, NOISE = 6, 7, 1 << 16
HOT, COLD = 12.0, 0.5


def reseat(
    problem: Problem, *, seed: int = 0, price: int | None = None, start: Solution | None = None
) -> Solution:
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
    problem = replace(problem, previous=Solution(tuple(seats)))
    rng = np.random.default_rng(seed)
    noise = rng.gumbel(size=NOISE).astype(np.float32)
    plan = start or _with_few_moves(problem, rng, noise)
    if price is not None:
        plan = _trade(problem, plan, rng, noise, price)
    wrong = violations(problem, plan)
    if wrong:
        raise AssertionError(f"the change broke a rule: {wrong[0]}")
    return plan


def _with_few_moves(problem: Problem, rng: np.random.Generator, noise: np.ndarray) -> Solution:
    asked = {r: _staying(problem, r) for r in range(problem.frozen_rounds, problem.rounds)}
    stay = {f: None for a in asked.values() for f in a.fixed}
    model = ProblemArrays(replace(problem, fixed=tuple(stay)))
    seats = list(problem.previous.seats) if problem.previous else []
    for r, around in asked.items():
        where = construct_round(model, r, rng, around).tolist()
        seated = zip(problem.guests, where, strict=True)
        seats[r] = {g.key: problem.tables[t].key for g, t in seated if t >= 0}
    evening = Schedule(model, rng, Solution(tuple(seats)))
    _settle(evening, noise)
    return evening.plan()


def _staying(problem: Problem, round: int) -> Problem:
    """The problem with everybody fixed in a round who keeps the seat of the earlier plan.

    The rest can be seated around them. If it can be so, nobody is alone: a table in use needs
    two, and no other is opened without need.
    """
    seat_bound_guests(problem, round)
    fitting = _fitting(problem, round)
    people = len(problem.present(round))
    hosts = {r.people[0]: r.table for r in rules_in(problem, round) if r.kind == "fixed"}
    must = {*hosts.values()} | {t.key for t in problem.tables if t.minimum}
    for company, shut in ((2, True), (2, False), (1, False)):
        seats = dict(fitting)
        if company > 1:
            _leave_alone(problem, seats, round, hosts)
        while True:
            used, at = {*seats.values(), *must}, Counter(seats.values())
            chairs = sum(t.capacity for t in problem.room(round) if t.key in used)
            if shut and chairs < people:
                break
            asked = _around(problem, seats, round, used, company, shut=shut)
            over = people - sum(max(t.minimum, at[t.key]) for t in asked.room(round))
            # A single one for whom these tables have no chair would open another one alone.
            lonely = company > 1 and over == 1 and people > max(chairs, 1)
            if not lonely and _can_be(asked, round, company):
                return asked
            if seats.keys() <= hosts.keys():
                break
            _release(asked, seats, round, hosts, {t.key for t in problem.tables} - must)
    return problem


def _leave_alone(
    problem: Problem, seats: dict[str, str], round: int, hosts: Collection[str]
) -> None:
    """Whoever has lost all company moves, unless somebody without a seat can come to them."""
    count = Counter(seats.values())
    pool = len(problem.present(round)) - len(seats)
    may_close = {t.key for t in problem.room(round) if t.minimum == 0 and t.capacity > 1}
    alone = [k for k, t in seats.items() if count[t] == 1 and t in may_close and k not in hosts]
    for key in alone[pool:]:
        del seats[key]


def _around(
    problem: Problem,
    seats: dict[str, str],
    round: int,
    used: set[str],
    company: int,
    *,
    shut: bool,
) -> Problem:
    """The problem of seating the rest, with so much company at each table that is used."""
    return replace(
        problem,
        fixed=problem.fixed + tuple(Fixed(k, t, round) for k, t in seats.items()),
        tables=tuple(
            replace(t, minimum=max(t.minimum, min(company, t.capacity))) if t.key in used else t
            for t in problem.tables
        ),
        closed=problem.closed
        | {(round, t.key) for t in problem.tables if shut and t.key not in used},
    )


def _can_be(problem: Problem, round: int, company: int) -> bool:
    """Whether a round keeps its rules with so much company for all whom rules bind."""
    try:
        at = Counter(seat_bound_guests(problem, round).values())
    except Clash:
        return False
    single = len(problem.present(round)) - at.total()
    least = {
        t.key: max(t.minimum, min(company, t.capacity) if at[t.key] else 0)
        for t in problem.room(round)
    }
    return sum(max(0, number - at[key]) for key, number in least.items()) <= single


def _fitting(problem: Problem, round: int) -> dict[str, str]:
    """The earlier seats that are still there and break no rule among themselves."""
    rules = rules_in(problem, round)
    fixed = {r.people[0]: r.table for r in rules if r.kind == "fixed"}
    chairs = {t.key: t.capacity for t in problem.room(round)}
    seats = _still_there(problem, round, chairs, fixed)
    for block in groups_together(rules):
        _keep_with_group(block, seats, fixed)
    for rule in rules:
        if rule.kind == "apart":
            _keep_apart(rule.people, seats, fixed)
    _keep_to_chairs(seats, chairs, bound={k for rule in rules for k in rule.people})
    return seats


def _still_there(
    problem: Problem, round: int, chairs: Collection[str], fixed: Mapping[str, str]
) -> dict[str, str]:
    """The earlier seats at tables that there are and that each guest may sit at."""
    before = problem.previous.seats[round] if problem.previous else {}
    return {
        g.key: before[g.key]
        for g in problem.present(round)
        if before.get(g.key) in chairs
        and fixed.get(g.key, before[g.key]) == before[g.key]
        and not problem.barred(round, g.key, before[g.key])
    }


def _keep_with_group(block: list[str], seats: dict[str, str], fixed: Mapping[str, str]) -> None:
    """Of a group that sits together those keep their seats who are where it is fixed, or most."""
    at = Counter(seats[k] for k in block if k in seats)
    home = next((fixed[k] for k in block if k in fixed), None)
    home = home or (at.most_common(1)[0][0] if at else None)
    for key in block:
        if seats.get(key) != home:
            seats.pop(key, None)


def _keep_apart(people: tuple[str, ...], seats: dict[str, str], fixed: Collection[str]) -> None:
    """Of two at one table who sit apart one keeps the seat: who is fixed, or else the second."""
    for pair in combinations(people, 2):
        a, b = sorted(pair, key=lambda k: k in fixed)
        if a in seats and seats[a] == seats.get(b):
            del seats[a]


def _keep_to_chairs(
    seats: dict[str, str], chairs: Mapping[str, int], *, bound: Collection[str]
) -> None:
    """Where more sit than there are chairs, those go first whom no rule binds."""
    count = Counter(seats.values())
    for key in sorted(seats, key=lambda k: k in bound):
        if count[seats[key]] > chairs[seats[key]]:
            count[seats.pop(key)] -= 1


def _release(
    problem: Problem,
    seats: dict[str, str],
    round: int,
    hosts: Collection[str],
    may_close: set[str],
) -> None:
    """Let one more person move who is no host, or as many as the tables lack.

    For a minimum from the table with most to spare, or a small one that may be left empty; else
    from where there is room.
    """
    room, people, before = problem.room(round), len(problem.present(round)), len(seats)
    bound = {k for rule in rules_in(problem, round) if rule.kind == "together" for k in rule.people}
    while seats.keys() - set(hosts):
        at = Counter(seats.values())
        left = {t.key for t in room if t.key in may_close and not at[t.key]}
        spare = {t.key: 0 if t.key in left else at[t.key] - t.minimum for t in room}
        space = {t.key: t.capacity - at[t.key] for t in room}
        short = -sum(min(0, s) for s in spare.values()) > people - len(seats)
        if len(seats) < before and not short:
            return
        *_, chosen = max(
            (
                key not in bound,
                spare[table] > 0,
                max(spare[table], 0) if short else space[table],
                short and table in may_close,
                -at[table],
                number,
                key,
            )
            for number, (key, table) in enumerate(seats.items())
            if key not in hosts
        )
        del seats[chosen]


def _settle(evening: Schedule, noise: np.ndarray) -> None:
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
    problem: Problem, plan: Solution, rng: np.random.Generator, noise: np.ndarray, price: int
) -> Solution:
    """Moves beyond the needed ones, each worth its price."""
    evening = Schedule(ProblemArrays(problem), rng, plan)
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
            gain += evening.improve(
                r, np.full(STEPS + len(model.capacity) // 8, 0.01, np.float32), noise
            )
    traded = evening.plan()
    costs = [measure(problem, p).energy + price * count_moves(problem, p) for p in (plan, traded)]
    return traded if costs[1] < costs[0] else plan
