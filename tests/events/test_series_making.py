"""Every second Thursday: the dates are shown, then made, and however often it is pressed, once."""

from datetime import timedelta

import make
import pytest
import series_builders
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.events.venues.models import Venue


@pytest.fixture
def event(host) -> Event:
    """A meetup on a Thursday evening in three weeks."""
    day = clock.now().replace(hour=17, minute=0, second=0, microsecond=0) + timedelta(days=21)
    day += timedelta(days=(3 - day.weekday()) % 7)
    return make.event(
        community=host, title="Lab nights", starts_at=day, ends_at=day + timedelta(hours=2)
    )


def made_series(event: Event) -> EventSeries:
    return series_builders.repeated(event, 3)


def desk(event: Event) -> str:
    return f"/desk/{event.community.slug}"


def fields(page: str) -> dict[str, object]:
    """What the form on a page holds, as its button would send it."""
    return next(form.values for form in forms(page) if "shown" in form.values)


def test_an_event_is_repeated_by_a_rule_once_its_dates_were_looked_at(organizer, event):
    page = f"{desk(event)}/events/{event.slug}/series"

    looked = organizer.submit(page, to=page, every="2", dates="3")
    nothing_yet = len(db.session.scalars(db.select(EventSeries)).all())
    made = organizer.post(page, data=fields(looked.text))

    assert nothing_yet == 0
    assert "3 dates" in looked.text
    assert made.status_code == 303
    series = db.session.scalars(db.select(EventSeries)).one()
    starts = [one.local_start for one in series.events]
    assert [(at.date() - starts[0].date()).days for at in starts] == [0, 14, 28, 42]
    assert {at.time() for at in starts} == {starts[0].time()}
    assert [one.state for one in series.events] == ["published", "draft", "draft", "draft"]


def test_a_new_series_is_made_of_its_first_date_and_the_rule(organizer, event):
    page = f"{desk(event)}/series/new"
    typed = {
        "title": "First Tuesdays", "starts_on": "2027-02-02", "starts_at": "18:00",
        "ends_at": "20:00", "repeats": "weekday", "dates": "4",
    }  # fmt: skip

    looked = organizer.submit(page, to=page, **typed)
    organizer.post(page, data=fields(looked.text))

    series = db.session.scalars(db.select(EventSeries)).one()
    days = [f"{one.local_start:%a %d %b %H:%M}" for one in series.events]
    assert days == ["Tue 02 Feb 18:00", "Tue 02 Mar 18:00", "Tue 06 Apr 18:00", "Tue 04 May 18:00"]


def test_a_skipped_hour_is_refused_by_its_day(organizer, event):
    looked = organizer.submit(
        f"{desk(event)}/series/new",
        to="/new",
        title="Night owls", starts_on="2027-03-21", starts_at="02:30", ends_at="04:00", dates="3",
        zone="Europe/Berlin",
    )  # fmt: skip

    assert looked.status_code == 422
    assert "28 Mar 2027" in looked.text


def test_the_same_dates_are_added_once(organizer, event):
    series = made_series(event)
    page = f"{desk(event)}/series/{series.slug}/dates"
    looked = organizer.submit(page, to=page, every="2", dates="2")

    first = organizer.post(page, data=fields(looked.text))
    second = organizer.post(page, data=fields(looked.text))

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.location == first.location
    assert len(series.dates) == 5


def test_dates_that_somebody_else_added_meanwhile_are_looked_at_again(organizer, event):
    series = made_series(event)
    page = f"{desk(event)}/series/{series.slug}/dates"
    mine, theirs = (organizer.submit(page, to=page, every="2", dates="2") for _page in range(2))
    organizer.post(page, data=fields(theirs.text))

    answer = organizer.post(page, data=fields(mine.text))

    assert answer.status_code == 200
    assert "aren’t the dates you looked at" in answer.text
    assert len(series.dates) == 5


def test_a_series_is_made_once_and_with_another_rule_from_the_same_page_another_one(
    organizer, event
):
    page = f"{desk(event)}/series/new"
    typed = {"title": "Tuesdays", "starts_on": "2027-02-02", "starts_at": "18:00",
             "ends_at": "20:00", "dates": "2"}  # fmt: skip
    looked = fields(organizer.submit(page, to=page, **typed).text)

    answers = [organizer.post(page, data=looked) for _press in range(2)]
    made = len(db.session.scalars(db.select(EventSeries)).all())
    organizer.post(page, data=looked | {"title": "Other Tuesdays"})

    assert {answer.location for answer in answers} == {f"{desk(event)}/series/tuesdays"}
    assert made == 1
    titles = db.session.scalars(db.select(EventSeries.title).order_by(EventSeries.id))
    assert list(titles) == ["Tuesdays", "Other Tuesdays"]


def test_an_event_is_repeated_once(organizer, event):
    page = f"{desk(event)}/events/{event.slug}/series"
    looked = fields(organizer.submit(page, to=page, every="2", dates="3").text)

    answers = [organizer.post(page, data=looked) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len({answer.location for answer in answers}) == 1
    assert len(db.session.scalars(db.select(Event)).all()) == 4


def test_a_new_series_asks_for_places_and_tables_and_each_date_has_them(organizer, event):
    page = f"{desk(event)}/series/new"
    shown = forms(organizer.get(page).text)[-1].values
    typed = {"title": "Tuesdays", "starts_on": "2027-02-02", "starts_at": "18:00",
             "ends_at": "20:00", "dates": "2", "capacity": "12", "tables": "3"}  # fmt: skip

    looked = organizer.submit(page, to=page, **typed)
    organizer.post(page, data=fields(looked.text))

    assert (shown["capacity"], shown["tables"], shown["rounds"]) == ("36", "6", "3")
    series = db.session.scalars(db.select(EventSeries)).one()
    assert [(one.capacity, one.tables, one.seats) for one in series.events] == [(12, 3, 6)] * 2
    assert all(one.roles == series.community.roles for one in series.events)


def test_a_venue_fills_the_form_of_a_new_series_and_its_chairs_are_the_places(organizer, event):
    venue = make.saved(Venue(community=event.community, name="City library", tables=9, seats=7))
    page = f"{desk(event)}/series/new"
    chosen = {"go": "venue", "venue": str(venue.id), "title": "Tuesdays"}

    shown = organizer.submit(page, to=page, **chosen)
    own = organizer.submit(page, to=page, capacity="20", **chosen)

    typed, kept = (forms(answer.text)[-1].values for answer in (shown, own))
    assert shown.status_code == 200
    assert (typed["title"], typed["place_name"]) == ("Tuesdays", "City library")
    assert (typed["tables"], typed["seats"], typed["capacity"]) == ("9", "7", "63")
    assert kept["capacity"] == "20"


def test_what_is_a_date_already_or_a_session_is_not_repeated(organizer, event):
    made_series(event)
    session = make.program(community=event.community).sessions[0].event

    twice = organizer.get(f"{desk(event)}/events/{event.slug}/series")
    of_program = organizer.get(f"{desk(event)}/events/{session.slug}/series")

    assert (twice.status_code, of_program.status_code) == (409, 409)
    assert "in a series already" in twice.text
    assert "Add sessions to the program" in of_program.text


def test_an_example_is_not_repeated(organizer, event):
    event.example = True
    page = f"{desk(event)}/events/{event.slug}/series"

    answer = organizer.get(page)

    assert answer.status_code == 409
    assert "An example is a date of no series" in answer.text


def test_an_example_that_is_a_date_all_the_same_keeps_no_other_from_being_published(
    organizer, event
):
    series = made_series(event)
    draft = series.events[-1]
    event.example, event.published_at, draft.published_at = True, None, None

    answer = organizer.post(f"{desk(event)}/series/{series.slug}/publication")

    assert answer.status_code == 303
    assert draft.state == "published"


def test_one_date_that_cannot_be_published_is_named(organizer, event):
    series = made_series(event)
    *_others, first, draft = series.events
    first.published_at = draft.published_at = None
    draft.roles = []

    answer = organizer.post(f"{desk(event)}/series/{series.slug}/publication")

    day = clock.short_day(draft.starts_at, draft.zone)
    assert answer.status_code == 409
    assert f"{day}: Choose at least one role" in answer.text
    assert first.state == "draft"
