import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import NOON

from eventapp.door import guest_list
from eventapp.door.guest_list import Entry


def entry(first: str, last: str = "", **given: object) -> Entry:
    fields: dict = {
        "id": 1, "state": "going", "source": "web", "role_id": None, "person_id": 1, "turn": 1,
        "arrived_at": None, "by_id": None, "by": None,
    }  # fmt: skip
    return Entry(first_name=first, last_name=last, **fields | given)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("an", ("Anders", "Grant")),
        ("dijk", ("Klara", "van Dijk")),
        ("lu", ("Łukasz", "Żak")),
        ("zak l", ("Łukasz", "Żak")),
        ("soren", ("Søren", "Ålborg")),
        ("ÅL", ("Søren", "Ålborg")),
        ("王小", ("小明", "王")),
        ("nguyen", ("Hạnh", "Nguyễn")),
        ("سار", ("سارة", "حسن")),
        ("strasse", ("Max", "Straße")),
    ],
)
def test_two_letters_find_a_name_whatever_its_accents(typed: str, name: tuple[str, str]) -> None:
    someone, other = entry(*name), entry("Qi", "Qoq")

    assert guest_list.found([other, someone], typed) == [someone]


def test_names_that_begin_so_come_first_and_who_is_in_comes_last() -> None:
    inner, last, first = entry("Hana"), entry("Klara", "van Dijk", id=2), entry("Ana", id=3)
    gone = entry("Anna", state="cancelled", id=4)
    here = entry("Anders", arrived_at=NOON, id=5)

    assert [e.id for e in guest_list.found([gone, here, inner, last, first], "an")] == [
        3,
        1,
        2,
        5,
        4,
    ]


def test_one_letter_finds_beginnings_only() -> None:
    assert guest_list.found([entry("Hana"), entry("Kofi", "Ade")], "a") == [entry("Kofi", "Ade")]


def test_letters_of_two_names_are_no_name_unless_they_begin_it() -> None:
    ines, li = entry("Inês", "Costa"), entry("雷", "李", id=2)

    assert guest_list.found([ines], "ai") == []
    assert guest_list.found([ines, li], "李雷") == [li]


def test_what_was_typed_is_marked_in_the_name_as_it_is_written() -> None:
    assert list(guest_list.marked("Klara van Dijk", "di")) == [
        ("Klara van ", False), ("Di", True), ("jk", False),
    ]  # fmt: skip
    assert list(guest_list.marked("Zoë", "zoe")) == [("Zoë", True)]
    assert list(guest_list.marked("Zoe\u0308 B", "zoe")) == [("Zoe\u0308", True), (" B", False)]
    assert list(guest_list.marked("小明 王", "王小")) == [("小明 王", False)]


@given(st.text(max_size=40), st.text(max_size=6))
def test_marking_loses_no_letter(name: str, typed: str) -> None:
    assert "".join(piece for piece, _hit in guest_list.marked(name, typed)) == name
