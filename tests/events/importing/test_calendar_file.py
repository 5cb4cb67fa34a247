"""Calendars as programs write them, read to events with what is odd about them."""

from contextlib import suppress
from datetime import timedelta

import pytest
from calendar_files import NOW, calendar, entry, one, read
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.importing import calendar_file, locations
from eventapp.events.importing.calendar_file import BadCalendar
from eventapp.events.importing.descriptions import cleaned
from eventapp.events.importing.time_zones import known


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        (
            "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Salta",
            "America/Argentina/Salta",
        ),
        ("Customized Time Zone", ""),
    ],
)
def test_time_zones_are_known_by_the_names_that_programs_give_them(named, zone):
    assert known(named) == zone


def custom(offset: str) -> str:
    return f"""BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:{offset}
TZOFFSETTO:{offset}
END:STANDARD
END:VTIMEZONE"""


def test_a_zone_that_only_the_file_knows_is_read_by_its_own_table_file_by_file():
    start = "DTSTART;TZID=Customized Time Zone:20270109T183000"

    first, second = (one("SUMMARY:x", start=start, head=custom(o)) for o in ("+0100", "+0900"))

    assert first.starts_at - second.starts_at == timedelta(hours=8)
    assert "zone_unknown" in first.odd


def test_a_zone_of_the_file_changes_its_clocks_as_its_table_says():
    head = """BEGIN:VTIMEZONE
TZID:Mine
BEGIN:STANDARD
DTSTART:16011104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010311T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""

    winter = one("SUMMARY:x", start="DTSTART;TZID=Mine:20270110T183000", head=head)
    summer = one("SUMMARY:x", start="DTSTART;TZID=Mine:20270710T183000", head=head)

    assert (winter.starts_at.hour, summer.starts_at.hour) == (23, 22)


@pytest.mark.parametrize(
    ("lines", "start", "odd"),
    [
        ((), "DTSTART:20270109T183000", "no_zone"),
        ((), "DTSTART;TZID=Nowhere at all:20270109T183000", "no_zone"),
        ((), "DTSTART;VALUE=DATE:20270109", "all_day"),
        (("DTEND:20270109T183000Z",), "DTSTART:20270109T183000Z", "no_end"),
        (("DTEND:20270119T183000Z",), "DTSTART:20270109T183000Z", "long"),
        (("RRULE:FREQ=SECONDLY",), "DTSTART:20270109T183000Z", "not_followed"),
        (
            ("DESCRIPTION:Join https://us02web.zoom.us/j/123",),
            "DTSTART:20270109T183000Z",
            "link_in_text",
        ),
    ],
)
def test_what_is_odd_is_told(lines, start, odd):
    assert odd in one(*lines, start=start).odd


def test_a_length_stands_in_for_an_end():
    found = one("DURATION:PT1H30M")

    assert found.ends_at - found.starts_at == timedelta(minutes=90)
    assert "no_end" not in found.odd


def test_a_series_is_unrolled_with_what_was_moved_and_taken_out():
    found = read(
        entry(
            "UID:1",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=Europe/Berlin:20270115T183000",
            start="DTSTART;TZID=Europe/Berlin:20270108T183000",
        ),
        entry(
            "UID:1",
            "RECURRENCE-ID;TZID=Europe/Berlin:20270122T183000",
            start="DTSTART;TZID=Europe/Berlin:20270123T190000",
        ),
    )

    assert [f"{one.starts_at:%d %H:%M}" for one in found.events] == [
        "08 17:30",
        "23 18:00",
        "29 17:30",
    ]
    assert len({one.key for one in found.events}) == 3


def test_a_series_keeps_its_hour_when_clocks_change():
    found = read(
        entry("RRULE:FREQ=WEEKLY;COUNT=2", start="DTSTART;TZID=Europe/Berlin:20270326T183000")
    )

    assert [one.starts_at.hour for one in found.events] == [17, 16]


def test_the_later_version_of_an_entry_counts():
    found = read(entry("UID:1", "SEQUENCE:2", "SUMMARY:New"), entry("UID:1", "SUMMARY:Old"))

    assert [one.title for one in found.events] == ["New"]


def test_broken_entries_do_not_take_the_others_with_them():
    found = read(entry("SUMMARY:Good"), entry("SUMMARY:Bad", start="DTSTART:soon"))

    assert [one.title for one in found.events] == ["Good"]
    assert [one.title for one in found.unread] == ["Bad"]


@pytest.mark.parametrize(
    "odd", ["DTSTART;TZID=" + "A" * 300 + ":20270109T183000", "DTSTART;TZID=Europe:20270109T183000"]
)
def test_clocks_of_a_name_that_no_file_has_are_no_fault(odd):
    with suppress(BadCalendar):
        read(entry(start=odd))


def test_a_series_that_leaves_out_what_cannot_be_read_is_not_followed():
    (found,) = read(entry("RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20270116=T183000")).events

    assert "not_followed" in found.odd


def test_html_becomes_markdown():
    html = "<p>Hello <b>you</b></p><ul><li>one</li><li><a href='https://x.example/'>two</a></li></ul><script>no</script>"

    assert cleaned(html) == "Hello **you**\n\n- one\n- [two](https://x.example/)"


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("Studio 4, Main Street 3", locations.Where("Studio 4", "Main Street 3")),
        ("Online event", locations.Where(online=True)),
        (
            "https://us02web.zoom.us/j/123?pwd=x",
            locations.Where(link="https://us02web.zoom.us/j/123?pwd=x", online=True),
        ),
        ("Café Größe\nAm Markt 1", locations.Where("Café Größe", "Am Markt 1")),
    ],
)
def test_places_and_links_are_told_apart(location, where):
    assert locations.found(location) == where


def test_a_family_of_signs_stays_one_sign():
    assert one("SUMMARY:Tea 👩‍👩‍👧 ☕️").title == "Tea 👩‍👩‍👧 ☕️"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"BEGIN:VCALENDAR\n" + b"x" * 2_000_000, "larger than 2 MB"),
        (calendar(*(["BEGIN:VEVENT\nEND:VEVENT"] * 501)), "more than 500 entries"),
        (
            calendar(*(entry(f"UID:{n}", "RRULE:FREQ=DAILY") for n in range(11))),
            "more than 1,000 events",
        ),
    ],
)
def test_too_much_is_refused(data, said):
    with pytest.raises(BadCalendar, match=said):
        calendar_file.read(data, zone="Europe/Berlin", now=NOW)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_whatever_stands_in_a_calendar_it_is_read_or_refused_in_a_sentence(lines):
    body = "\n".join(lines).encode("utf-8", "replace")
    data = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270109T183000Z\n" + body
    data += b"\nEND:VEVENT\nEND:VCALENDAR\n"

    try:
        found = calendar_file.read(data, zone="Europe/Berlin", now=NOW).events
    except BadCalendar:
        found = ()

    assert all(one.ends_at > one.starts_at and len(one.title) <= 80 for one in found)


@given(st.text(max_size=300))
def test_a_cleaned_description_stays_as_it_is(text):
    once = cleaned(f"<p>{text}</p>")

    assert once == once.strip()
    assert "\r" not in once
    assert "\n\n\n" not in once
