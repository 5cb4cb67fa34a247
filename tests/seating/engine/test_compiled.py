"""The compiled search: exact, within its limits, and not needed."""

import hashlib
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
from eventapp.seating.engine.search.compiled import CODE, CompiledSearch
from eventapp.seating.engine.search.schedule import Schedule
from eventapp.seating.engine.search.vectorized import VectorizedSearch

TOPICS = "abcdefgh"


def _evening(seed, **given):
    lot = np.random.default_rng(seed)

    def some():
        return frozenset(lot.choice(list(TOPICS), lot.integers(5), replace=False).tolist())

    people = tuple(
        Guest(
            f"g{n}",
            role=str(lot.integers(3)),
            stage=str(lot.integers(2)),
            industry=str(lot.integers(3)),
            organization=[None, "X", "Y"][lot.integers(3)],
            asks=some(),
            offers=some(),
        )
        for n in range(23)
    )
    fields = {
        "rounds": 3,
        "tables": tuple(Table(f"t{n}", c, 2) for n, c in enumerate((6, 6, 4, 8, 6))),
        "past": {(f"g{n}", f"g{n + 1}"): 1 for n in range(0, 20, 2)},
        "weights": problem.Weights(industry_quota=7),
        "together": (("g1", "g2"), ("g5", "g6", "g7")),
        "apart": (("g3", "g4"), ("g10", "g11")),
        "fixed": (Fixed("g9", "t0"),),
        "absent": frozenset({(1, "g8"), (2, "g1")}),
    }
    return Problem(people, **fields | given)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10_000),
    st.lists(st.sampled_from([0, 0, 7, 50]), min_size=7, max_size=7),
    st.frozensets(st.tuples(st.integers(0, 2), st.just("t2")), max_size=2),
    st.integers(0, 2),
)
def test_what_the_compiled_search_says_it_gained_is_what_it_gained(seed, weights, closed, frozen):
    asked = _evening(seed, weights=problem.Weights(*weights), closed=closed)
    if frozen:
        before = annealing.solve(asked, steps=0, seed=seed + 1)
        asked = replace(asked, previous=before, frozen_rounds=frozen)
    rng = np.random.default_rng(seed)
    evening = Schedule(ProblemArrays(asked), rng)
    first = figures.measure(asked, evening.plan()).energy

    search = CompiledSearch(evening, rng, steps=200)
    for heat in (60.0, 30.0, 3.0):
        search.turn(heat)
    evening.where = search.best()

    assert figures.measure(asked, evening.plan()).energy == first + search.lowest
    assert rules.violations(asked, evening.plan()) == []


def test_people_who_sit_together_move_to_better_tables():
    asked = _evening(4, weights=problem.Weights(), fixed=(), absent=frozenset())
    rng = np.random.default_rng(4)
    evening = Schedule(ProblemArrays(asked), rng)
    before = evening.where.copy()

    search = CompiledSearch(evening, rng, steps=3_200)
    search.turn(30.0)
    search.turn(1.0)

    pair = [evening.model.number["g1"], evening.model.number["g2"]]
    assert (search.best()[:, pair] != before[:, pair]).any()


@pytest.mark.parametrize("seed", range(4))
def test_people_who_move_together_leave_no_table_below_its_minimum(seed):
    people = tuple(Guest(f"g{n}", None, organization="X" if n < 4 else None) for n in range(8))
    tables = (Table("a", 8, 4), Table("b", 8, 4))
    asked = Problem(people, tables, 1, together=(("g0", "g1", "g2"),))
    start = solution.Solution(({g.key: "ab"[n // 4] for n, g in enumerate(people)},))
    rng = np.random.default_rng(seed)
    evening = Schedule(ProblemArrays(asked), rng, start)

    search = CompiledSearch(evening, rng, steps=200)
    search.turn(0.01)
    evening.where = search.best()

    assert search.lowest < 0
    assert rules.violations(asked, evening.plan()) == []


def test_whole_evenings_are_traded_where_meetings_are_scarce():
    asked = _evening(5, together=(), apart=(), fixed=(), absent=frozenset())
    gains = []
    for trades in (0, 256):
        evening = Schedule(ProblemArrays(asked), np.random.default_rng(5))
        search = CompiledSearch(evening, np.random.default_rng(6), steps=3_200)
        search._trades = trades
        search.turn(0.01)
        gains.append(search.lowest)

    # Without heat single swaps stay where they are stuck.
    assert gains[1] < gains[0]


def test_a_small_budget_of_steps_is_parted_into_turns_so_that_the_heat_can_fall():
    evening = Schedule(ProblemArrays(_evening(3)), np.random.default_rng(3))

    steps = [
        CompiledSearch(evening, np.random.default_rng(3), steps=budget).steps
        for budget in (None, 10_000, 500, 5)
    ]

    assert steps == [compiled.STEPS, compiled.STEPS, 5, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"rounds": 250},
        {"weights": problem.Weights(repeats=5_000)},
        {"weights": problem.Weights(*[1] * 7), "tables": (Table("hall", 70),)},
        {"guests": tuple(Guest(f"g{n}", None) for n in range(2_600))},
        {"guests": tuple(Guest(f"g{n}", str(n)) for n in range(300))},
        {"guests": (Guest("g0", None),)},
    ],
    ids=["rounds", "weights", "a table", "people", "kinds of people", "nobody to swap with"],
)
def test_what_the_compiled_search_can_t_do_is_left_to_numpy(change, monkeypatch):
    free = {"together": (), "apart": (), "fixed": (), "absent": frozenset(), "past": {}}
    asked = replace(_evening(1), **free)
    monkeypatch.setattr(compiled, "_program", lambda: ())

    assert compiled.fits(asked)
    assert not compiled.fits(replace(asked, **change))


def test_where_the_runtime_is_missing_numpy_does_the_work(monkeypatch):
    asked = _evening(2)
    monkeypatch.setattr(compiled, "_program", lambda: None)
    rng = np.random.default_rng(1)

    search = annealing._search(Schedule(ProblemArrays(asked), rng), rng, steps=60)
    plan = annealing.solve(asked, steps=60)

    assert isinstance(search, VectorizedSearch)
    assert rules.violations(asked, plan) == []


def test_the_program_was_made_from_the_source_beside_it():
    source = CODE.with_suffix(".c").read_bytes()

    assert hashlib.sha256(source).hexdigest().encode() in CODE.read_bytes()


def test_the_runtime_is_given_back_before_the_process_ends():
    script = (
        "import atexit\n"
        "from eventapp.seating import engine as p\n"
        "from eventapp.seating.engine.search import compiled\n"
        "atexit.register(lambda: print(compiled._program.cache_info().currsize))\n"
        "gs = tuple(p.Guest(f'g{n}', str(n % 3)) for n in range(12))\n"
        "p.solve(p.Problem(gs, (p.Table('1', 6), p.Table('2', 6)), 2), steps=9)\n"
        "print(compiled._program.cache_info().currsize)\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )

    assert (ended.stdout.split(), ended.stderr) == (["1", "0"], "")
