"""A list of past events beside what is here already: what ran, what came in, what was counted."""

from datetime import UTC, datetime, timedelta

import made_up_language
import make
import pytest
from past_attendance_builders import PLAIN, TABLES, bring, count, upload

from eventapp import clock, languages
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events.copying.models import EventTemplate
from eventapp.events.models import Event
from eventapp.insights.years import jobs as years
from eventapp.insights.years.models import EventFigures
from eventapp.rsvps.models import Rsvp


@pytest.mark.parametrize("how", ["draft", "template", "called off"])
def test_what_never_ran_here_leaves_nothing_out(organizer, host, how):
    at = datetime(2024, 5, 9, 16, tzinfo=UTC)
    hours = {"starts_at": at, "ends_at": at + timedelta(hours=2)}
    event = make.past_event(community=host, title="Spring", **hours)
    event.cancelled_at = at if how == "called off" else None
    event.published_at = None if how == "draft" else event.published_at
    if how == "template":
        make.saved(EventTemplate(event=event, name="Spring", created_at=at))
    db.session.commit()

    page = upload(organizer, host, PLAIN.replace(b"Breakfast", b"Spring")).text
    bring(organizer, host, PLAIN.replace(b"Breakfast", b"Spring"))

    assert "It ran here" not in page
    assert count(Rsvp) == 3


def test_what_came_in_gets_more_guests_also_beside_an_event_of_its_name_that_ran(organizer, host):
    bring(organizer, host, PLAIN)
    at = datetime(2024, 5, 9, 6, tzinfo=UTC)
    hours = {"starts_at": at, "ends_at": at + timedelta(hours=2)}
    make.past_event(community=host, title="Breakfast", **hours)
    db.session.commit()

    bring(organizer, host, PLAIN + b"Breakfast,2024-05-09,Dana,dana@example.org\n")

    assert count(Rsvp) == 4


def test_an_evening_without_a_title_is_known_again_in_another_language(
    organizer, host, monkeypatch
):
    made_up_language.speak_all(monkeypatch)
    untitled = PLAIN.replace(b"Event", b"").replace(b"Breakfast", b"")

    bring(organizer, host, untitled)
    organizer.set_cookie(languages.COOKIE, "de")
    bring(organizer, host, untitled)

    assert count(Event) == 1


def test_a_later_evening_that_was_counted_is_counted_again_with_who_was_here_before(
    organizer, host
):
    then = clock.now() - timedelta(days=60)
    hours = {"starts_at": then, "ends_at": then + timedelta(hours=2)}
    later = make.past_event(community=host, title="Later", **hours)
    for email in ("ada@example.org", "bo@example.org"):
        make.saved(Arrival(rsvp=make.rsvp(later, email=email), arrived_at=then))
    db.session.commit()
    years.count_events()
    first = db.session.get_one(EventFigures, later.id).counted["nth"]

    bring(organizer, host, TABLES)
    while years.count_events():
        pass
    db.session.expire_all()

    assert first[:2] == [2, 0]
    assert db.session.get_one(EventFigures, later.id).counted["nth"][0] == 0


def test_what_was_said_years_ago_is_no_news_of_this_week(organizer, host):
    bring(organizer, host, TABLES)

    assert "said yes" not in organizer.get(f"/desk/{host.slug}").text
