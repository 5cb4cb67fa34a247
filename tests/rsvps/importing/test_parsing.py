"""Attendee lists made by hand: who comes, which rows are bad and why, who is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.importing import parsing

ROLES = ["Newcomer", "Career changer", "Practitioner", "Student", "Leader", "Founder"]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


def taken(text, *, roles=ROLES, **mapping):
    sheet = parsing.read(text.encode())
    return parsing.entries(sheet, parsing.picked(parsing.guess(sheet), mapping), roles=roles)


def reasons(found):
    return {bad.line: bad.reason for bad in found.bad}


def test_one_broken_letter_spoils_its_row_and_not_the_file():
    good = "Name,Email\n" + "".join(f"Édith É,e{n}@example.org\n" for n in range(9))
    sheet = parsing.read(good.encode() + b"Herma He\xdf,herma@example.org\n")

    found = parsing.entries(sheet, parsing.guess(sheet), roles=[])

    assert len(found.entries) == 9
    assert "can't be read" in reasons(found)[11]


def test_lines_are_those_of_the_file_even_after_cells_with_line_breaks():
    found = taken('Name,Email,Ask\nA,a@example.org,"one\ntwo\nthree"\n\nB,b@example.org,\nC,bad,\n')

    assert [entry.line for entry in found.entries] == [2, 6]
    assert [bad.line for bad in found.bad] == [7]
    assert found.entries[0].ask == "one two three"


def test_title_lines_above_the_headings_are_passed_over():
    found = taken("Guests of the March meetup\n\nName,Email\nA B,a@example.org\n")

    assert [(entry.line, entry.first_name) for entry in found.entries] == [(4, "A")]


def test_headings_repeated_by_joined_exports_are_no_person():
    found = taken("Name,Email\nA,a@example.org\nName,Email\nB,b@example.org\n")

    assert len(found.entries) == 2
    assert not found.bad


def test_a_column_can_be_forced_by_the_organizer():
    found = taken("Who,Mail,Notes\nAnn Lee,ann@example.org,hiring\n", name=0, ask=2)

    assert [(entry.first_name, entry.ask) for entry in found.entries] == [("Ann", "hiring")]


@pytest.mark.parametrize(
    ("text", "mapping", "sentence"),
    [
        ("Nr,Email\nA,a@example.org\n", {}, "the name"),
        ("Name,Email\nA,a@example.org\n", {"ask": 7}, "isn't in this file"),
    ],
)
def test_a_mapping_that_cannot_work_is_refused(text, mapping, sentence):
    with pytest.raises(parsing.BadFile, match=sentence):
        taken(text, **mapping)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("", "no email address"),
        ("not-an-address", "isn't an email address"),
        ('"a@example.org,b@example.org"', "more than one"),
        ("a@example.org; b@example.org", "more than one"),
        ("a＠x.org@example.org", "more than one"),
        ("a b@example.org", "isn't an email address"),
        ("a@localhost", "isn't an email address"),
        ("a" * 250 + "@example.org", "longer"),
        ('"a@example\n.org"', "several lines"),
    ],
)
def test_a_bad_address_is_named_by_line_and_reason(cell, sentence):
    found = taken(f"Name,Email\nA,{cell}\n")

    assert not found.entries
    assert sentence in reasons(found)[2]


@pytest.mark.parametrize(
    "cell",
    [
        " ANN@Example.org ",
        "mailto:ann@example.org",
        "Ann Lee <ann@example.org>",
        "ann＠example.org",
    ],
)
def test_an_address_is_unwrapped_and_folded(cell):
    found = taken(f"Name,Email\nAnn,{cell}\n")

    assert [entry.email for entry in found.entries] == ["ann@example.org"]


def test_another_check_of_addresses_may_be_passed_in():
    def nobody(text):
        raise ValueError("No mail server takes letters there.")

    sheet = parsing.read(b"Name,Email\nA,a@example.org\n")

    found = parsing.entries(sheet, {"name": (0,), "email": (1,)}, roles=[], check=nobody)

    assert reasons(found) == {2: "No mail server takes letters there."}


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("Anja van der Dussen", "Anja", "van der Dussen"),
        ('"Obi, Grace"', "Grace", "Obi"),
        ('"Grace Obi, PhD"', "Grace", "Obi"),
        ("Dr. Grace Obi", "Grace", "Obi"),
        ("  Maksur\u200b   Yıldırım ", "Maksur", "Yıldırım"),
        ("雷　潘", "雷", "潘"),
        ("지우", "지우", ""),
        ("Na", "Na", ""),
        ("علی\u200cرضا محمدی", "علی\u200cرضا", "محمدی"),
        ("\u202eAnn\u202c \x07Lee", "Ann", "Lee"),
    ],
)
def test_whole_names_are_parted_and_cleaned(cell, first, last):
    found = taken(f"Name,Email\n{cell},a@example.org\n")

    assert [(entry.first_name, entry.last_name) for entry in found.entries] == [(first, last)]


def test_a_family_name_alone_is_what_the_person_is_called():
    found = taken("First name,Last name,Email\n,Obi,a@example.org\n,,b@example.org\n")

    assert found.entries[0].first_name == "Obi"
    assert "no name" in reasons(found)[3]


@pytest.mark.parametrize(("name", "last"), [("Obi", "Obi"), ("Grace Obi", "Obi"), ("Grace", "")])
def test_a_name_beside_a_first_name_is_the_family_name_or_both(name, last):
    found = taken(f"Vorname;Name;E-Mail\nGrace;{name};a@example.org\n")

    assert [(entry.first_name, entry.last_name) for entry in found.entries] == [("Grace", last)]


def test_who_is_not_coming_is_left_out_with_a_reason_whatever_the_address():
    found = taken("Name,Email,Status\nA,,Deleted\nB,b@example.org,invited\nC,c@example.org,?\n")

    assert [(out.line, out.reason) for out in found.left_out] == [
        (2, "Marked “Deleted” in the list: not coming."),
        (3, "Marked “invited” in the list: not decided yet."),
        (4, "Marked “?” under “Status”: say first what that means."),
    ]
    assert not found.entries


def test_a_repeated_address_counts_once_and_fills_the_blanks_of_the_first():
    found = taken(
        "Name,Email,Ask,Offer\nAnn Lee,ann@example.org,hiring,\n"
        "Ann Lee,ANN@example.org,budgets,SQL\n"
    )

    assert [(entry.line, entry.ask, entry.offer) for entry in found.entries] == [
        (2, "hiring", "SQL")
    ]
    assert [(again.line, again.first) for again in found.repeated] == [(3, 2)]


def test_two_people_with_one_address_both_come_and_the_second_is_named():
    found = taken("Name,Email,Ask\nAnn Lee,a@example.org,\nBob Lee,a@example.org,hiring\n")

    assert [(entry.first_name, entry.ask, entry.shares) for entry in found.entries] == [
        ("Ann", "", 0),
        ("Bob", "hiring", 2),
    ]
    assert "gets no letters" in found.notes[0].text


def test_a_row_with_an_unquoted_delimiter_is_bad():
    found = taken("Name,Company,Email\nAnn,Stevens, Hopkins and Co,ann@example.org\n")

    assert "4 cells under 3 headings" in reasons(found)[2]
    assert found.bad[0].cells == ["Ann", "Stevens", " Hopkins and Co", "ann@example.org"]


def test_what_was_not_understood_is_noted_and_the_person_still_comes():
    found = taken(
        f"Name,Email,Role,Stage,Guests,Quantity,Ask\nA,a@example.org,Wizard,purple,2,3,{'x' * 300}\n"
    )

    assert len(found.entries[0].ask) == 200
    assert [note.line for note in found.notes] == [2] * 5
    text = " ".join(note.text for note in found.notes)
    assert all(
        word in text for word in ("shortened", "Wizard", "purple", "guests (2)", "3 tickets")
    )


def test_sentences_go_through_the_translation_that_is_passed_in():
    sheet = parsing.read(b"Name,Email,Ask\nA,,hiring\n")
    mapping = {"name": (0,), "email": (1,), "ask": (2,)}

    found = parsing.entries(sheet, mapping, roles=[], _=str.upper)

    assert reasons(found) == {2: "THIS ROW HAS NO EMAIL ADDRESS."}


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8))
def test_every_row_ends_in_exactly_one_list(rows):
    head = [["Name", "Email", "Status"], ["Ann", "ann@example.org", ""]]

    sheet = parsing.read(parsing.write(head[0], [head[1], *rows]))
    found = parsing.entries(sheet, {"name": (0,), "email": (1,), "status": (2,)}, roles=[])

    ends = (found.entries, found.bad, found.left_out, found.repeated)
    lines = [line for end in ends for line in {one.line for one in end}]
    assert sorted(lines) == [line for line, _cells in sheet.rows]
