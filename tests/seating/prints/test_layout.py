"""What goes on which sheet, so that it can be read and nobody is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.seating.prints import layout

NAMES = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12), max_size=200)


def room(tables: int, chairs: int) -> list[layout.Table]:
    people = tuple(layout.Person(1, f"Guest {n}") for n in range(chairs))
    return [layout.Table(str(number), people) for number in range(1, tables + 1)]


@pytest.mark.parametrize(
    ("tables", "chairs", "sheets"),
    [(4, 8, [4]), (8, 6, [8]), (9, 8, [5, 4]), (40, 8, [8] * 5), (5, 9, [3, 2]), (12, 20, [4] * 3)],
)
def test_a_round_is_spread_evenly_over_sheets_of_few_tables(tables, chairs, sheets):
    made = layout.posters([(1, room(tables, chairs))])

    assert [len(sheet.tables) for sheet in made] == sheets
    assert all(sheet.columns * sheet.rows >= len(sheet.tables) for sheet in made)


def test_a_round_without_anybody_has_no_sheet():
    assert layout.posters([(1, [])]) == []


@given(NAMES, st.integers(10, 40), st.integers(1, 2))
def test_everybody_is_on_the_list_once_in_columns_that_fit_and_lines_are_left(names, most, across):
    rows = [layout.Row(name, ("1",)) for name in names]

    leaves = layout.leaves(rows, most=most, across=across)

    columns = [column for leaf in leaves for column in leaf]
    found = [row.name for column in columns for letter, group in column if letter for row in group]
    spare = [row for column in columns for letter, group in column if not letter for row in group]
    assert sorted(found) == sorted(names)
    assert len(spare) >= layout.SPARE
    assert all(len(leaf) == across for leaf in leaves)
    assert all(sum(1 + len(rows) for _letter, rows in c) <= most for c in columns)


def test_the_list_goes_by_letter_whatever_the_accent_and_other_scripts_come_last():
    names = ("Zoë", "田中", "Ömer", "Olu", "élodie", "Ewa", "Łucja", "Luke")
    rows = [layout.Row(name, ("1",)) for name in names]

    (leaf,) = layout.leaves(rows, most=40, across=1)

    found = [(letter, [r.name for r in group]) for c in leaf for letter, group in c if letter]
    assert found == [
        ("E", ["élodie", "Ewa"]),
        ("L", ["Łucja", "Luke"]),
        ("O", ["Olu", "Ömer"]),
        ("Z", ["Zoë"]),
        ("…", ["田中"]),
    ]


@given(st.lists(st.floats(1, 100), max_size=60))
def test_strips_stand_below_each_other_in_their_order_and_none_is_torn(heights):
    found = layout.stacked(heights, 100.0)

    assert [number for sheet in found for number in sheet] == list(range(len(heights)))
    assert all(sum(heights[number] for number in sheet) <= 100.001 for sheet in found)
