"""Events that are there already become dates of a series, and leave it again."""

from datetime import timedelta

import make
import pytest
import series_builders

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries


@pytest.fixture
def event(host) -> Event:
    return make.event(community=host, title="Lab nights", **in_days(21))


def in_days(days: int) -> dict[str, object]:
    day = clock.now() + timedelta(days=days)
    return {"starts_at": day, "ends_at": day + timedelta(hours=2)}


def of(event: Event, slug: str = "lab-nights") -> EventSeries:
    return series_builders.series(event, slug=slug, title="Lab nights", summary="", description="")


def desk(event: Event) -> str:
    return f"/desk/{event.community.slug}"


def titles(series: EventSeries) -> list[str]:
    db.session.expire_all()
    return sorted(one.title for one in series.events)


def test_an_event_that_is_there_already_becomes_a_date_and_leaves_again(organizer, event):
    series = of(event)
    alone = make.event(community=event.community, title="Alone", **in_days(28))
    page = f"{desk(event)}/series/{series.slug}"
    plan = f"{desk(event)}/events/{alone.slug}/plan"

    organizer.submit(f"{page}/dates", to="/events")
    organizer.post(f"{page}/events", data={"event": alone.id})
    inside, dates = organizer.get(plan).text, titles(series)
    organizer.submit(plan, to="/removal")

    assert dates == ["Alone", "Lab nights"]
    assert f"{page}/changes" in inside
    assert f'href="{page}"' in inside
    assert titles(series) == ["Lab nights"]
    assert f"{page}/changes" not in organizer.get(plan).text


def test_only_events_of_their_own_are_offered(organizer, event):
    series, host = of(event), event.community
    make.event(community=host, title="Over", **in_days(-3))
    make.event(community=host, title="Off", cancelled_at=clock.now(), **in_days(5))
    make.event(community=host, title="Alone", **in_days(5))
    of(make.event(community=host, title="Elsewhere", **in_days(5)), "other")

    page = organizer.get(f"{desk(event)}/series/{series.slug}/dates").text

    offered = page.split('id="event"')[1].split("</select>")[0]
    assert "Alone" in offered
    assert not [one for one in ("Over", "Off", "Elsewhere", "Lab nights") if one in offered]


def test_a_date_of_another_series_and_another_communitys_event_are_not_taken_in(organizer, event):
    series = of(event)
    taken = make.event(community=event.community, **in_days(5))
    of(taken, "other")
    page = f"{desk(event)}/series/{series.slug}/events"

    again = organizer.post(page, data={"event": taken.id})
    foreign = organizer.post(page, data={"event": make.event(community=make.community()).id})

    assert (again.status_code, foreign.status_code) == (409, 404)
    assert titles(series) == ["Lab nights"]
