"""Replies of real calendar programs, and shapes rebuilt after others of them."""

import json
from pathlib import Path

import pytest

from eventapp.mail.incoming.calendar_answers import answer
from eventapp.mail.incoming.calendar_lines import Unreadable
from eventapp.mail.incoming.contents import CalendarAnswer
from eventapp.mail.incoming.parsing import read

SAMPLES = Path(__file__).parent.parent / "samples" / "replies"
EXPECTED = json.loads((SAMPLES / "expected.json").read_text())
GOOD = (SAMPLES / "shape-proton.ics").read_bytes()


def test_every_sample_is_expected() -> None:
    assert {path.name for path in SAMPLES.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".ics")])
def test_a_calendar_s_reply_is_read(name: str) -> None:
    try:
        found = answer((SAMPLES / name).read_bytes())
        said = {"partstat": found.partstat, "address": found.guest_email, "comment": found.comment}
    except Unreadable:
        said = {"partstat": None, "address": None, "comment": ""}

    assert said == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".eml")])
def test_a_mail_program_s_reply_is_read(name: str) -> None:
    found = read((SAMPLES / name).read_bytes())

    assert isinstance(found.content, CalendarAnswer)
    assert {
        "partstat": found.content.partstat,
        "address": found.content.guest_email,
        "comment": found.content.comment,
    } == EXPECTED[name]
    assert found.sender == "zoe@guest.example"


def test_guests_of_a_guest_are_counted() -> None:
    assert answer((SAMPLES / "shape-google-plus-two.ics").read_bytes()).guests == 2


def test_who_is_sent_by_somebody_else_is_among_the_others() -> None:
    found = answer((SAMPLES / "shape-lotus-delegated.ics").read_bytes())

    assert found.said_by("max@guest.example").partstat == "NEEDS-ACTION"


@pytest.mark.parametrize(
    "written",
    [
        GOOD + b"\r\n-- \r\nThis message is confidential: don't read it.\r\n",
        b"Scanned by the gateway: clean\r\n\r\n" + GOOD,
        GOOD.replace(b"\r\n", b"\r\r\n"),
        GOOD.replace(b"\r\n", b"\r"),
        GOOD.replace(b"\r\n", b"\n"),
        GOOD.decode().encode("utf-16"),
        GOOD.decode().encode("utf-16-le"),
        GOOD.decode().encode("utf-16-be"),
        GOOD.replace(b"PARTSTAT=ACC", b"PARTSTAT=ACC\r\n EPT").replace(b"EPTEPTED", b"EPTED"),
    ],
    ids=["text after", "text before", "CR CR LF", "CR", "LF", "UTF-16", "LE", "BE", "folded"],
)
def test_what_gateways_do_to_a_calendar_is_borne(written: bytes) -> None:
    assert answer(written) == answer(GOOD)


@pytest.mark.parametrize("cut", range(10, len(GOOD) - 20, 23))
def test_half_a_calendar_is_refused(cut: int) -> None:
    with pytest.raises(Unreadable):
        answer(GOOD[:cut])
