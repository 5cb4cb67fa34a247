"""Appointments as calendar bytes."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, vText

from eventapp import calendar_links, content_lines, ical
from eventapp.ical import Appointment
from eventapp.mail.incoming.calendar_answers import answer

START = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
STAMP = datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC)
ANYTHING = st.text(max_size=300)
NAMES = (
    "BEGIN END VERSION PRODID METHOD NAME X-WR-CALNAME REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE UID "
    "DTSTAMP SEQUENCE DTSTART DTEND LAST-MODIFIED SUMMARY LOCATION DESCRIPTION URL TRANSP STATUS ORGANIZER ATTENDEE"
)


def appointment(**given: object) -> Appointment:
    fields: dict = {
        "uid": "event-7@tables.example",
        "sequence": 2,
        "starts_at": START,
        "ends_at": START + timedelta(hours=2, minutes=30),
        "title": "Coffee & Careers",
        "description": "Six tables, three rounds.\n\nBring one question; or two.",
        "location": "The Reading Room, 12 Mill Lane, Edinburgh",
        "url": "https://tables.example/data-kitchen/coffee-careers",
        "organizer_name": "Data Kitchen via Tableful",
        "organizer_email": "tables@tables.example",
        "guest_name": "Aiko Tanaka",
        "guest_email": "aiko@mail.example",
        "revised_at": datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
    }
    return Appointment(**fields | given)


def written(data: bytes) -> list[str]:
    """The content lines, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def everything(made: Appointment) -> list[bytes]:
    """One of each kind of object that an appointment can become."""
    return [
        ical.invite(made, stamp=STAMP),
        ical.cancel(made, stamp=STAMP),
        ical.uninvite(made, stamp=STAMP),
        ical.feed([made, made], name=made.title, source_url="https://tables.example/c.ics"),
        ical.single(made),
    ]


def test_an_invite_is_a_request_to_one_guest() -> None:
    lines = written(ical.invite(appointment(), stamp=STAMP))

    assert lines[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//eventapp//calendar//EN",
        "METHOD:REQUEST",
    ]
    for line in (
        "UID:event-7@tables.example",
        "SEQUENCE:2",
        "DTSTAMP:20261120T090005Z",
        "DTSTART:20261126T183000Z",
        "DTEND:20261126T210000Z",
        "LAST-MODIFIED:20261101T080000Z",
        "STATUS:CONFIRMED",
        "SUMMARY:Coffee & Careers",
        "LOCATION:The Reading Room\\, 12 Mill Lane\\, Edinburgh",
        "DESCRIPTION:Six tables\\, three rounds.\\n\\nBring one question\\; or two.",
        "URL:https://tables.example/data-kitchen/coffee-careers",
        'ORGANIZER;CN="Data Kitchen via Tableful":mailto:tables@tables.example',
        'ATTENDEE;CN="Aiko Tanaka";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;'
        "ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:aiko@mail.example",
    ):
        assert lines.count(line) == 1
    assert not [line for line in lines if "VALARM" in line or "TZID" in line]


def test_an_update_repeats_what_the_guest_answered() -> None:
    lines = written(ical.invite(appointment(partstat="ACCEPTED"), stamp=STAMP))

    [attendee] = [line for line in lines if line.startswith("ATTENDEE")]
    assert ";PARTSTAT=ACCEPTED;" in attendee


def test_a_place_in_line_is_tentative() -> None:
    assert "STATUS:TENTATIVE" in written(ical.invite(appointment(tentative=True), stamp=STAMP))


def test_a_cancellation_takes_the_event_from_everybody() -> None:
    lines = written(ical.cancel(appointment(), stamp=STAMP))

    assert "METHOD:CANCEL" in lines
    assert "STATUS:CANCELLED" in lines
    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1
    assert not [line for line in lines if "RSVP=TRUE" in line]


def test_taking_one_guest_out_leaves_the_event_standing() -> None:
    lines = written(ical.uninvite(appointment(), stamp=STAMP))

    assert "METHOD:CANCEL" in lines
    assert not [line for line in lines if line.startswith("STATUS")]
    assert len([line for line in lines if line.startswith("ATTENDEE")]) == 1


@pytest.mark.parametrize("write", [ical.invite, ical.cancel, ical.uninvite])
def test_a_message_needs_its_guest(write) -> None:
    with pytest.raises(ValueError, match="guest_email"):
        write(appointment(guest_email=None), stamp=STAMP)


def test_a_feed_names_no_people_and_no_method() -> None:
    data = ical.feed([appointment()], name="Data Kitchen", source_url="https://x.example/c.ics")

    lines = written(data)
    assert not [line for line in lines if re.match("METHOD|ATTENDEE|ORGANIZER", line)]
    for line in (
        "NAME:Data Kitchen",
        "X-WR-CALNAME:Data Kitchen",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        "SOURCE;VALUE=URI:https://x.example/c.ics",
        "DTSTAMP:20261101T080000Z",
    ):
        assert lines.count(line) == 1
    assert b"aiko" not in data


def test_a_feed_is_the_same_bytes_until_something_changes() -> None:
    one, two = (ical.feed([appointment()], name="x", source_url="https://x.example") for _ in "ab")
    moved = appointment(revised_at=STAMP)

    other = ical.feed([moved], name="x", source_url="https://x.example")

    assert one == two != other


def test_a_feed_keeps_what_was_cancelled_as_cancelled() -> None:
    lines = written(ical.feed([appointment(cancelled=True)], name="x", source_url="https://x.y"))

    assert "STATUS:CANCELLED" in lines
    assert "TRANSP:TRANSPARENT" in lines


def test_an_empty_feed_is_still_a_calendar() -> None:
    data = ical.feed([], name="Data Kitchen", source_url="https://x.example/c.ics")

    assert Calendar.from_ical(data).walk("VEVENT") == []


def test_a_download_has_the_uid_of_the_mails() -> None:
    lines = written(ical.single(appointment()))

    assert "UID:event-7@tables.example" in lines
    assert not [line for line in lines if re.match("METHOD|ATTENDEE", line)]


def test_times_are_written_in_utc() -> None:
    there = timezone(timedelta(hours=14))
    made = appointment(starts_at=START.astimezone(there))

    assert "DTSTART:20261126T183000Z" in written(ical.invite(made, stamp=STAMP))


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
@example("é🎉漢" * 40, "a" * 73 + "\\," * 40, "\\n" * 60, 'A^B"C;D:E,F')
@example("x\r\nMETHOD:CANCEL", "y\rEND:VCALENDAR", "z\nATTENDEE:mailto:a@b", "q\u2028\x0b\x00r")
def test_whatever_is_typed_stays_in_its_line(title: str, text: str, place: str, name: str) -> None:
    made = appointment(
        title=title, description=text, location=place, organizer_name=name, guest_name=name
    )

    for data in everything(made):
        assert data.endswith(b"\r\nEND:VCALENDAR\r\n")
        assert b"\r\n\r\n" not in data
        assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", data)
        assert b"\n" not in data.replace(b"\r\n", b"")
        rows = data.split(b"\r\n")
        assert all(len(row) <= 75 and row.decode() is not None for row in rows)
        assert not [row for row in rows if re.search(rb"(?<!\\)(\\\\)*\\$", row)]
        names = [re.split("[:;]", line)[0] for line in written(data)]
        assert set(names) <= set(NAMES.split())
        assert names.count("METHOD") <= 1
        assert names.count("BEGIN") == names.count("END") <= 3


@given(ANYTHING, ANYTHING)
def test_what_is_written_is_read_back(title: str, text: str) -> None:
    data = ical.invite(appointment(title=title, description=text), stamp=STAMP)

    [event] = Calendar.from_ical(data).walk("VEVENT")

    assert str(event["SUMMARY"]).split() == content_lines.clean(title).split()
    assert str(event.get("DESCRIPTION", "")) == content_lines.clean_lines(text).strip()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", datetime(2026, 11, 26)),  # noqa: DTZ001 - the point of the test
        ("revised_at", datetime(2026, 11, 26)),  # noqa: DTZ001
        ("ends_at", START),
        ("sequence", -1),
        ("sequence", 2**31),
        ("uid", ""),
        ("uid", "a\r\nb"),
        ("uid", "é@x"),
        ("uid", "a" * 256),
        ("url", "javascript:x"),
        ("url", "https://x.example/\r\nATTENDEE:x"),
        ("guest_email", "a@b.example,c@d.example"),
        ("organizer_email", "a@b.example\r\nX:y"),
        ("guest_email", "aiko"),
        ("partstat", "MAYBE"),
    ],
)
def test_what_can_t_be_written_is_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        appointment(**{field: value})


def test_guests_of_one_event_are_named_in_their_own_calendar_alone() -> None:
    guests = [
        appointment(guest_name=f"Guest {n}", guest_email=f"g{n}@mail.example", sequence=n % 2)
        for n in range(4)
    ]

    lines = [written(ical.invite(one, stamp=STAMP)) for one in guests]

    named = [[line for line in each if line.startswith("ATTENDEE")] for each in lines]
    assert [(len(of), f"g{n}@" in of[0], f"Guest {n}" in of[0]) for n, of in enumerate(named)] == [
        (1, True, True)
    ] * 4
    assert [f"SEQUENCE:{n % 2}" in each for n, each in enumerate(lines)] == [True] * 4


def test_links_fill_in_other_people_s_calendars() -> None:
    made = appointment(title="Q&A: 100% #yes", description="a" * 5000)

    google, outlook = calendar_links.google(made), calendar_links.outlook(made)

    filled = parse_qs(urlsplit(google).query, strict_parsing=True)
    assert filled["text"] == ["Q&A: 100% #yes"]
    assert filled["dates"] == ["20261126T183000Z/20261126T210000Z"]
    assert filled["details"][0].endswith("coffee-careers")
    filled = parse_qs(urlsplit(outlook).query, strict_parsing=True)
    assert filled["subject"] == ["Q&A: 100% #yes"]
    assert filled["startdt"] == ["2026-11-26T18:30:00Z"]
    for link in (google, outlook):
        assert link.startswith("https://")
        assert "+" not in link
        assert len(link) < 2000


def test_an_invite_that_is_answered_names_its_event() -> None:
    sent = ical.invite(replace(appointment(), partstat="ACCEPTED"), stamp=STAMP)

    found = answer(sent.replace(b"METHOD:REQUEST", b"METHOD:REPLY"))

    assert (found.uid, found.partstat, found.sequence) == (
        "event-7@tables.example",
        "ACCEPTED",
        2,
    )
    assert found.stamp == STAMP


@given(ANYTHING)
def test_the_name_of_a_feed_is_read_back(name: str) -> None:
    data = ical.feed([], name=name, source_url="https://tables.example/c.ics")

    assert written(data)[3].removeprefix("NAME:") == _escaped(content_lines.clean(name))


def _escaped(text: str) -> str:
    return vText(text).to_ical().decode()
