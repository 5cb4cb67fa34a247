"""The same calendar later: what was moved or called off there since is told, and nothing changes by itself."""

from datetime import timedelta

import pytest
from calendar_files import NOW, bring, calendar, entry, upload

from eventapp.db import db
from eventapp.events.models import Event

LAB = ("UID:1", "SUMMARY:Lab night")
WEEKLY = ("UID:2", "SUMMARY:Weekly", "RRULE:FREQ=WEEKLY;COUNT=3")
BERLIN = "DTSTART;TZID=Europe/Berlin:20270109T183000"
LATER = "DTSTART;TZID=Europe/Berlin:20270110T190000"
MOVED = "In the calendar it moved to"
OFF = "Called off there"


@pytest.fixture(autouse=True)
def _then(moved_clock):
    """The day on which these dates are to come."""
    moved_clock.now = NOW


@pytest.fixture
def again(organizer, host):
    """The page of a file after another one came in."""

    def looked(first: str, second: str) -> str:
        bring(organizer, host, calendar(first))
        before = told()
        page = upload(organizer, host, calendar(second)).text
        bring(organizer, host, calendar(second))
        assert told()[: len(before)] == before
        return " ".join(page.split())

    return looked


def told() -> list[tuple[object, ...]]:
    return [
        (one.title, one.starts_at, one.ends_at, one.state, one.sequence)
        for one in db.session.scalars(db.select(Event).order_by(Event.id))
    ]


def test_what_was_moved_there_is_told_with_both_times_and_the_way_to_our_event(again, host):
    page = again(entry(*LAB, start=BERLIN), entry(*LAB, start=LATER))

    assert (
        MOVED + " Sun 10 Jan 2027, 19:00–21:00. Here it is on Sat 9 Jan 2027, 18:30–20:30." in page
    )
    assert f'href="/desk/{host.slug}/events/lab-night/plan"' in page
    assert "Differs" in page
    assert "Came in before" not in page


def test_what_ends_at_another_hour_there_is_told(again):
    page = again(entry(*LAB, start=BERLIN), entry(*LAB, "DURATION:PT3H", start=BERLIN))

    assert MOVED + " Sat 9 Jan 2027, 18:30–21:30." in page


def test_what_was_called_off_there_is_told(again):
    page = again(entry(*LAB, start=BERLIN), entry(*LAB, "STATUS:CANCELLED", start=BERLIN))

    assert OFF in page
    assert "It is called off in the calendar. Here it still is on Sat 9 Jan 2027" in page


def test_what_stands_there_as_it_did_only_came_in_before(again):
    page = again(entry(*LAB, start=BERLIN), entry(*LAB, start=BERLIN))

    assert "Came in before" in page
    assert MOVED not in page
    assert OFF not in page


def test_what_was_moved_here_alone_is_no_news(organizer, host):
    bring(organizer, host, calendar(entry(*LAB, start=BERLIN)))
    event = db.session.scalars(db.select(Event)).one()
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)

    page = upload(organizer, host, calendar(entry(*LAB, start=BERLIN))).text

    assert MOVED not in page
    assert "Came in before" in page


def test_what_was_moved_or_called_off_here_as_there_is_no_news(organizer, host):
    bring(organizer, host, calendar(entry(*LAB, start=BERLIN)))
    event = db.session.scalars(db.select(Event)).one()
    event.starts_at += timedelta(hours=24.5)
    event.ends_at += timedelta(hours=24.5)
    as_there = upload(organizer, host, calendar(entry(*LAB, start=LATER))).text
    event.cancelled_at = NOW

    called_off = calendar(entry(*LAB, "STATUS:CANCELLED", start=LATER))

    assert MOVED not in as_there
    assert OFF not in upload(organizer, host, called_off).text


def test_one_date_of_a_series_that_was_moved_there_is_told(again):
    moved = entry(
        *WEEKLY[:2],
        "RECURRENCE-ID;TZID=Europe/Berlin:20270116T183000",
        start="DTSTART;TZID=Europe/Berlin:20270117T183000",
    )
    series = entry(*WEEKLY, start=BERLIN)

    page = again(series, f"{series}\n{moved}")

    assert MOVED + " Sun 17 Jan 2027, 18:30–20:30. Here it is on Sat 16 Jan 2027" in page


def test_a_date_that_its_series_has_no_more_is_told(again):
    left_out = "EXDATE;TZID=Europe/Berlin:20270116T183000"

    page = again(entry(*WEEKLY, start=BERLIN), entry(*WEEKLY, left_out, start=BERLIN))

    assert page.count("Its series has no such date any more. Here it still is on Sat 16 Jan") == 1
    assert page.count("Its series has no such date any more") == 1


def test_a_date_that_is_called_off_here_as_well_is_no_news(organizer, host):
    bring(organizer, host, calendar(entry(*WEEKLY, start=BERLIN)))
    db.session.scalars(db.select(Event).order_by(Event.starts_at)).all()[1].cancelled_at = NOW
    left_out = "EXDATE;TZID=Europe/Berlin:20270116T183000"

    page = upload(organizer, host, calendar(entry(*WEEKLY, left_out, start=BERLIN))).text

    assert "Came in before" in page
    assert OFF not in page


def test_a_date_that_was_left_out_from_the_beginning_is_not_spoken_of(organizer, host):
    left_out = "EXDATE;TZID=Europe/Berlin:20270116T183000"

    page = upload(organizer, host, calendar(entry(*WEEKLY, left_out, start=BERLIN))).text

    assert OFF not in page


@pytest.mark.parametrize(
    "second",
    [
        # Part of a calendar, one date of a series, and a rule that isn't understood tell nothing of the others.
        entry(*LAB, start=BERLIN),
        entry(*WEEKLY[:2], "RECURRENCE-ID;TZID=Europe/Berlin:20270109T183000", start=BERLIN),
        entry(*WEEKLY[:2], "RRULE:FREQ=HOURLY", start=BERLIN),
    ],
)
def test_a_file_that_does_not_name_all_dates_calls_none_off(again, second):
    assert OFF not in again(entry(*WEEKLY, start=BERLIN), second)


def test_of_a_long_series_the_dates_after_those_that_are_read_are_not_called_off(organizer, host):
    daily = ("UID:3", "SUMMARY:Daily", "RRULE:FREQ=DAILY")
    bring(organizer, host, calendar(entry(*daily[:2], daily[2] + ";COUNT=20", start=BERLIN)))
    # Begun a year before, so that fewer of those to come are read.
    earlier = BERLIN.replace("20270109", "20260109")

    page = upload(organizer, host, calendar(entry(*daily, start=earlier))).text

    assert "Came in before" in page
    assert OFF not in page


def test_what_is_over_is_not_called_off_afterwards(organizer, host):
    bring(organizer, host, calendar(entry(*WEEKLY, start=BERLIN)))
    for event in db.session.scalars(db.select(Event)):
        event.starts_at -= timedelta(days=400)
        event.ends_at -= timedelta(days=400)

    page = upload(organizer, host, calendar(entry(*WEEKLY[:2], start=BERLIN))).text

    assert "Came in before" in page
    assert OFF not in page
