"""What calendars answer, honest and otherwise."""

import re
import time
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import ical
from eventapp.ical import Unreadable

REPLY = Path(__file__).resolve().parents[2] / "shared" / "data" / "mail" / "reply-thunderbird.eml"


def reply(**given: str) -> bytes:
    """A REPLY with some of its lines replaced; an empty line is left out."""
    lines = {
        "METHOD": "METHOD:REPLY",
        "UID": "UID:event-7@tables.example",
        "DTSTAMP": "DTSTAMP:20261121T101112Z",
        "SEQUENCE": "SEQUENCE:2",
        "ATTENDEE": "ATTENDEE;PARTSTAT=DECLINED:mailto:aiko@mail.example",
        "COMMENT": "",
    } | given
    method = lines.pop("METHOD")
    event = ["BEGIN:VEVENT", *lines.values(), "END:VEVENT"]
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", method, *event, "END:VCALENDAR", ""]
    return "\r\n".join(line for line in whole if line or line is whole[-1]).encode()


def test_a_no_in_the_calendar_is_understood() -> None:
    found = ical.answer(reply(COMMENT="COMMENT:Ill\\, sorry.\\nNext time!"))

    assert found == ical.Answer(
        uid="event-7@tables.example",
        partstat="DECLINED",
        guest_email="aiko@mail.example",
        sequence=2,
        stamp=datetime(2026, 11, 21, 10, 11, 12, tzinfo=UTC),
        comment="Ill, sorry.\nNext time!",
    )


def test_the_reply_of_a_real_mail_program_is_understood() -> None:
    if not REPLY.exists():
        pytest.skip(f"The sample mail {REPLY.name} is not beside this checkout.")
    mail = message_from_bytes(REPLY.read_bytes())
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]

    [found] = [ical.answer(part.get_payload(decode=True)) for part in parts]

    assert (found.partstat, found.guest_email) == ("ACCEPTED", "zoe@guest.example")
    assert found.uid.startswith("e7-3f0c5a0e-")


@pytest.mark.parametrize(
    ("attendee", "partstat"),
    [
        ("ATTENDEE;PARTSTAT=accepted:MAILTO:AIKO@mail.example", "ACCEPTED"),
        ("ATTENDEE;PARTSTAT=TENTATIVE;X-NUM-GUESTS=0:mailto:aiko@mail.example", "TENTATIVE"),
        ("ATTENDEE;PARTSTAT=X-SOMETHING:mailto:aiko@mail.example", "NEEDS-ACTION"),
        ("ATTENDEE:mailto:aiko%40mail.example", "NEEDS-ACTION"),
        ("ATTENDEE;PARTSTAT=DECLINED;EMAIL=aiko@mail.example:/1234/principal/", "DECLINED"),
    ],
)
def test_replies_are_read_leniently(attendee: str, partstat: str) -> None:
    found = ical.answer(b"\xef\xbb\xbf\r\n" + reply(ATTENDEE=attendee) + b"\r\n\r\n")

    assert (found.guest_email, found.partstat) == ("aiko@mail.example", partstat)


def test_a_comment_may_come_as_google_sends_it() -> None:
    attendee = 'ATTENDEE;PARTSTAT=DECLINED;X-RESPONSE-COMMENT="Ill":mailto:aiko@mail.example'

    assert ical.answer(reply(ATTENDEE=attendee)).comment == "Ill"


def test_of_several_attendees_the_guest_is_taken() -> None:
    both = (
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:tables@tables.example\r\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:aiko@mail.example"
    )

    assert ical.answer(reply(ATTENDEE=both), guest="Aiko@mail.example").partstat == "DECLINED"
    with pytest.raises(Unreadable):
        ical.answer(reply(ATTENDEE=both))
    with pytest.raises(Unreadable):
        ical.answer(reply(ATTENDEE=both), guest="zoe@mail.example")


@pytest.mark.parametrize("stamp", ["", "DTSTAMP:yesterday", "DTSTAMP:99991231T235959Z"])
def test_a_reply_without_a_good_time_has_none(stamp: str) -> None:
    assert ical.answer(reply(DTSTAMP=stamp)).stamp is None


def test_a_reply_without_sequence_is_about_the_first() -> None:
    assert ical.answer(reply(SEQUENCE="")).sequence == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR",
        reply()[:-40],
        reply() * 2,
        reply(METHOD=""),
        reply(METHOD="METHOD:COUNTER"),
        reply(METHOD="METHOD:REQUEST"),
        reply(UID=""),
        reply(ATTENDEE=""),
        reply(ATTENDEE="ATTENDEE:mailto:nobody"),
        reply(SEQUENCE="SEQUENCE:-1"),
        reply(SEQUENCE="SEQUENCE:" + "9" * 5000),
        reply().replace(b"VEVENT", b"VTODO"),
    ],
)
def test_what_is_no_reply_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^The .*\.$"):
        ical.answer(data)


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VEVENT\r\n" * 100_000,
        b"BEGIN:VCALENDAR\r\n" + b"BEG\r\n IN:VEVENT\r\n" * 15_000,
        b"BEGIN:VCALENDAR\r\n" + b"A:\r\n" * 60_000 + b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"A:\r" * 80_000 + b"END:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nX" + b";a=b" * 60_000 + b":x\r\nEND:VCALENDAR\r\n",
        reply(COMMENT="COMMENT:" + "\\\\" * 120_000),
        reply(COMMENT='COMMENT;X="' + "^" * 250_000 + '":x'),
        reply(COMMENT="RRULE:" + "FREQ=SECONDLY;" * 15_000),
    ],
)
def test_a_monster_is_dealt_with_quickly(data: bytes) -> None:
    started = time.process_time()

    with suppress(Unreadable):
        ical.answer(data)

    assert time.process_time() - started < 2


@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_unreadable(noise: bytes) -> None:
    for data in (noise, reply().replace(b"END:VEVENT", noise + b"\r\nEND:VEVENT")):
        try:
            ical.answer(data)
        except Unreadable:
            continue


@given(
    st.text(max_size=60), st.sampled_from(["UID:", "ATTENDEE;PARTSTAT=", "SEQUENCE:", "DTSTAMP:"])
)
def test_any_line_is_an_answer_or_unreadable(text: str, begin: str) -> None:
    line = begin + text.encode("utf-8", "replace").decode()
    name = re.match("[A-Z]+", begin)

    try:
        found = ical.answer(reply(**{name[0]: line}))
    except Unreadable:
        return

    assert found.partstat in ical.PARTSTATS
    assert found.stamp is None or found.stamp.tzinfo is UTC
