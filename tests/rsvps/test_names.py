"""Who a row names, whose address it is, and what of our own file comes back."""

import pytest

from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.columns import OWN
from eventapp.rsvps.names import same_name

OURS = ["Status", *dict.fromkeys(OWN.values()), "Answered"]


def taken(*rows, roles=()):
    sheet = parsing.read("\n".join(rows).encode())
    return parsing.entries(sheet, parsing.guess(sheet), roles=roles)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(("Ann", ""), ("ann", "Lee"), True), (("Ann", "Lee"), ("Ann", "Ray"), False),
     (("Zoé", "Lee"), ("ZOE", "lee"), True), (("Ann Maria", "Lee"), ("Ann", "Lee"), False)],
)  # fmt: skip
def test_a_last_name_may_be_left_out_at_one_address(one, other, same):
    assert same_name(*one, *other) is same


def test_a_name_in_part_and_the_whole_name_at_one_address_are_one_row():
    found = taken("Name,Email", "Ann,a@x.org", "Ann Lee,a@x.org", "Ann,a@x.org", "Ann Ray,a@x.org")

    assert names(found) == [("Ann", "Lee"), ("Ann", "Ray")]
    assert [again.line for again in found.repeated] == [3, 4]


@pytest.mark.parametrize("bullet", ["-", "•", "1.", "12)", "*"])
def test_what_a_pasted_list_has_before_a_name_is_no_name(bullet):
    assert names(taken("Name,Email", f"{bullet} Ann Lee,a@x.org")) == [("Ann", "Lee")]


def test_what_stands_between_the_names_belongs_to_the_last():
    found = taken(
        "Voornaam;Tussenvoegsel;Achternaam;E-mail", "An;van der;Berg;a@x.org", "Bo;;Vos;b@x.org"
    )

    assert names(found) == [("An", "van der Berg"), ("Bo", "Vos")]


def names(found):
    return [(entry.first_name, entry.last_name) for entry in found.entries]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Maren & Pekka Okkels", [("Maren", "Okkels"), ("Pekka", "Okkels")]),
        ("Maren und Pekka Okkels", [("Maren", "Okkels"), ("Pekka", "Okkels")]),
        ("Ann Lee and Bob Obi", [("Ann", "Lee"), ("Bob", "Obi")]),
        ("Ann + Bob", [("Ann", ""), ("Bob", "")]),
        ("José Ortega y Gasset", [("José", "Ortega y Gasset")]),
        ("Ludwig von und zu Stein", [("Ludwig", "von und zu Stein")]),
    ],
)
def test_two_people_in_one_cell_are_two(cell, people):
    found = taken("Name,Email", f"{cell},a@example.org")

    assert names(found) == people
    assert [entry.shares for entry in found.entries] == [0, 2][: len(people)]
    assert len(found.notes) == len(people) - 1


def test_two_first_names_beside_a_family_name_are_two_people():
    found = taken("First name,Last name,Email", "Maren & Pekka,Okkels,a@example.org")

    assert names(found) == [("Maren", "Okkels"), ("Pekka", "Okkels")]


@pytest.mark.parametrize("cell", ["Mr & Mrs Okkels", "Ann & Bob & Eve Lee"])
def test_people_who_cannot_be_told_apart_are_asked_for_by_row(cell):
    found = taken("Name,Email", f"{cell},a@example.org")

    assert not found.entries
    assert "several people" in found.bad[0].reason


@pytest.mark.parametrize("cell", ["Maren", "Maren Okkels", "Okkels Maren"])
def test_a_name_beside_a_lastname_keeps_the_given_name(cell):
    found = taken("name ,lastname ,email ", f"{cell},Okkels,maren@example.org")

    assert found.entries[0].first_name in {"Maren", "Okkels"}
    assert {*names(found)[0]} == {"Maren", "Okkels"}


def test_an_address_stays_its_owners_even_when_another_row_borrows_it_first():
    found = taken(
        "Name,Attendee email,Buyer email",
        "Tobias,,maren@example.org",
        "Maren,maren@example.org,maren@example.org",
    )

    assert [(entry.first_name, entry.email, entry.shares) for entry in found.entries] == [
        ("Tobias", "maren@example.org", 3),
        ("Maren", "maren@example.org", 0),
    ]


def test_of_two_who_borrow_one_address_the_first_has_it():
    found = taken("Name,Attendee email,Buyer email", "Ann,,m@example.org", "Bob,,m@example.org")

    assert [entry.shares for entry in found.entries] == [0, 2]


def own(**said):
    row = dict.fromkeys(OURS, "") | {"Status": "Going", "First name": "Ann"} | said
    data = parsing.write(OURS, [list(row.values())])
    sheet = parsing.read(data)
    return parsing.entries(sheet, parsing.guess(sheet), roles=["Leader"]).entries[0]


def test_our_own_file_gives_back_every_cell_as_it_was():
    said = {
        "First name": "Ann & Bob",
        "Email": "ann@example.org",
        "Role": "Leader",
        "Career stage": "early",
        "Ask": "'=1+1",
        "Ask kind": "skill",
        "Offer": "-",
        "Offer kind": "volunteering",
        "Access needs": "a step-free way\nand a chair",
        "Food": "no",
        "Shows first name": "yes",
        "Keeps in touch": "no",
    }

    found = own(**said)

    assert (found.first_name, found.last_name, found.role, found.stage) == (
        "Ann & Bob", "", "Leader", "early",
    )  # fmt: skip
    assert (found.ask, found.ask_kind) == ("'=1+1", "skill")
    assert (found.offer, found.offer_kind) == ("-", "volunteering")
    assert (found.access_needs, found.food) == ("a step-free way\nand a chair", "no")
    assert (found.show_name, found.keep_in_touch) == (True, False)


def test_a_guest_of_ours_without_an_address_comes_back():
    assert own(Email="").email == ""


def test_nobody_else_says_what_our_guests_consent_to():
    sheet = parsing.read(b"Name,Email,Shows first name,Keeps in touch\nAnn,a@example.org,yes,yes\n")
    mapping = parsing.picked(parsing.guess(sheet), {"show_name": 2, "keep_in_touch": 3})

    found = parsing.entries(sheet, mapping, roles=[])

    assert (found.entries[0].show_name, found.entries[0].keep_in_touch) == (False, False)
