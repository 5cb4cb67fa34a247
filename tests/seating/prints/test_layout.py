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
    assert [(sheet.part, sheet.parts) for sheet in made] == [
        (n, len(sheets)) for n in range(1, len(sheets) + 1)
    ]


def test_a_round_without_anybody_has_no_sheet():
    assert layout.posters([(1, [])]) == []


@given(NAMES, st.integers(1, 10))
def test_everybody_is_on_the_list_once_in_columns_that_fit(names, rounds):
    rows = [layout.Row(name, ("1",) * rounds) for name in names]

    leaves = layout.leaves(rows, rounds=rounds)

    columns = [column for leaf in leaves for column in leaf.columns]
    found = [row.name for column in columns for _letter, group in column for row in group]
    assert sorted(found) == sorted(names)
    assert all(sum(1 + len(rows) for _letter, rows in c) <= layout.ROWS for c in columns)


def test_the_list_goes_by_letter_whatever_the_accent_and_other_scripts_come_last():
    rows = [layout.Row(name, ("1",)) for name in ("Zoë", "田中", "Ömer", "Olu", "élodie", "Ewa")]

    (leaf,) = layout.leaves(rows, rounds=1)

    found = [(letter, [r.name for r in group]) for c in leaf.columns for letter, group in c]
    assert found == [
        ("E", ["élodie", "Ewa"]),
        ("O", ["Olu", "Ömer"]),
        ("Z", ["Zoë"]),
        ("…", ["田中"]),
    ]


def test_a_name_is_set_smaller_the_longer_it_is_and_wide_letters_count_twice():
    sizes = [layout.Person(1, "x" * length).fit for length in (10, 11, 16, 25)]

    assert sizes == ["", "fit-1", "fit-2", "fit-3"]
    assert layout.Person(1, "愛" * 6).fit == "fit-1"


@pytest.mark.parametrize(
    ("people", "rounds", "size"),
    [(6, 1, "size-1 in-1"), (8, 3, "size-2 in-3"), (20, 5, "size-4 in-5"), (9, 10, "size-3 in-5")],
)
def test_a_tent_gets_denser_with_its_people_and_rounds(people, rounds, size):
    (table,) = room(1, people)
    tent = layout.Tent(
        "1", tuple(layout.Sitting(n, table.people, "Why?") for n in range(1, rounds + 1))
    )

    assert tent.size == size + (" two-rows" if rounds > 5 else "")
