"""What pictures say never leaves one to four people: whatever is added up, and whatever is taken away."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from eventapp.insights import hiding
from eventapp.insights.hiding import FEWEST

COUNTS = st.lists(st.integers(0, 12), max_size=9)


@given(COUNTS)
def test_parts_are_joined_until_nothing_that_is_left_is_few(counts: list[int]) -> None:
    groups = hiding.joined(counts)

    assert all_sums_fine([sum(counts[n] for n in group) for group in groups])
    held = sorted(n for group in groups for n in group)
    # All who are there are in one group; or nobody is told of, as there are too few.
    if hiding.few(sum(counts)):
        assert groups == ()
    else:
        assert held == [n for n, count in enumerate(counts) if count]


@given(COUNTS)
def test_parts_of_five_and_more_stand_alone_unless_one_must_hide_others(counts: list[int]) -> None:
    groups = hiding.joined(counts)

    taken_in = [n for group in groups if len(group) > 1 for n in group if counts[n] >= FEWEST]

    assert len(taken_in) <= 1


@given(COUNTS)
def test_stretches_hold_neighbours_and_none_holds_few(counts: list[int]) -> None:
    found = hiding.stretches(counts)

    assert all_sums_fine([sum(counts[n] for n in part) for part in found])
    if hiding.few(sum(counts)):
        assert found == ()
    else:
        assert [n for part in found for n in part] == list(range(len(counts)))


@given(st.lists(st.integers(0, 30), max_size=6), st.integers(0, 5))
def test_steps_that_are_shown_differ_by_nobody_or_by_five(counts: list[int], first: int) -> None:
    shown = hiding.steps(counts, first=[first] if first < len(counts) else [])

    values = [0, *(counts[n] for n in shown)]
    assert not any(hiding.few(abs(a - b)) for a, b in combinations(values, 2))
    if first < len(counts) and not hiding.few(counts[first]):
        assert first in shown


@given(
    st.integers(1, 7).flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, 9), min_size=size, max_size=size), min_size=size, max_size=size
        )
    )
)
def test_no_row_of_a_square_has_a_single_cell_hidden(behind: list[list[int]]) -> None:
    size = len(behind)
    shown = hiding.open_cells(behind)

    hidden = {(a, b) for a in range(size) for b in range(a, size)} - shown
    assert not any(hiding.few(behind[a][b]) for a, b in shown)
    assert len(hidden) != 1 or size == 1
    if shown:
        for role in range(size):
            assert sum(role in cell for cell in hidden) != 1


@given(
    st.integers(0, 9),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 20)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 20)),
)
def test_two_looks_tell_nothing_of_fewer_than_five(
    changed: int, before: dict[str, int], after: dict[str, int]
) -> None:
    fine = hiding.may_follow(changed, before, after)

    both = before.keys() & after.keys()
    assert fine == (
        not hiding.few(changed) and not any(hiding.few(abs(after[n] - before[n])) for n in both)
    )


ROWS = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=8
    )
)


@given(ROWS, st.integers(0, 8))
def test_what_was_divided_stays_divided_whatever_comes_later(
    rows: list[list[int]], known: int
) -> None:
    now, before = hiding.closings(rows), hiding.closings(rows[:known])

    assert before == now[: len(before)]
    begin = 0
    for end in now:
        assert not any(map(hiding.few, map(sum, zip(*rows[begin : end + 1], strict=True))))
        begin = end + 1


@given(ROWS, st.sets(st.integers(0, 7)))
def test_a_coarser_division_has_no_end_of_its_own(rows: list[list[int]], among: set[int]) -> None:
    assert set(hiding.closings(rows, among=among)) <= among


@given(ROWS)
def test_several_numbers_of_stretches_and_groups_are_all_of_nobody_or_five(
    rows: list[list[int]],
) -> None:
    for groups in (hiding.spans(rows), hiding.gathered(rows)):
        for group in groups:
            assert not any(map(hiding.few, map(sum, zip(*(rows[n] for n in group), strict=True))))
        held = sorted(n for group in groups for n in group if any(rows[n]))
        assert not groups or held == [n for n, row in enumerate(rows) if any(row)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=7))
def test_parts_that_are_split_leave_no_few_to_the_others(parts: list[tuple[int, int]]) -> None:
    told = hiding.open_splits(parts)

    assert not any(hiding.few(side) for n in told for side in parts[n])
    if told:
        for side in (0, 1):
            rest = sum(parts[n][side] for n in range(len(parts)) if n not in told)
            assert not hiding.few(rest)


def all_sums_fine(held: list[int]) -> bool:
    """Whether no sum of parts, and nothing that any leave of all, is one to four people."""
    sums = {0}
    for count in held:
        sums |= {one + count for one in sums}
    return not any(hiding.few(one) for one in sums)
