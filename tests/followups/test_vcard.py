"""What one person shares with another, as a contact card."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eventapp.followups.vcard import Contact, filename, vcard

ANYTHING = st.text(max_size=200)


def contact(**given: object) -> Contact:
    fields: dict = {
        "first_name": "Kofi",
        "last_name": "Mensah",
        "email": "kofi@fieldmaps.example",
        "uid": "urn:uuid:8f14e45f-ceea-467f-a0e6-4f2b6c1d2e3a",
        "revised_at": datetime(2026, 11, 27, 9, 0, tzinfo=timezone(timedelta(hours=1))),
    }
    return Contact(**fields | given)


def lines(card: bytes) -> list[str]:
    """The content lines, unfolded."""
    return card.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_a_card_has_only_what_was_shared() -> None:
    assert lines(vcard(contact())) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Mensah;Kofi;;;",
        "FN:Kofi Mensah",
        "EMAIL;TYPE=INTERNET:kofi@fieldmaps.example",
        "UID:urn:uuid:8f14e45f-ceea-467f-a0e6-4f2b6c1d2e3a",
        "REV:20261127T080000Z",
        "END:VCARD",
    ]


def test_a_full_card_escapes_what_would_split_it() -> None:
    card = vcard(
        contact(
            organization="Field Maps; Accra, Ghana",
            phone="+233 30 000 0000",
            url="https://fieldmaps.example/a,b;c",
            note="Met at Coffee & Careers.\nOffers: C:\\maps",
        )
    )

    for line in (
        "ORG:Field Maps\\; Accra\\, Ghana",
        "TEL;TYPE=VOICE:+233 30 000 0000",
        "URL:https://fieldmaps.example/a%2Cb%3Bc",
        "NOTE:Met at Coffee & Careers.\\nOffers: C:\\\\maps",
    ):
        assert lines(card).count(line) == 1


def test_one_name_is_enough() -> None:
    assert "N:;愛子;;;" in lines(vcard(contact(first_name="愛子", last_name="")))
    assert "FN:愛子" in lines(vcard(contact(first_name="愛子", last_name="")))


def test_without_a_name_the_address_stands_for_it() -> None:
    assert "FN:kofi@fieldmaps.example" in lines(vcard(contact(first_name=" ", last_name="\n")))


def test_nobody_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="name"):
        vcard(contact(first_name="", last_name="", email=""))
    with pytest.raises(ValueError, match="revised_at"):
        vcard(contact(revised_at=datetime(2026, 11, 27)))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x.example/\r\nTEL:1", "x", "\\"])
def test_only_a_web_address_is_a_web_address(url: str) -> None:
    assert not [line for line in lines(vcard(contact(url=url))) if line.startswith("URL")]


@given(ANYTHING, ANYTHING, ANYTHING)
@example("é🎉漢" * 40, "a;b" * 60, "\\," * 100)
@example("x\r\nEND:VCARD", "y\rTEL:1", "z\u2028\x00NOTE:x")
def test_whatever_is_typed_stays_in_its_line(first: str, last: str, note: str) -> None:
    card = vcard(contact(first_name=first, last_name=last, organization=first, note=note))

    assert card.endswith(b"\r\nEND:VCARD\r\n")
    assert b"\r\n\r\n" not in card
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", card)
    assert all(len(row) <= 75 for row in card.split(b"\r\n"))
    names = [line.partition(":")[0].partition(";")[0] for line in lines(card)]
    assert len(names) == len(set(names))
    assert names[:4] == ["BEGIN", "VERSION", "N", "FN"]
    [name] = [line for line in lines(card) if line.startswith("N:")]
    assert len(re.split(r"(?<!\\)(?:\\\\)*;", name)) == 5


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("Kofi", "Mensah", "kofi-mensah.vcf"),
        ("Zoë", "O’Neil / ../x", "zoe-oneil-x.vcf"),
        ("愛子", "", "contact.vcf"),
        ("a" * 200, "", "a" * 60 + ".vcf"),
    ],
)
def test_the_file_has_a_plain_name(first: str, last: str, name: str) -> None:
    assert filename(contact(first_name=first, last_name=last)) == name
