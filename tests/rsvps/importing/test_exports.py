"""The two exports of ticket sellers, read as they are, row by row."""

from pathlib import Path

import pytest

from eventapp.mail.compose import address
from eventapp.rsvps.importing import parsing

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
ROLES = ["Newcomer", "Career changer", "Practitioner", "Student", "Leader", "Founder", "Educator"]

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the sample exports aren't in {DATA}")


def taken(name, *, check=address):
    sheet = parsing.read((DATA / f"attendees-{name}-export.csv").read_bytes())
    return sheet, parsing.entries(sheet, parsing.guess(sheet), roles=ROLES, check=check)


def by_line(found):
    return {entry.line: entry for entry in found.entries}


def test_every_column_of_the_eventbrite_export_is_recognised():
    sheet, _found = taken("eventbrite")

    assert {sheet.headings[at]: field for field, (at,) in parsing.guess(sheet).items()} == {
        "First Name": "first_name",
        "Last Name": "last_name",
        "Email": "email",
        "What best describes you?": "role",
        "Career stage": "stage",
        "Industry": "industry",
        "Company": "organization",
        "One thing I would like to ask about": "ask",
        "One thing I could help someone with": "offer",
        "Pronouns": "pronouns",
        "Attendee Status": "status",
        "Quantity": "quantity",
    }


def test_every_column_of_the_luma_export_is_recognised():
    sheet, _found = taken("luma")

    assert {sheet.headings[at]: field for field, (at,) in parsing.guess(sheet).items()} == {
        "name": "name",
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "What is your role?": "role",
        "Career stage": "stage",
        "Industry": "industry",
        "Company": "organization",
        "What would you like to ask?": "ask",
        "What can you offer?": "offer",
        "approval_status": "status",
    }


def test_the_eventbrite_export_holds_124_people():
    sheet, found = taken("eventbrite")

    assert (sheet.encoding, sheet.delimiter, len(sheet.rows)) == ("utf-8", ",", 134)
    assert len(found.entries) == 124
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (132, "This row has no email address."),
        (133, found.bad[1].reason),
    ]
    assert [out.line for out in found.left_out] == [54, 90]
    assert [(again.first, again.line) for again in found.repeated] == [
        (8, 9),
        (48, 49),
        (66, 67),
        (80, 81),
        (95, 96),
        (108, 109),
    ]
    assert not found.notes


def test_the_broken_address_is_named_in_a_sentence_with_the_row_beside_it():
    _sheet, found = taken("eventbrite", check=parsing.plausible)

    assert found.bad[1].reason == "“not-an-address” isn't an email address."
    assert found.bad[1].cells[2:5] == ["Broken", "Address", "not-an-address"]


def test_the_luma_export_holds_57_people():
    sheet, found = taken("luma")

    assert (sheet.encoding, sheet.delimiter, len(sheet.rows)) == ("utf-8", ",", 60)
    assert len(found.entries) == 57
    assert [(out.line, out.reason) for out in found.left_out] == [
        (16, "Marked “declined” in the list: not coming."),
        (30, "Marked “pending_approval” in the list: not decided yet."),
        (51, "Marked “declined” in the list: not coming."),
    ]
    assert [*found.bad, *found.repeated, *found.notes] == []


def test_shouted_addresses_with_spaces_are_folded():
    _sheet, found = taken("eventbrite", check=parsing.plausible)

    assert by_line(found)[13].email == "denis9510@example.org"
    assert all(entry.email == entry.email.strip().lower() for entry in found.entries)


def test_names_are_cleaned_and_keep_their_script():
    _sheet, found = taken("eventbrite")
    people = {(entry.first_name, entry.last_name) for entry in found.entries}

    assert people >= {
        ("Maksur", "Yıldırım"),
        ("Gabrielle", "Leroy"),
        ("さゆり", "井上"),
        ("지우", "김"),
        ("يمام", "بنو هاشم"),
        ("Лукʼян", "Микитюк"),
        ("Θηρεσία", "Καψή"),
        ("Maria Luiza", "Sales"),
        ("Wolfeschlegelsteinhausenbergerdorff-Hubert", "Blaine"),
    }


def test_every_role_and_stage_of_the_exports_is_understood():
    everyone = [entry for name in ("eventbrite", "luma") for entry in taken(name)[1].entries]

    assert {entry.role for entry in everyone} == {*ROLES} - {"Educator"}
    assert {entry.stage for entry in everyone} == {
        "studying",
        "early",
        "mid",
        "senior",
        "executive",
    }


def test_a_role_in_small_letters_is_the_same_role():
    _sheet, found = taken("eventbrite")

    assert [entry.role for entry in found.entries if entry.first_name == "Bertold"] == [
        "Practitioner"
    ]


def test_companies_with_commas_stay_whole():
    _sheet, found = taken("eventbrite")

    assert by_line(found)[6].organization == "Stevens, Hopkins and Fletcher"


def test_formulas_and_markup_come_in_as_plain_text_and_go_out_disarmed():
    _sheet, found = taken("eventbrite")
    entry = by_line(found)[134]

    written = parsing.write(["Name", "Ask", "Offer"], [[entry.first_name, entry.ask, entry.offer]])

    assert entry.first_name == '=HYPERLINK("http://evil.example","x")'
    assert (entry.ask, entry.offer) == ("<script>alert(1)</script>", "+44 20 7946 0000")
    assert b"\"'=HYPERLINK(" in written
    assert b",'+44 20 7946 0000" in written


def test_nobody_is_in_both_exports():
    first, second = (
        {entry.email.casefold() for entry in taken(name)[1].entries}
        for name in ("eventbrite", "luma")
    )

    assert not first & second
