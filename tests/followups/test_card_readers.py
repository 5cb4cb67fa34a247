"""Contact cards reach the address books that people use: one by one, and many in one file.

vobject is what khard and Radicale read with, ical.js Thunderbird, sabre/vobject Nextcloud.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import calendar_readers
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from eventapp.content_lines import clean, clean_lines
from eventapp.followups.vcard import Contact, vcard
from eventapp.people.names import full_name

pytestmark = [pytest.mark.browser, pytest.mark.services]
# What a program reads of each card of a file: the value of each line by its name.
Reader = Callable[[bytes], list[dict[str, str]]]

ODD = (
    ("Zoë", "O’Neil, Jr.", "Field Maps; Accra, Ghana", "One.\nC:\\maps; two, three"),
    ("愛子", "", "", "é🎉漢" * 40),
    ("שרה", "כהן", "A & B \\", ""),
    ("Jean-Luc\\; N:x", "de la Cruz", "a:b;c=d", "\\n is two letters"),
)
TEXT = st.text(max_size=60)


def by_vobject(file: bytes) -> list[dict[str, str]]:
    """What vobject reads."""
    return [
        {line.name: _text(line.value) for line in card.lines()}
        for card in vobject.readComponents(file.decode())
    ]


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def by_sabre(file: bytes) -> list[dict[str, str]]:
    """What sabre/vobject reads, which finds nothing wrong with any card."""
    program = shutil.which("php")
    assert program, "PHP is missing; script/setup test installs it"
    code = calendar_readers.VENDOR.parent / "read_cards_with_sabre.php"
    done = subprocess.run([program, code], input=file, capture_output=True, check=False)
    assert not done.returncode, done.stdout + done.stderr
    read = json.loads(done.stdout)
    assert [wrong for _lines, wrong in read if wrong] == []
    return [dict(lines) for lines, _wrong in read]


_READ = """async ([code, text]) => {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  const { default: ICAL } = await import(address)
  const read = ICAL.parse(text)
  return (typeof read[0] === 'string' ? [read] : read).map((one) =>
    new ICAL.Component(one).getAllProperties().map((line) =>
      [line.name.toUpperCase(), line.getValues().map(String).join(', ')]))
}"""


def by_ical_js(page: Page) -> Reader:
    """What ical.js reads, in an empty page of a browser."""
    code = (calendar_readers.VENDOR / "ical.js" / "ical.min.js").read_text()
    return lambda file: [dict(card) for card in page.evaluate(_READ, [code, file.decode()])]


@pytest.fixture(scope="module")
def every(chromium: Browser) -> Iterator[dict[str, Reader]]:
    """All three, by their names."""
    context = chromium.new_context()
    page = by_ical_js(context.new_page())
    yield {"vobject": by_vobject, "sabre": by_sabre, "ical.js": page}
    context.close()


def contact(number: int, first: str, last: str, organization: str, note: str) -> Contact:
    return Contact(
        first_name=first,
        last_name=last,
        email="kofi@fieldmaps.example",
        phone="+233 30 000 0000",
        organization=organization,
        url="https://fieldmaps.example/a,b;c",
        note=note,
        uid=f"urn:uuid:8f14e45f-ceea-467f-a0e6-{number:012}",
        revised_at=datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
    )


def alike(every: dict[str, Reader], told: Sequence[tuple[str, str, str, str]]) -> None:
    """Every program finds each card of a file, with everything that stands in it."""
    contacts = [contact(number, *one) for number, one in enumerate(told)]
    file = b"".join(map(vcard, contacts))
    for program, read in every.items():
        cards = read(file)
        assert len(cards) == len(contacts), program
        for card, one in zip(cards, contacts, strict=True):
            assert card["EMAIL"] == one.email, program
            assert card["TEL"] == one.phone, program
            assert card["URL"] == "https://fieldmaps.example/a%2Cb%3Bc", program
            assert card["UID"] == one.uid, program
            shown = full_name(clean(one.first_name), clean(one.last_name)) or one.email
            assert letters(card["FN"]) == letters(shown), program
            assert letters(card.get("ORG", "")) == letters(clean(one.organization or "")), program
            if program != "sabre":
                assert letters(card.get("NOTE", "")) == letters(clean_lines(one.note or "")), (
                    program
                )


def letters(text: str) -> str:
    """What must be left of a text, however a program writes what is between: letters and digits."""
    return "".join(filter(str.isalnum, text))


def test_odd_names_and_words_reach_every_address_book(every) -> None:
    alike(every, ODD)


def test_a_single_card_reaches_every_address_book(every) -> None:
    alike(every, ODD[:1])


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), min_size=10, max_size=20))
@settings(max_examples=6, deadline=None)
def test_whatever_is_typed_reaches_every_address_book(every, told) -> None:
    alike(every, told)
