"""How much an old meeting weighs, and how far people come at most."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.seating import engine, meetings
from eventapp.seating.engine import Guest, Problem, Table, Weights
from eventapp.seating.engine import series as descent
from eventapp.seating.meetings import Evening


def test_a_meeting_loses_half_of_its_weight_a_year() -> None:
    assert [meetings.faded(years * 365.25) for years in (0, 1, 2)] == [1.0, 0.5, 0.25]


def weights(past: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """What pairs weigh, by the pair."""
    pairs, times = np.array([*past]).reshape(-1, 2), np.array([*past.values()])
    return dict(zip(past, meetings.weights(pairs, times).tolist(), strict=True))


def test_meetings_of_a_pair_add_up_to_one_at_most() -> None:
    assert weights({(1, 2): 0.75, (3, 4): 3.0}) == {(1, 2): 0.75, (3, 4): 1.0}
    assert weights({}) == {}


def test_meeting_again_weighs_half_between_those_who_know_most_and_fully_for_whoever_knows_least() -> (
    None
):
    pairs = [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (4, 5)]

    found = weights(dict.fromkeys(pairs, 1.0))

    assert found[1, 2] == 0.5
    assert found[4, 5] == 1.0
    assert found[1, 3] == 0.75


def test_a_person_s_way_counts_others_once_and_only_those_in_the_row() -> None:
    coming = [Evening(frozenset({1, 2, 3, 4, 9}), 3, frozenset({(1, 2), (1, 3), (1, 9)}))]

    ways = {one.person: one for one in meetings.reach([1, 2, 3, 4], [(1, 2), (1, 8)], coming)}

    assert (ways[1].met, ways[1].planned, ways[1].possible) == (1, 1, 1)
    assert (ways[4].met, ways[4].planned, ways[4].most) == (0, 0, 3)


def test_whoever_comes_to_nothing_any_more_stays_with_those_they_met() -> None:
    coming = [Evening(frozenset({2, 3}), 9)]

    ways = {one.person: one for one in meetings.reach([1, 2, 3], [(1, 2)], coming)}

    assert (ways[1].met, ways[1].most) == (1, 1)
    assert (ways[2].met, ways[2].most) == (1, 2)


def test_those_who_have_met_the_fewest_come_first() -> None:
    order = [one.person for one in meetings.reach([1, 2, 3, 4], [(1, 2), (1, 3)], [])]

    assert order == [4, 2, 3, 1]


def crowd(number: int, *, tables: int, chairs: int, rounds: int) -> engine.SeriesSession:
    guests = tuple(Guest(f"g{n}", role=None) for n in range(number))
    room = tuple(Table(str(n), chairs) for n in range(tables))
    return engine.SeriesSession(Problem(guests, room, rounds), {f"g{n}": n for n in range(number)})


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(4, 14), st.integers(1, 3), st.integers(1, 3))
def test_no_plan_lets_anybody_meet_more_than_is_possible(seed, number, rounds, evenings) -> None:
    tables = -(-number // 4)
    session = crowd(number, tables=tables, chairs=4, rounds=rounds)
    people, room = frozenset(range(number)), rounds * 3
    plans = [engine.solve(session.problem, steps=0, seed=seed + n) for n in range(evenings)]

    planned = [Evening(people, room, frozenset(session.pairs(plan))) for plan in plans]

    bound = {
        one.person: one.most
        for one in meetings.reach(people, [], [Evening(people, room)] * evenings)
    }
    assert all(one.by_then <= bound[one.person] for one in meetings.reach(people, [], planned))


def test_evenings_planned_together_avoid_each_other_and_what_was() -> None:
    session = crowd(12, tables=4, chairs=3, rounds=1)
    was = session.pairs(engine.solve(session.problem, steps=0))

    plans = engine.solve_series([session] * 2, was, seconds=1)

    pairs = [session.pairs(plan) for plan in plans]
    assert len(was.union(*pairs)) == 3 * len(was) == 36


def test_stopping_keeps_a_plan_for_every_evening() -> None:
    session = crowd(11, tables=3, chairs=4, rounds=3)
    told = []

    def stop(done: float, plans: list) -> bool:
        told.append((done, len(plans)))
        return False

    plans = engine.solve_series([session] * 3, set(), seconds=5, progress=stop)

    assert len(plans) == 3
    assert told[0][1] == 3
    assert len(told) == 1


def test_meeting_again_in_a_row_costs_as_much_as_twice_in_one_evening() -> None:
    session = crowd(4, tables=2, chairs=2, rounds=1)
    guests = session.problem.guests
    past = {("g3", "g2"): 0.5, ("g1", "g0"): 0.5}
    asked = Problem(
        guests, session.problem.tables, 1, past=past, weights=Weights(repeats=50, past_repeats=20)
    )

    found = descent.problem_given_meetings(
        engine.SeriesSession(asked, session.person), {(0, 1), (7, 8)}
    )

    assert found.weights.past_repeats == 50
    assert found.past == {("g3", "g2"): pytest.approx(0.2), ("g0", "g1"): 1.0}
