"""An entry of a calendar that repeats comes in as one series, and its later dates come into that."""

import pytest
from calendar_files import NOW, bring, calendar, entry, upload
from visitor import forms

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries

START = "DTSTART;TZID=Europe/Berlin:{year}0109T183000"


def weekly(count: int = 3, *more: str, year: int = 2027, uid: str = "1") -> str:
    lines = (f"UID:{uid}", "SUMMARY:Lab nights", "DESCRIPTION:We build.")
    rule = f"RRULE:FREQ=WEEKLY;COUNT={count}"
    return entry(*lines, rule, *more, start=START.format(year=year))


@pytest.fixture(autouse=True)
def _then(moved_clock):
    """The day on which these dates are to come."""
    moved_clock.now = NOW


def series() -> list[EventSeries]:
    return list(db.session.scalars(db.select(EventSeries).order_by(EventSeries.id)))


def days(of: EventSeries) -> list[str]:
    return [f"{event.local_start:%d.%m}" for event in of.events]


def test_an_entry_that_repeats_is_one_series(organizer, host):
    bring(organizer, host, calendar(weekly()))

    (made,) = series()
    assert (made.title, made.description) == ("Lab nights", "We build.")
    assert days(made) == ["09.01", "16.01", "23.01"]
    assert {event.state for event in made.events} == {"draft"}


def test_dates_that_are_not_wanted_as_one_series_are_events_of_their_own(organizer, host):
    bring(organizer, host, calendar(weekly()), series=None)

    assert series() == []
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 3


def test_what_does_not_repeat_is_not_asked_about(organizer, host):
    page = upload(organizer, host, calendar(entry("SUMMARY:Once"), entry("SUMMARY:Twice"))).text

    assert "What repeats" not in page


def test_two_entries_are_two_series(organizer, host):
    bring(organizer, host, calendar(weekly(), weekly(2, uid="2")))

    assert [len(one.dates) for one in series()] == [3, 2]


def test_a_series_is_called_as_most_of_its_dates_are(organizer, host):
    moved = entry(
        "UID:1",
        "SUMMARY:Lab nights: at Bo's",
        "RECURRENCE-ID;TZID=Europe/Berlin:20270109T183000",
        start="DTSTART;TZID=Europe/Berlin:20270108T183000",
    )

    bring(organizer, host, calendar(weekly(), moved))

    (made,) = series()
    assert made.title == "Lab nights"
    assert days(made) == ["08.01", "16.01", "23.01"]


def test_one_date_alone_is_no_series(organizer, host):
    data = calendar(weekly())
    page = upload(organizer, host, data).text
    (form,) = [form for form in forms(page) if "calendar" in form.values]

    bring(organizer, host, data, event=form.values["event"][:1])

    assert series() == []


def test_later_dates_of_the_same_entry_come_into_the_series_that_is_there(organizer, host):
    bring(organizer, host, calendar(weekly()))

    page = upload(organizer, host, calendar(weekly(5))).text
    bring(organizer, host, calendar(weekly(5)))

    (made,) = series()
    assert "Put the 2 new dates into the series “Lab nights”" in page
    assert days(made) == ["09.01", "16.01", "23.01", "30.01", "06.02"]


def test_a_series_takes_no_more_dates_than_it_holds(organizer, host, monkeypatch):
    bring(organizer, host, calendar(weekly()))
    monkeypatch.setattr("eventapp.events.series.actions.MOST", 4)

    bring(organizer, host, calendar(weekly(5)))

    assert [len(one.dates) for one in series()] == [4]
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 5


def test_whoever_kept_dates_apart_is_asked_again_with_no_as_the_answer(organizer, host):
    bring(organizer, host, calendar(weekly()), series=None)

    bring(organizer, host, calendar(weekly(5)))
    before = series()
    page = upload(organizer, host, calendar(weekly(6))).text
    source = page.split('name="series" value="')[1].split('"')[0]
    bring(organizer, host, calendar(weekly(6)), series=source)

    assert before == []
    assert [len(one.dates) for one in series()] == [6]


def test_an_event_that_began_to_repeat_comes_in_once(organizer, host):
    lone = entry("UID:1", "SUMMARY:Lab nights", start=START.format(year=2027))

    bring(organizer, host, calendar(lone))
    bring(organizer, host, calendar(weekly()))

    assert db.session.scalar(db.select(db.func.count(Event.id))) == 3


def test_a_series_that_stopped_repeating_comes_in_once(organizer, host):
    lone = entry("UID:1", "SUMMARY:Lab nights", start=START.format(year=2027))

    bring(organizer, host, calendar(weekly()))
    page = upload(organizer, host, calendar(lone)).text

    assert "Came in before" in page
