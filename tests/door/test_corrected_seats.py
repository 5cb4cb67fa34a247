"""From seats, check-ins and corrections to who met: what must hold for any of them."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from eventapp.door.corrections.seats import Correction, corrected
from eventapp.encounters import pairs

WHO, TABLES, ROUNDS = range(1, 9), range(1, 5), (1, 2)
seats = st.fixed_dictionaries(
    {n: st.dictionaries(st.sampled_from(WHO), st.sampled_from(TABLES)) for n in ROUNDS}
)
rounds, who, table = st.sampled_from((1, 2, 3)), st.sampled_from(WHO), st.sampled_from(TABLES)
corrections = st.lists(
    st.one_of(
        st.builds(
            lambda n, a, b: Correction("joined", n, None, *sorted((a, b))), rounds, table, table
        ),
        st.builds(lambda n, w, t: Correction("sat", n, w, t), rounds, who, table),
        st.builds(lambda n, w: Correction("absent", n, w), rounds, who),
    ),
    max_size=8,
)


def _joined(made: list[Correction], number: int) -> dict[int, set[int]]:
    """The tables that were one in a round, the slow way: walk until nothing is new."""
    ends = [{one.table, one.other} for one in made if (one.kind, one.round) == ("joined", number)]
    found = {}
    for start in TABLES:
        group = {start}
        while more := [pair for pair in ends if pair & group and not pair <= group]:
            group |= set().union(*more)
        found[start] = group
    return found


@given(seats, corrections)
def test_who_met_is_who_sat_at_one_table_as_the_last_word_on_each_says(seats, made) -> None:
    found = corrected(seats, made)

    for number in ROUNDS:
        at = dict(seats[number])
        for one in made:
            if one.round == number and one.kind == "sat":
                at[one.who] = one.table
            elif one.round == number and one.kind == "absent":
                at.pop(one.who, None)
        group = _joined(made, number)
        together = {(a, b) for a, b in combinations(sorted(at), 2) if at[b] in group[at[a]]}
        assert pairs.met(found[number], found[number]) == together
        assert all(found[number][who] == min(group[at[who]]) for who in at)
    assert found.keys() == seats.keys()


@given(seats, corrections)
def test_corrections_made_twice_are_made_once(seats, made) -> None:
    assert corrected(seats, [*made, *made]) == corrected(corrected(seats, made), made)
    assert corrected(seats, []) == seats


@given(seats, corrections)
def test_joined_tables_taken_apart_again_are_as_if_never_joined(seats, made) -> None:
    apart = [one for one in made if one.kind != "joined"]

    for number, seated in corrected(seats, made).items():
        alone = corrected(seats, apart)[number]
        assert seated.keys() == alone.keys()
        assert pairs.met(alone, alone) <= pairs.met(seated, seated)
