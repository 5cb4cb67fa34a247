"""The swap engine: what it says a swap costs is what the swap costs."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.seating.engine import figures, problem, rules, solution
from eventapp.seating.engine.problem import Fixed, Guest, Problem, Table
from eventapp.seating.engine.search import annealing, compiled
from eventapp.seating.engine.search.arrays import ProblemArrays
from eventapp.seating.engine.search.construction import table_sizes
from eventapp.seating.engine.search.schedule import Schedule


def _evening(seed, guests=23, chairs=(6, 6, 4, 6, 6), rounds=3, **rules):
    lot = np.random.default_rng(seed)
    topics = list("abcdefg")
    people = tuple(
        Guest(
            f"g{n}",
            role=str(lot.integers(3)),
            stage=str(lot.integers(2)),
            industry=str(lot.integers(3)),
            organization=[None, "X", "Y"][lot.integers(3)],
            asks=frozenset(lot.choice(topics, lot.integers(4), replace=False).tolist()),
            offers=frozenset(lot.choice(topics, lot.integers(4), replace=False).tolist()),
        )
        for n in range(guests)
    )
    return Problem(
        people,
        tuple(Table(f"t{n}", c, 2) for n, c in enumerate(chairs)),
        rounds,
        past={(f"g{n}", f"g{n + 1}"): 1 for n in range(0, 20, 2)},
        **{"weights": problem.Weights(industry_quota=7)} | rules,
    )


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from([0, 0, 7, 50]), min_size=7, max_size=7),
    st.frozensets(st.tuples(st.integers(0, 2), st.just("t2")), max_size=2),
)
def test_what_swaps_are_said_to_cost_is_what_they_cost(seed, weights, closed):
    asked = _evening(
        seed,
        weights=problem.Weights(*weights),
        closed=closed,
        together=(("g1", "g2"), ("g5", "g6", "g7")),
        apart=(("g3", "g4"),),
        fixed=(Fixed("g9", "t0"),),
        absent=frozenset({(1, "g8"), (2, "g1")}),
    )
    rng = np.random.default_rng(seed)
    noise = rng.gumbel(size=1 << 12).astype(np.float32)
    evening = Schedule(ProblemArrays(asked), rng)
    before = figures.measure(asked, evening.plan()).energy

    said = sum(
        evening.improve(n % 3, np.full(5, 30.0, np.float32), noise) + evening.trade(2, 30.0)
        for n in range(6)
    )

    assert figures.measure(asked, evening.plan()).energy == before + said


def test_the_same_seed_gives_the_same_plan_in_another_process():
    script = (
        "from eventapp.seating import engine as p\n"
        "gs = tuple(p.Guest(f'g{n}', str(n % 3), organization=str(n % 5),"
        " asks=frozenset(f'{n}{n + 1}'), offers=frozenset(f'{n + 1}{n + 2}')) for n in range(30))\n"
        "ts = tuple(p.Table(f't{n}', 6) for n in range(5))\n"
        "print(p.solve(p.Problem(gs, ts, 3), steps=90, seed=7).seats)\n"
    )

    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert said[0] == said[1] != ""


def test_the_search_can_be_stopped_and_gives_the_best_so_far():
    heard = []

    def stop(done, figures):
        heard.append((done, figures.energy))
        return len(heard) < 3

    plan = annealing.solve(_evening(1), steps=3_000, progress=stop)

    assert len(heard) == 3
    assert figures.measure(_evening(1), plan).energy == heard[-1][1]
    assert 0 < heard[0][0] < heard[1][0] < heard[2][0] < 1


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 99), st.integers(1, 12))
def test_stopped_at_any_moment_it_gives_a_valid_plan_no_worse_than_its_start(seed, moment):
    asked = _evening(seed, closed=frozenset({(1, "t2")}), fixed=(Fixed("g3", "t1"),))
    start, heard = annealing.solve(asked, steps=30, seed=seed), []

    plan = annealing.solve(
        asked,
        steps=600,
        seed=seed,
        start=start,
        progress=lambda _done, figures: len(heard) < (heard.append(figures.energy) or moment),
    )

    assert rules.violations(asked, plan) == []
    assert figures.measure(asked, plan).energy <= figures.measure(asked, start).energy
    assert heard == sorted(heard, reverse=True)


def test_industries_are_mixed_when_they_weigh():
    people = tuple(Guest(f"g{n}", None, industry="ab"[n // 4]) for n in range(8))
    asked = Problem(people, (Table("1", 4), Table("2", 4)), 1)
    start = solution.Solution(({g.key: "12"[g.industry == "b"] for g in people},))
    weighed = replace(asked, weights=problem.Weights(industry_quota=5))

    plain = annealing.solve(asked, steps=60, start=start)
    mixed = annealing.solve(weighed, steps=60, start=start)

    assert plain == start
    assert figures.measure(asked, mixed).industry_quota == 0


def test_the_time_budget_is_kept():
    ticks = iter(range(1000))

    plan = annealing.solve(_evening(1), seconds=50, clock=lambda: next(ticks))

    assert len(plan.seats) == 3
    assert next(ticks) < 60


def test_a_search_without_a_budget_is_refused():
    with pytest.raises(ValueError, match="seconds, steps or both"):
        annealing.solve(_evening(1))


def test_a_start_that_breaks_a_rule_is_refused():
    asked = _evening(2)
    start = solution.Solution(({"g0": "t0"},) * 3)

    with pytest.raises(ValueError, match="breaks a rule: g1 has no seat in round 1"):
        annealing.solve(asked, steps=10, start=start)


def test_improving_from_a_plan_never_makes_it_worse():
    asked = _evening(2)
    start = annealing.solve(asked, steps=900, seed=1)

    again = annealing.solve(asked, steps=60, seed=2, start=start)

    assert figures.measure(asked, again).energy <= figures.measure(asked, start).energy


def test_rounds_that_are_over_stay_as_they_were():
    asked = _evening(3)
    before = annealing.solve(asked, steps=60)
    later = replace(asked, previous=before, frozen_rounds=2)

    plan = annealing.solve(later, steps=60, seed=9)

    assert plan.seats[:2] == before.seats[:2]
    assert plan.seats[2] != before.seats[2]


def test_large_evenings_are_improved_in_parts(monkeypatch):
    monkeypatch.setattr(compiled, "PAIRS", 0)
    guests = tuple(Guest(f"g{n}", str(n % 4), organization=str(n % 90)) for n in range(1300))
    tables = tuple(Table(f"t{n}", 8, 6) for n in range(165))
    asked = Problem(guests, tables, rounds=2)

    plan = annealing.solve(asked, steps=120)

    dealt = annealing.solve(asked, steps=0)
    assert figures.measure(asked, plan).energy < figures.measure(asked, dealt).energy


def test_table_sizes_are_as_even_as_chairs_allow():
    asked = _evening(0, guests=20, chairs=(8, 8, 4, 4))

    sizes = table_sizes(asked.tables, 20, np.zeros(4, int))

    assert sizes.tolist() == [6, 6, 4, 4]
