"""The dates that a series adds to its rule, and where its rule ends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from calendar_files import NOW, entry, read

from eventapp.events.importing import repetition

BERLIN = "DTSTART;TZID=Europe/Berlin:20270108T183000"


def starts(*lines: str, start: str = BERLIN) -> list[str]:
    return [f"{one.starts_at:%d %H:%M}" for one in read(entry("UID:1", *lines, start=start)).events]


@pytest.mark.parametrize(
    ("added", "wanted"),
    [
        ("RDATE;TZID=Europe/Berlin:20270112T190000,20270120T183000", ["12 18:00", "20 17:30"]),
        ("RDATE:20270112T180000Z", ["12 18:00"]),
        ("RDATE;VALUE=DATE:20270112", ["12 17:30"]),
        ("RDATE:20270112T180000Z\nRDATE:20270113T180000Z", ["12 18:00", "13 18:00"]),
    ],
)
def test_dates_that_are_listed_are_dates_of_the_series(added, wanted):
    assert starts(added) == ["08 17:30", *wanted]


def test_dates_that_are_listed_come_beside_those_of_a_rule_each_once():
    found = starts(
        "RRULE:FREQ=WEEKLY;COUNT=3", "RDATE;TZID=Europe/Berlin:20270115T183000,20270120T183000"
    )

    assert found == ["08 17:30", "15 17:30", "20 17:30", "22 17:30"]


def test_what_is_left_out_is_left_out_of_what_is_listed_too():
    added = "RDATE;TZID=Europe/Berlin:20270112T183000,20270113T183000"

    assert starts(added, "EXDATE;TZID=Europe/Berlin:20270112T183000") == ["08 17:30", "13 17:30"]


@pytest.mark.parametrize("period", ["20270112T183000/PT3H", "20270112T183000/20270112T213000"])
def test_a_date_that_says_how_long_it_lasts_lasts_so_long(period):
    lines = ("UID:1", "DURATION:PT1H", f"RDATE;VALUE=PERIOD;TZID=Europe/Berlin:{period}")

    first, added = read(entry(*lines, start=BERLIN)).events

    assert added.starts_at == datetime(2027, 1, 12, 17, 30, tzinfo=UTC)
    assert [one.ends_at - one.starts_at for one in (first, added)] == [
        timedelta(hours=1),
        timedelta(hours=3),
    ]


@pytest.mark.parametrize("period", ["20270112T183000Z/-PT3H", "20270112T183000Z/20270112T173000Z"])
def test_a_date_that_ends_before_it_begins_lasts_as_the_others(period):
    found = read(entry("UID:1", "DURATION:PT1H", f"RDATE;VALUE=PERIOD:{period}", start=BERLIN))

    assert {one.ends_at - one.starts_at for one in found.events} <= {timedelta(hours=1)}


def test_dates_that_cannot_be_read_are_told():
    (found,) = read(entry("UID:1", "RDATE:20270112T183000/soon", start=BERLIN)).events

    assert "not_followed" in found.odd


def test_dates_that_are_listed_are_within_the_bounds_of_a_rule():
    many = ",".join(
        f"20270{month}{day:02}T180000Z" for month in (1, 2, 3, 4) for day in range(1, 29)
    )

    found = starts(f"RDATE:{many},20690101T180000Z")

    assert len(found) == repetition.DATES
    assert found[0] == "01 18:00"


def test_a_year_that_is_a_slip_of_the_hand_is_no_date_of_a_series():
    assert starts("RDATE:00010101T180000Z,20270112T180000Z") == ["08 17:30", "12 18:00"]


def test_a_date_that_was_moved_is_moved_also_where_it_is_listed():
    found = read(
        entry("UID:1", "RDATE:20270112T180000Z", start=BERLIN),
        entry("UID:1", "RECURRENCE-ID:20270112T180000Z", start="DTSTART:20270113T190000Z"),
    )

    assert [f"{one.starts_at:%d %H:%M}" for one in found.events] == ["08 17:30", "13 19:00"]


@pytest.mark.parametrize(
    ("zone", "until", "last"),
    [
        ("Europe/Berlin", "20240307T225959Z", "07"),
        ("Europe/Berlin", "20240307T080000Z", "07"),
        ("Europe/Berlin", "20240307T075959Z", "06"),
        ("America/Los_Angeles", "20240308T075959Z", "07"),
        ("Pacific/Auckland", "20240306T105959Z", "06"),
        ("Pacific/Auckland", "20240306T200000Z", "07"),
        ("Europe/Berlin", "20240307T090000", "07"),
        ("Europe/Berlin", "20240307", "07"),
    ],
)
def test_a_series_ends_when_its_rule_says_on_its_own_clocks(zone, until, last):
    start = f"DTSTART;TZID={zone}:20240305T090000"

    found = read(entry("UID:1", f"RRULE:FREQ=DAILY;UNTIL={until}", start=start)).events

    assert f"{found[-1].starts_at.astimezone(ZoneInfo(zone)):%d}" == last


def test_whole_days_end_on_their_last_day_however_that_is_written():
    rules = ("20240307", "20240307T000000Z", "20240306T230000Z")

    found = [
        read(entry("UID:1", f"RRULE:FREQ=DAILY;UNTIL={until}", start="DTSTART;VALUE=DATE:20240305"))
        for until in rules
    ]

    assert {len(one.events) for one in found} == {3}


@pytest.mark.parametrize("until", ["99991231T235959Z", "99991231", "99991231T235959"])
def test_a_series_that_goes_on_for_good_ends_with_the_time_that_matters(until):
    start = "DTSTART;TZID=Europe/Berlin:20260105T090000"

    found = read(entry("UID:1", f"RRULE:FREQ=MONTHLY;UNTIL={until}", start=start)).events

    assert NOW + timedelta(days=330) < found[-1].starts_at <= NOW + repetition.AHEAD


def test_a_series_whose_dates_last_until_the_end_of_time_is_told():
    lines = ("UID:1", "RRULE:FREQ=DAILY", "DTEND:99991231T100000Z")

    (found,) = read(entry(*lines, start="DTSTART:20260105T090000Z")).events

    assert "not_followed" in found.odd


def test_of_a_series_without_end_the_next_dates_and_the_latest_come_in_and_what_is_cut_is_told():
    begun = "DTSTART;TZID=Europe/Berlin:20250107T183000"

    found = read(entry("UID:1", "RRULE:FREQ=WEEKLY;BYDAY=TU,TH", start=begun)).events

    ahead = [one for one in found if one.starts_at > NOW]
    assert (len(found), len(ahead)) == (repetition.DATES, repetition.DATES // 2)
    assert ahead[0].starts_at - NOW < timedelta(days=6)
    assert [one.odd for one in found if set(one.odd) & {"earlier", "later"}] == [
        found[0].odd,
        found[-1].odd,
    ]
    assert ("earlier" in found[0].odd, "later" in found[-1].odd) == (True, True)


def test_a_step_that_nobody_lives_to_see_is_no_fault():
    found = read(entry("UID:1", "RRULE:FREQ=DAILY;INTERVAL=9999999", start=BERLIN)).events

    assert len(found) == 1
