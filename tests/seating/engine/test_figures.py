"""The engine's figures are the scorer's, and no bound is above a figure."""

import importlib.util
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from eventapp.seating.engine import bounds, json_format, problem, solution
from eventapp.seating.engine.figures import measure
from eventapp.seating.engine.search import annealing

SHARED = Path(__file__).resolve().parents[4] / "shared" / "seating"
needs_scorer = pytest.mark.skipif(
    not SHARED.is_dir(), reason=f"the independent scorer and its problems are not at {SHARED}"
)
NAMES = sorted(p.stem for p in (SHARED / "instances").glob("*_n*.json")) or ["none"]
SMALL = [n for n in NAMES if "n5000" not in n]
TO_LOWER = (
    "repeats",
    "role_quota",
    "same_company",
    "past_repeats",
    "uncovered_asks",
    "stage_quota",
    "industry_quota",
    "energy",
)


def _document(name):
    return json.loads((SHARED / "instances" / f"{name}.json").read_text())


def _score(plan, document):
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer.score(json_format.document_of(plan), document)


@needs_scorer
@pytest.mark.parametrize("name", NAMES)
def test_the_first_plan_is_valid_and_even_in_roles_where_nothing_is_locked(name):
    document = _document(name)

    plan = annealing.solve(json_format.problem_from(document), steps=0)

    scored, broken = _score(plan, document)
    assert broken == []
    assert scored["role_quota"] == 0 or any(document["locks"].values())


@needs_scorer
@pytest.mark.parametrize("name", SMALL)
def test_a_searched_plan_is_valid_better_and_counted_as_the_scorer_counts(name):
    document = _document(name)
    asked = json_format.problem_from(document)
    dealt = measure(asked, annealing.solve(asked, steps=0, seed=3))

    plan = annealing.solve(asked, steps=150, seed=3)

    counted = measure(asked, plan)
    scored, broken = _score(plan, document)
    assert broken == []
    assert counted.energy == scored["energy"] < dealt.energy
    assert counted.uncovered_asks == scored["asks_answerable"] - scored["asks_covered"]
    assert counted.moves == scored.get("moves")
    for name in ("repeats", "role_quota", "same_company", "past_repeats", "stage_quota"):
        assert getattr(counted, name) == scored[name]


@needs_scorer
@pytest.mark.parametrize("name", SMALL)
def test_no_bound_is_above_its_figure(name):
    asked = json_format.problem_from(_document(name))

    figures = measure(asked, annealing.solve(asked, steps=300))

    least = bounds.lower_bounds(asked)
    for field in TO_LOWER:
        assert getattr(least, field) <= getattr(figures, field), field


@needs_scorer
def test_forty_eight_people_meet_nobody_twice_and_their_roles_are_even():
    document = _document("net_n048_t6_r3")

    plan = annealing.solve(json_format.problem_from(document), steps=3000, seed=1)

    scored, broken = _score(plan, document)
    assert broken == []
    assert (scored["repeats"], scored["role_quota"]) == (0, 0)


def test_too_few_tables_force_repeats_that_the_bound_foresees():
    guests = tuple(problem.Guest(f"g{n}", "guest") for n in range(48))
    tables = tuple(problem.Table(f"t{n}", 8) for n in range(6))

    least = bounds.lower_bounds(problem.Problem(guests, tables, rounds=3))

    assert least.repeats == 24


def test_more_meetings_than_pairs_force_repeats():
    guests = tuple(problem.Guest(f"g{n}", "guest") for n in range(4))
    tables = (problem.Table("a", 2, 2), problem.Table("b", 2, 2))

    least = bounds.lower_bounds(problem.Problem(guests, tables, rounds=5))

    assert least.repeats == 4


def test_one_who_offers_reaches_only_so_many_who_ask():
    asking = tuple(problem.Guest(f"g{n}", "guest", asks=frozenset({"sql"})) for n in range(9))
    knows = problem.Guest("k", "guest", offers=frozenset({"sql"}))
    tables = (problem.Table("a", 5), problem.Table("b", 5))

    least = bounds.lower_bounds(problem.Problem((*asking, knows), tables, rounds=2))

    assert least.uncovered_asks == 1


def test_locked_people_of_a_rare_role_can_not_be_spread():
    guests = tuple(problem.Guest(f"g{n}", "rare" if n < 2 else "usual") for n in range(16))
    asked = problem.Problem(
        guests,
        (problem.Table("a", 8), problem.Table("b", 8)),
        rounds=3,
        together=(("g0", "g1"),),
    )

    least = bounds.lower_bounds(asked)
    figures = measure(asked, annealing.solve(asked, steps=60))

    assert least.role_quota == 3
    assert least.repeats >= 2
    assert figures.role_quota >= 3


def test_a_faded_meeting_costs_its_share_and_counts_as_one():
    guests = tuple(problem.Guest(f"g{n}", "guest") for n in range(2))
    asked = problem.Problem(guests, (problem.Table("a", 2),), rounds=1, past={("g1", "g0"): 0.25})

    figures = measure(asked, solution.Solution(({"g0": "a", "g1": "a"},)))

    assert (figures.past_repeats, figures.energy) == (1, 5)


def test_a_weight_turned_off_costs_nothing_but_is_still_counted():
    guests = tuple(problem.Guest(f"g{n}", "guest", organization="Org") for n in range(4))
    asked = problem.Problem(guests, (problem.Table("a", 4),), rounds=1)
    weights = replace(asked.weights, same_company=0)

    figures = measure(replace(asked, weights=weights), annealing.solve(asked, steps=0))

    assert (figures.same_company, figures.energy) == (6, 0)


@needs_scorer
def test_a_longer_search_does_not_end_worse():
    asked = json_format.problem_from(_document("net_n120_t6_r3"))

    energies = [
        measure(asked, annealing.solve(asked, steps=steps, seed=2)).energy
        for steps in (0, 100, 1000)
    ]

    assert all(later < earlier for earlier, later in pairwise(energies))
