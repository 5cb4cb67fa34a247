"""Lists as other systems export them: who comes, who waits, who is left out, with no help."""

import re
from pathlib import Path

import pytest

from eventapp.rsvps.importing import parsing, reading

EXPORTS = Path(__file__).parent / "exports"
ADDRESSES = {
    "Maren": "maren.okkels@example.org",
    "Tobias": "tobias.gf@example.net",
    "Aiyana": "aiyana@example.com",
    "Ngozi": "ngozi.as@mail.example.org",
    "Pekka": "pekka.y@example.org",
}
LAST = {
    "Maren": "Okkels",
    "Tobias": "Grünwald-Fé",
    "Aiyana": "Blackwater",
    "Ngozi": "Adeyemi-Strand",
    "Pekka": "Ylönen",
}
COMPANIES = {
    "Maren": "Harbour Light ApS",
    "Tobias": "Brückner & Söhne",
    "Aiyana": "Red Mesa Clinic",
    "Ngozi": "Lagos Grid",
    "Pekka": "Kotka Maps",
}
# Who comes, who waits in line, who is left out.
EXPECTED = {
    "civicrm-participants.csv": ("Maren Tobias", "Aiyana", "Ngozi Pekka"),
    "civicrm-short.csv": ("Maren Tobias", "Aiyana", "Ngozi Pekka"),
    "eventbrite-custom-report.csv": ("Maren Tobias Aiyana Ngozi", "", "Pekka"),
    "eventyay-attendees.csv": ("Maren Aiyana", "", "Tobias Ngozi Pekka"),
    "google-contacts.csv": ("Maren Tobias Aiyana", "", ""),
    "google-forms.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "hievents-attendees.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "indico-registrations.csv": ("Maren Tobias Ngozi", "", "Aiyana Pekka"),
    "luma-guests.csv": ("Maren Tobias", "Aiyana", "Ngozi Pekka"),
    "microsoft-forms-saved-as.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "odoo-event-registrations.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "odoo-event-registrations.xlsx": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "pretix-checkin-list.csv": ("Maren Tobias Aiyana Ngozi", "", "Pekka"),
    "pretix-order-positions.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "pretix-orders.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "pretix-semicolon.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
    "tickettailor-orders.csv": ("Maren Tobias Aiyana Ngozi", "", "Pekka"),
    "tickettailor-tickets.csv": ("Maren Tobias Aiyana Ngozi", "", "Pekka"),
    "tito.csv": ("Maren Tobias Aiyana Ngozi", "", "Pekka"),
    "workbook.xls": ("Maren Tobias", "Aiyana", "Ngozi Pekka"),
    "zoom.csv": ("Maren Tobias Aiyana", "", "Ngozi Pekka"),
}
UNSURE = {"tickettailor-orders.csv": ["10.00"]}
WITHOUT_COMPANY = ("tickettailor", "civicrm-short")


def look(name):
    return reading.look((EXPORTS / name).read_bytes(), roles=["Practitioner", "Leader"])


def test_every_export_is_read_here():
    names = {path.name for path in EXPORTS.iterdir()}

    assert names == {*EXPECTED, "meetup-attendees.xls"}


@pytest.mark.parametrize("name", EXPECTED)
def test_exactly_who_should_come_comes(name):
    coming, waiting, left_out = (names.split() for names in EXPECTED[name])

    found = look(name).found

    assert [e.first_name for e in found.entries if e.reading == "coming"] == coming
    assert [e.first_name for e in found.entries if e.reading == "waiting"] == waiting
    assert [out.first_name for out in found.left_out] == left_out
    assert not found.bad
    assert not found.repeated


@pytest.mark.parametrize("name", EXPECTED)
def test_everybody_has_their_own_name_address_and_company(name):
    found = look(name).found

    for entry in found.entries:
        assert entry.last_name == LAST[entry.first_name]
        assert entry.email == ADDRESSES[entry.first_name]
        assert not entry.shares
        # Whose ticket isn't named yet has no company of their own.
        unnamed = name == "tito.csv" and entry.first_name == "Aiyana"
        if not name.startswith(WITHOUT_COMPANY) and not unnamed:
            assert entry.organization == COMPANIES[entry.first_name]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_is_left_to_ask_but_what_nobody_could_know(name):
    found = look(name).found

    assert [state.value for state in found.states if state.unsure] == UNSURE.get(name, [])


def test_a_meetup_comes_in_for_the_tables_with_nobody_to_write_to():
    found = look("meetup-attendees.xls").found

    assert [(entry.first_name, entry.email, entry.reading) for entry in found.entries] == [
        ("Maren", "", "coming"),
        ("Tobias", "", "coming"),
        ("Aiyana", "", "coming"),
        ("Ngozi", "", "waiting"),
    ]
    assert [(note.line, note.text) for note in found.notes] == [
        (3, "This row brings further guests (2); only the person named was taken.")
    ]


def test_a_second_ticket_without_an_address_shares_the_buyers():
    data = (EXPORTS / "pretix-order-positions.csv").read_bytes()

    found = reading.look(data.replace(b"tobias.gf@example.net", b""), roles=[]).found

    assert [(e.first_name, e.email, e.shares) for e in found.entries][:2] == [
        ("Maren", "maren.okkels@example.org", 0),
        ("Tobias", "maren.okkels@example.org", 2),
    ]


def test_a_ticket_without_a_name_yet_is_its_buyers_once():
    data = (
        (EXPORTS / "tito.csv")
        .read_text()
        .replace("Tobias Grünwald-Fé,Tobias,Grünwald-Fé,tobias.gf@example.net", ",,,")
    )

    found = reading.look(data.encode(), roles=[]).found

    assert [again.line for again in found.repeated] == [3]


def test_what_one_asked_at_the_door_of_another_system_is_kept():
    found = look("google-forms.csv").found

    assert [entry.food for entry in found.entries] == ["vegan", "", ""]


@pytest.mark.parametrize("name", ["google-forms.csv", "pretix-semicolon.csv"])
def test_the_small_and_the_large_way_of_reading_find_the_same(name, monkeypatch):
    here = look(name)
    monkeypatch.setattr(reading, "ON_THE_SPOT", 0)

    there = look(name)

    assert there == here


def test_the_large_way_speaks_the_organizers_language(monkeypatch):
    def shout(text):
        return re.sub(r"%\(\w+\)S", lambda name: name[0].lower(), text.upper())

    monkeypatch.setattr(reading, "ON_THE_SPOT", 0)
    data = (EXPORTS / "google-forms.csv").read_bytes()

    found = reading.look(data, roles=[], _=shout).found

    assert found.left_out[0].reason == "MARKED “Maybe” IN THE LIST: NOT DECIDED YET."
    with pytest.raises(parsing.BadFile, match="THIS FILE IS EMPTY"):
        reading.look(b"\n", roles=[], _=str.upper)
