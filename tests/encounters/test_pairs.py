"""Who met whom."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.encounters.pairs import counts, met

SEATS = st.dictionaries(st.integers(1, 60), st.integers(1, 8))


def test_people_at_one_table_met_in_order_of_their_keys():
    assert met({9: 1, 3: 1, 5: 2, 7: 2}, {3, 5, 7, 9}) == {(3, 9), (5, 7)}


def test_who_was_not_there_met_nobody():
    assert met({1: 1, 2: 1, 3: 1}, {1, 3}) == {(1, 3)}


def test_who_had_no_seat_met_nobody():
    assert met({1: None, 2: None}, {1, 2}) == set()


def test_meetings_are_counted_whoever_is_named_first():
    assert counts([(1, 2), (2, 1), (1, 3), (4, 4)]) == {(1, 2): 2, (1, 3): 1}


@given(SEATS, st.sets(st.integers(1, 60)))
def test_two_met_exactly_when_both_sat_together_and_were_there(seats, present):
    found = met(seats, present)

    here = sorted(seats.keys() & present)
    assert found == {(a, b) for a in here for b in here if a < b and seats[a] == seats[b]}


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_no_meeting_is_lost_in_the_count(encounters):
    assert sum(counts(encounters).values()) == sum(a != b for a, b in encounters)
