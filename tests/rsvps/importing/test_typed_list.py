"""Names as people paste them become a list that the import reads."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.importing import parsing, reading
from eventapp.rsvps.importing.typed_list import with_headings

ROLES = ["Student", "Career changer"]


def people(text: str) -> list[tuple[str, str, str, str]]:
    data = with_headings(text, roles=ROLES).encode()
    found = reading.look_for_names(data, roles=ROLES).found
    return [(one.name, one.email, one.role, one.organization) for one in found.entries]


def names(text: str) -> list[str]:
    return [name for name, *_rest in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lee\nBo Ek",
        "Name\nAna Lee\nBo Ek",
        "1. Ana Lee\n2. Bo Ek",
        "- Ana Lee\n• Bo Ek\n\n",
        "Lee, Ana\nEk, Bo",
        "Ana Lee; Bo Ek",
        "Ana Lee\r\nBo Ek\r\n",
        "First name,Last name\nAna,Lee\nBo,Ek",
    ],
)
def test_names_are_understood_however_they_are_listed(text):
    assert names(text) == ["Ana Lee", "Bo Ek"]


def test_names_in_one_line_are_several_people():
    assert names("Ana Lee, Bo Ek, Cara Wu") == ["Ana Lee", "Bo Ek", "Cara Wu"]


def test_address_role_and_company_may_stand_behind_a_name():
    text = (
        "Ana Lee <ana@example.org>\nBo Ek\tbo@example.org\tStudent\nCara, career changer, Acme Inc"
    )

    assert people(text) == [
        ("Ana Lee", "ana@example.org", "", ""),
        ("Bo Ek", "bo@example.org", "Student", ""),
        ("Cara", "", "Career changer", "Acme Inc"),
    ]


def test_a_list_that_has_headings_stays_as_it_is():
    text = "Full name;Ticket\nAna Lee;VIP\n"

    assert with_headings(text, roles=ROLES) == text


def test_an_address_that_is_given_must_be_one():
    found = reading.look_for_names(b"Name,Email\nAna,nonsense\nBo,\n", roles=ROLES).found

    assert [row.cells for row in found.bad] == [["Ana", "nonsense"]]
    assert [entry.first_name for entry in found.entries] == ["Bo"]


def test_a_long_list_is_read_the_same_in_a_process_of_its_own():
    rows = "".join(f"Guest{n} Surname{n},guest{n}@example.org\n" for n in range(3000))
    text = f"Name,Email\nNameless Bo,\nAna,nonsense\n{rows}"
    assert len(text) > reading.ON_THE_SPOT

    found = reading.look_for_names(text.encode(), roles=ROLES).found

    assert len(found.entries) == 3001
    assert len(found.bad) == 1


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_is_told_to_be_none(text):
    with suppress(parsing.BadFile):
        people(text)
