"""Past meetings in arrays say what a dictionary of pairs says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eventapp.seating.engine import Guest, PastMeetings, Problem, Table
from eventapp.seating.engine.search.arrays import FORBIDDEN, ProblemArrays

KEYS = ["10", "9", "a", "b", "c", "d"]
PAIRS = st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)).filter(
    lambda pair: pair[0] != pair[1]
)


@given(st.dictionaries(PAIRS, st.floats(0, 3)))
def test_a_pair_is_found_whichever_of_the_two_is_named_first(past) -> None:
    counted = {tuple(sorted(pair)): times for pair, times in past.items() if times > 0}

    found = PastMeetings.of(past)

    assert {tuple(sorted(pair)): times for pair, times in found.items()} == {
        pair: found[pair] for pair in counted
    }
    assert all(found[a, b] == found[b, a] for a, b in counted)
    assert len(found) == len(counted)
    assert ("9", "x") not in found
    assert ("a", "b") not in found or ("a", "b") in counted
    assert PastMeetings.of(found) is found


@given(st.dictionaries(PAIRS, st.floats(0.01, 3)), st.sets(PAIRS, max_size=3))
def test_the_search_is_told_what_each_pair_costs_and_that_rules_outweigh_meetings(
    past, apart
) -> None:
    once = {pair: times for pair, times in past.items() if pair[::-1] not in past}
    tables = (Table("1", 3), Table("2", 3))
    guests = tuple(Guest(key, None) for key in KEYS)
    told = PastMeetings.of(once)

    known = ProblemArrays(Problem(guests, tables, 1, apart=tuple(apart), past=told))
    plain = ProblemArrays(Problem(guests, tables, 1, apart=tuple(apart), past=once))

    number = known.number
    cost = {
        tuple(sorted((number[a], number[b]))): round(20 * min(times, 1))
        for (a, b), times in once.items()
    }
    cost |= {tuple(sorted((number[a], number[b]))): float(FORBIDDEN) for a, b in apart}
    pairs = [tuple(pair) for pair in known.pair_at.tolist()]
    assert pairs == sorted(cost)
    assert known.pair_cost.tolist() == [cost[pair] for pair in pairs]
    assert np.array_equal(known.pair_at, plain.pair_at)
    assert np.array_equal(known.pair_cost, plain.pair_cost)
