"""Appointments as calendar bytes."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from calendar_builders import STAMP, START, appointment, everything, written
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from eventapp import content_lines, ical
from eventapp.mail.incoming.calendar_answers import answer

ANYTHING = st.text(max_size=300)
NAMES = (
    "BEGIN END VERSION PRODID METHOD NAME X-WR-CALNAME REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE UID "
    "DTSTAMP SEQUENCE DTSTART DTEND LAST-MODIFIED SUMMARY LOCATION DESCRIPTION URL TRANSP STATUS ORGANIZER ATTENDEE CONFERENCE"
)


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
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/x",
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


@pytest.mark.parametrize("link", ["https://müller.example/ä b", "https://x.example/\r\nATTENDEE:x"])
def test_a_link_to_join_is_written_in_ascii_on_its_line(link: str) -> None:
    lines = written(ical.single(appointment(conference=link)))

    [line] = [line for line in lines if line.startswith("CONFERENCE")]
    assert line.isascii()
    assert " " not in line
    assert not [line for line in lines if line.startswith("ATTENDEE")]


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
        appointment(
            guest_name=f"Guest {n}",
            guest_email=f"g{n}@mail.example",
            sequence=n % 2,
            own_line=f"Your page: https://x.example/r/{n}",
        )
        for n in range(4)
    ]

    lines = [written(ical.invite(one, stamp=STAMP)) for one in guests]

    named = [[line for line in each if line.startswith("ATTENDEE")] for each in lines]
    assert [(len(of), f"g{n}@" in of[0], f"Guest {n}" in of[0]) for n, of in enumerate(named)] == [
        (1, True, True)
    ] * 4
    told = [[line for line in each if line.startswith("DESCRIPTION")] for each in lines]
    assert [of[0].partition("\\nYour page: ")[2] for of in told] == [
        f"https://x.example/r/{n}" for n in range(4)
    ]
    assert [f"SEQUENCE:{n % 2}" in each for n, each in enumerate(lines)] == [True] * 4


def test_an_invite_that_is_answered_names_its_event() -> None:
    sent = ical.invite(replace(appointment(), partstat="ACCEPTED"), stamp=STAMP)

    found = answer(sent.replace(b"METHOD:REQUEST", b"METHOD:REPLY"))

    assert (found.uid, found.partstat, found.sequence) == (
        "event-7@tables.example",
        "ACCEPTED",
        2,
    )
    assert found.stamp == STAMP
