"""Calendars that name nobody: feeds, downloads, links into other people's calendars."""

import re
from urllib.parse import parse_qs, urlsplit

from calendar_builders import STAMP, appointment, written
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, vText

from eventapp import calendar_links, content_lines, ical

ANYTHING = st.text(max_size=300)


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


def test_a_feed_tells_nobody_s_own_line() -> None:
    made = appointment(own_line="Your page: https://x.example/r/secret")

    data = ical.feed([made], name="x", source_url="https://x.example/c.ics")

    assert b"secret" not in data
    assert b"secret" in ical.single(made)


def test_an_empty_feed_is_still_a_calendar() -> None:
    data = ical.feed([], name="Data Kitchen", source_url="https://x.example/c.ics")

    assert Calendar.from_ical(data).walk("VEVENT") == []


def test_a_download_has_the_uid_of_the_mails() -> None:
    lines = written(ical.single(appointment()))

    assert "UID:event-7@tables.example" in lines
    assert not [line for line in lines if re.match("METHOD|ATTENDEE", line)]


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


@given(ANYTHING)
def test_the_name_of_a_feed_is_read_back(name: str) -> None:
    data = ical.feed([], name=name, source_url="https://tables.example/c.ics")

    assert written(data)[3].removeprefix("NAME:") == _escaped(content_lines.clean(name))


def _escaped(text: str) -> str:
    return vText(text).to_ical().decode()
