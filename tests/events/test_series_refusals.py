"""What is no date of a series, and which of its dates can't be published."""

from datetime import timedelta

import make
import pytest
import series_builders

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate


@pytest.fixture
def event(host) -> Event:
    return make.event(community=host, title="Lab nights", **in_days(21))


def in_days(days: int) -> dict[str, object]:
    day = clock.now() + timedelta(days=days)
    return {"starts_at": day, "ends_at": day + timedelta(hours=2)}


def made_series(event: Event) -> EventSeries:
    series = series_builders.series(event, slug="lab-nights", title="Lab nights")
    for days in (35, 49):
        more = make.event(community=event.community, title="Lab nights", **in_days(days))
        series.dates.append(SeriesDate(event=more))
    db.session.flush()
    return series


def desk(event: Event) -> str:
    return f"/desk/{event.community.slug}"


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
