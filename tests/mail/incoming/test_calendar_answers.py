"""What calendars answer, honest and otherwise."""

import re
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import ical
from eventapp.mail.incoming.calendar_answers import answer
from eventapp.mail.incoming.calendar_lines import Unreadable
from eventapp.mail.incoming.contents import CalendarAnswer, NewTime


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
    found = answer(reply(COMMENT="COMMENT:Ill\\, sorry.\\nNext time!"))

    assert found == CalendarAnswer(
        uid="event-7@tables.example",
        partstat="DECLINED",
        guest_email="aiko@mail.example",
        sequence=2,
        stamp=datetime(2026, 11, 21, 10, 11, 12, tzinfo=UTC),
        comment="Ill, sorry.\nNext time!",
    )


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
    found = answer(b"\xef\xbb\xbf\r\n" + reply(ATTENDEE=attendee) + b"\r\n\r\n")

    assert (found.guest_email, found.partstat) == ("aiko@mail.example", partstat)


def test_a_comment_may_come_as_google_sends_it() -> None:
    attendee = 'ATTENDEE;PARTSTAT=DECLINED;X-RESPONSE-COMMENT="Ill":mailto:aiko@mail.example'

    assert answer(reply(ATTENDEE=attendee)).comment == "Ill"


BOTH = (
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:zoe@mail.example\r\n"
    "ATTENDEE;PARTSTAT=DECLINED:mailto:aiko@mail.example"
)


def test_of_several_attendees_the_guest_is_taken() -> None:
    found = answer(reply(ATTENDEE=BOTH), guest="Aiko@mail.example")

    assert (found.guest_email, found.partstat) == ("aiko@mail.example", "DECLINED")
    assert [one.guest_email for one in found.others] == ["zoe@mail.example"]


@pytest.mark.parametrize("guest", ["", "somebody@mail.example"])
def test_of_several_attendees_none_is_guessed(guest: str) -> None:
    found = answer(reply(ATTENDEE=BOTH, COMMENT="COMMENT:Ill"), guest=guest)

    assert (found.guest_email, found.partstat, found.comment) == ("", "NEEDS-ACTION", "")
    assert found.said_by("aiko@mail.example").partstat == "DECLINED"
    assert found.said_by("ZOE@mail.example").partstat == "ACCEPTED"
    assert found.said_by("") is None
    assert found.said_by("somebody@mail.example") is None


def test_google_s_notes_are_read_as_they_were_typed() -> None:
    note = reply(COMMENT="COMMENT:It&#39\\;s late")

    assert answer(note.replace(b"PRODID:x", b"PRODID:-//Google Inc//x")).comment == "It's late"
    assert answer(note).comment == "It&#39;s late"


def test_a_lone_attendee_answers_whoever_sends_it() -> None:
    assert answer(reply(), guest="alias@mail.example").partstat == "DECLINED"


def test_the_organizer_in_the_list_answers_nothing() -> None:
    organizer = "ORGANIZER:mailto:zoe@mail.example\r\n"

    assert answer(reply(ATTENDEE=organizer + BOTH)).guest_email == "aiko@mail.example"


def test_an_attendee_without_an_address_is_passed_over() -> None:
    room = "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:invalid:nomail\r\n"
    guest = "ATTENDEE;PARTSTAT=DECLINED:mailto:aiko@mail.example"

    found = answer(reply(ATTENDEE=room + guest))

    assert (found.guest_email, found.partstat, found.others) == (
        "aiko@mail.example",
        "DECLINED",
        (),
    )


@pytest.mark.parametrize(
    "address",
    [
        "mailto:<aiko@mail.example>",
        "mailto:mailto:aiko@mail.example",
        "SMTP:aiko@mail.example",
        "MAILTO: aiko@mail.example",
        "mailto:Aiko <aiko@mail.example>",
        "aiko@mail.example",
    ],
)
def test_an_address_may_be_wrapped(address: str) -> None:
    assert answer(reply(ATTENDEE=f"ATTENDEE:{address}")).guest_email == "aiko@mail.example"


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;CN=Aiko: the first;PARTSTAT=ACCEPTED:mailto:aiko@mail.example",
        'ATTENDEE;CN="Aiko;PARTSTAT=ACCEPTED:mailto:aiko@mail.example',
        "ATTENDEE;PARTSTAT=ACCEPTED;PARTSTAT=DECLINED:mailto:aiko@mail.example",
        "ATTENDEE:mailto:aiko@mail.example,zoe@mail.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:aiko@mail.example\r\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:Aiko@mail.example",
        "ATTENDEE:mailto:aiko@mail.example\r\nUID:another@tables.example",
        "ATTENDEE:mailto:aiko@mail.example\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:another",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(attendee: str) -> None:
    with pytest.raises(Unreadable):
        answer(reply(ATTENDEE=attendee))


def test_a_name_in_quotes_may_hold_any_sign_and_end_in_a_backslash() -> None:
    attendee = """ATTENDEE;CN="A: 'B'; C, <b>\\";PARTSTAT=ACCEPTED:mailto:aiko@mail.example"""

    assert answer(reply(ATTENDEE=attendee)).partstat == "ACCEPTED"


@pytest.mark.parametrize(
    ("written", "read"),
    [("", 0), ("0", 0), ("-1", 0), ("3", 3), ("1796000000", 1796000000), ("9" * 13, 2**31 - 1)],
)
def test_a_sequence_fits_whatever_was_written(written: str, read: int) -> None:
    assert answer(reply(SEQUENCE=f"SEQUENCE:{written}")).sequence == read


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [
        ("DTSTAMP:20261130T090000Z", 9),
        ("DTSTAMP:2026-11-30T09:00:00Z", 9),
        ("DTSTAMP:20261130T090000", 9),
        ("DTSTAMP;TZID=Europe/Berlin:20261130T090000", 8),
        ("DTSTAMP;TZID=W. Europe Standard Time:20261130T090000", 8),
        ("DTSTAMP;TZID=/mozilla.org/20070129_1/Europe/Berlin:20261130T090000", 8),
    ],
)
def test_a_stamp_is_read_in_its_zone(stamp: str, hour: int) -> None:
    assert answer(reply(DTSTAMP=stamp)).stamp == datetime(2026, 11, 30, hour, tzinfo=UTC)


def test_the_mail_s_header_may_alone_say_what_it_is() -> None:
    assert answer(reply(METHOD=""), method="reply").partstat == "DECLINED"
    with pytest.raises(Unreadable, match="agree"):
        answer(reply(), method="REQUEST")


@pytest.mark.parametrize(
    ("ends", "hours"),
    [("DTEND:20270101T200000Z", 2), ("DURATION:PT3H", 3), ("DURATION:P1DT1H", 25)],
)
def test_another_time_may_be_proposed(ends: str, hours: int) -> None:
    times = f"ATTENDEE:mailto:aiko@mail.example\r\nDTSTART:20270101T180000Z\r\n{ends}"

    found = answer(reply(METHOD="METHOD:COUNTER", ATTENDEE=times, COMMENT="COMMENT:Later?"))

    assert isinstance(found, NewTime)
    assert (found.guest_email, found.comment) == ("aiko@mail.example", "Later?")
    assert found.starts_at == datetime(2027, 1, 1, 18, tzinfo=UTC)
    assert found.ends_at - found.starts_at == timedelta(hours=hours)


@pytest.mark.parametrize("start", ["DTSTART;VALUE=DATE:20270101", "DTSTART:20270101T180000"])
def test_a_proposed_time_without_a_zone_is_not_told(start: str) -> None:
    times = f"ATTENDEE:mailto:aiko@mail.example\r\n{start}"

    assert answer(reply(METHOD="METHOD:COUNTER", ATTENDEE=times)).starts_at is None


@pytest.mark.parametrize(
    "stamp",
    ["", "DTSTAMP:yesterday", "DTSTAMP:99991231T235959Z", "DTSTAMP;TZID=Mars:20261130T090000"],
)
def test_a_reply_without_a_good_time_has_none(stamp: str) -> None:
    assert answer(reply(DTSTAMP=stamp)).stamp is None


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
        reply(METHOD="METHOD:REQUEST"),
        reply(UID=""),
        reply(ATTENDEE=""),
        reply(ATTENDEE="ATTENDEE:mailto:nobody"),
        reply(SEQUENCE="SEQUENCE:" + "9" * 5000),
        reply().replace(b"VEVENT", b"VTODO"),
        reply().replace(b"END:VEVENT", b"END:VTODO"),
        reply(COMMENT="BEGIN:VALARM\r\nEND:VALARM\r\n" * 50 + "X:y"),
    ],
)
def test_what_is_no_reply_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^The.*\.$"):
        answer(data)


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
        answer(data)

    assert time.process_time() - started < 2


@given(st.binary(max_size=400))
def test_any_bytes_are_an_answer_or_unreadable(noise: bytes) -> None:
    for data in (noise, reply().replace(b"END:VEVENT", noise + b"\r\nEND:VEVENT")):
        try:
            answer(data)
        except Unreadable:
            continue


@given(
    st.text(max_size=60), st.sampled_from(["UID:", "ATTENDEE;PARTSTAT=", "SEQUENCE:", "DTSTAMP:"])
)
def test_any_line_is_an_answer_or_unreadable(text: str, begin: str) -> None:
    line = begin + text.encode("utf-8", "replace").decode()
    name = re.match("[A-Z]+", begin)

    try:
        found = answer(reply(**{name[0]: line}))
    except Unreadable:
        return

    assert found.partstat in ical.PARTSTATS
    assert found.stamp is None or found.stamp.tzinfo is UTC
