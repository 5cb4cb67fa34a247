"""Who sits at no table with whom, as the people of an evening said."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.seating.avoiding.pairs import Here, Said, among, at_one_table, kept_apart

people = st.integers(1, 6)
words = st.sampled_from(("", "ana", "ben", "cem"))
said = st.lists(st.builds(Said, people, st.one_of(st.none(), people), words), max_size=6)
here = st.lists(
    st.builds(lambda person, called: (person, frozenset({called})), people, words),
    max_size=6,
    unique_by=lambda one: one[0],
).map(lambda all_: [Here(100 + person, person, called) for person, called in all_])


@given(said, here)
def test_each_pair_is_two_who_are_here_of_whom_one_said_so(said, here) -> None:
    by_key = {one.key: one for one in here}

    pairs = kept_apart(said, here)

    assert pairs == sorted(set(pairs))
    for low, high in pairs:
        assert low < high
        ends = by_key[low], by_key[high]
        assert any(
            me.person == one.person
            and (other.person == one.other if one.other else one.words in other.words - {""})
            for one in said
            for me, other in (ends, ends[::-1])
        )


@given(said, here)
def test_nobody_who_was_chosen_is_ever_forgotten(said, here) -> None:
    by_person = {one.person: one.key for one in here}

    pairs = kept_apart(said, here)

    for one in said:
        if one.person in by_person and one.other in by_person and one.person != one.other:
            ends = sorted((by_person[one.person], by_person[one.other]))
            assert tuple(ends) in pairs


def test_who_shares_a_table_is_seen_in_seats_and_in_groups() -> None:
    assert at_one_table({1: 4, 2: 4, 3: 5}, [(1, 2), (1, 3), (2, 9)]) == {(1, 2)}
    assert among([3, 1], {(1, 3)})
    assert not among([1, 2], {(1, 3)})
