"""An event is held again on another day, or kept as a template that new ones begin from."""

from datetime import date, timedelta

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events.closing_times import AT_THE_END
from eventapp.events.copying import actions
from eventapp.events.copying.models import EventTemplate
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.questions.models import Question
from eventapp.seating import problems
from eventapp.seating.board import mixing


@pytest.fixture
def event(host) -> Event:
    event = make.event(community=host, title="Lab nights", tables=4, seats=5, rounds=2)
    make.question(event, label="What do you read?")
    make.rsvp(event)
    return event


def page(event: Event, more: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}{more}"


def templates(event: Event) -> str:
    return f"/desk/{event.community.slug}/templates"


def test_a_copy_on_a_chosen_day_has_all_that_was_set_up_and_nobody(organizer, event):
    answer = organizer.post(page(event, "/copies/dated"), data={"on": "2027-03-30"})

    assert answer.status_code == 303
    draft = db.session.scalars(db.select(Event).where(Event.id != event.id)).one()
    assert draft.state == "draft"
    assert draft.local_start.date() == date(2027, 3, 30)
    assert draft.local_start.time() == event.local_start.time()
    assert (draft.tables, draft.seats, draft.rounds) == (4, 5, 2)
    asked = db.select(Question.label).where(Question.event_id == draft.id)
    assert list(db.session.scalars(asked)) == ["What do you read?"]
    assert db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == draft.id)).all() == []


def test_a_copy_takes_answers_until_it_ends_too_when_the_clocks_change_soon(event):
    event.rsvps_close = event.waitlist_closes = AT_THE_END

    draft, _then = actions.copy(event, date(2027, 3, 10), now=clock.now())

    assert draft.rsvps_close == draft.waitlist_closes == AT_THE_END


def test_a_copy_is_mixed_by_what_the_event_is_mixed_by(event):
    mixing.set_aims(event, {"roles": 0, "asks": 3})

    draft, _then = actions.copy(event, date(2027, 3, 30), now=clock.now())

    kept = problems.aims_of(draft)
    assert (kept.roles, kept.asks, kept.stages) == (0, 3, 2)


def test_days_are_suggested_that_are_to_come_on_the_weekday_of_the_event(organizer, event):
    shown = organizer.get(page(event, "/copies"))

    days = actions.suggested(event, now=clock.now())
    assert shown.status_code == 200
    for day in days:
        assert f'value="{day.isoformat()}"' in shown.text


@given(ago=st.integers(-400, 4000))
def test_a_suggested_day_is_never_over(ago):
    event = Event(starts_at=make.NOON, ends_at=make.NOON + timedelta(hours=2), zone="Europe/Berlin")
    now = make.NOON + timedelta(days=ago)

    days = actions.suggested(event, now=now)

    assert 3 <= len(days) <= 4
    assert days == sorted(days)
    assert all(day.weekday() == event.local_start.weekday() for day in days)
    assert all(day > max(now.date(), event.local_start.date()) for day in days)


def test_a_day_that_cannot_be_read_is_asked_for_again(organizer, event):
    for typed in ("soon", "", "9999-01-01"):
        assert organizer.post(page(event, "/copies/dated"), data={"on": typed}).status_code == 422


def test_a_template_keeps_the_event_as_it_was_and_stands_in_no_list(organizer, event):
    organizer.post(page(event, "/templates"), data={"name": "Our usual evening"})
    event.title, event.tables = "Another title", 9

    shown = organizer.get(templates(event)).text
    listed = organizer.get(f"/desk/{event.community.slug}/events").text
    home = organizer.get(f"/desk/{event.community.slug}").text

    template = db.session.scalars(db.select(EventTemplate)).one()
    assert "Our usual evening" in shown
    assert (template.event.title, template.event.tables) == ("Lab nights", 4)
    assert "Lab nights" not in listed + home
    assert "One event" in listed


def test_a_new_event_begins_from_a_template(organizer, event):
    template = actions.keep(event, "Our usual evening", now=clock.now())
    offered = organizer.get(f"/desk/{event.community.slug}/events/new").text

    answer = organizer.post(f"{templates(event)}/{template.id}/events")

    assert "Our usual evening" in offered
    assert answer.status_code == 303
    draft = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert draft.tables == 4
    assert draft.starts_at > clock.now()
    assert draft.local_start.weekday() == event.local_start.weekday()
    assert f"/events/{draft.slug}/" in answer.location


def test_a_template_is_never_published(organizer, event):
    template = actions.keep(event, "Our usual evening", now=clock.now())
    template.event.starts_at = clock.now() + timedelta(days=3)
    template.event.ends_at = clock.now() + timedelta(days=4)

    answer = organizer.post(page(template.event, "/publication"))

    assert answer.status_code == 409
    assert template.event.published_at is None


def test_a_template_is_renamed_and_thrown_away_and_its_events_stay(organizer, event):
    template = actions.keep(event, "Our usual evening", now=clock.now())
    made, _then = actions.begin(template, now=clock.now())

    organizer.post(f"{templates(event)}/{template.id}", data={"name": "Evenings"})
    renamed = organizer.get(templates(event)).text
    unnamed = organizer.post(f"{templates(event)}/{template.id}", data={"name": ""})
    organizer.post(f"{templates(event)}/{template.id}/removal")

    assert "Evenings" in renamed
    assert unnamed.status_code == 422
    assert len(db.session.scalars(db.select(EventTemplate)).all()) == 0
    assert set(db.session.scalars(db.select(Event.id))) == {event.id, made.id}


def test_nobody_else_uses_or_throws_away_a_template(client, event):
    template = actions.keep(event, "Our usual evening", now=clock.now())
    other = make.community()
    make.sign_in(client, make.member(other))

    for more in ("", "/events", "/removal"):
        answers = [
            client.post(f"/desk/{slug}/templates/{template.id}{more}", data={"name": "Mine"})
            for slug in (event.community.slug, other.slug)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert db.session.scalars(db.select(EventTemplate.name)).all() == ["Our usual evening"]


def test_pressed_twice_a_copy_is_made_once_and_on_another_day_another_one(organizer, event):
    shown = organizer.get(page(event, "/copies")).text
    form = next(one for one in forms(shown) if "on" in one.values)

    for day in ("2027-03-30", "2027-03-30", "2027-04-06"):
        organizer.post(form.action, data=form.values | {"on": day})

    assert len(db.session.scalars(db.select(Event)).all()) == 3


def test_pressed_twice_a_template_begins_one_event_and_on_its_page_anew_another_one(
    organizer, event
):
    template = actions.keep(event, "Our usual evening", now=clock.now())
    to = f"{templates(event)}/{template.id}/events"
    first, again = (
        next(one for one in forms(organizer.get(templates(event)).text) if one.action == to)
        for _page in range(2)
    )

    answers = [organizer.post(to, data=one.values) for one in (first, first, again)]

    assert [answer.status_code for answer in answers] == [303] * 3
    assert answers[0].location == answers[1].location != answers[2].location


def test_the_first_step_sent_twice_begins_one_event(organizer, event):
    to = f"/desk/{event.community.slug}/events"
    shown = organizer.get(f"{to}/new").text
    form = next(one for one in forms(shown) if one.action == to)

    answers = [organizer.post(to, data=form.values | {"title": "Lab"}) for _press in range(2)]

    assert answers[0].location == answers[1].location
    assert len(db.session.scalars(db.select(Event)).all()) == 2
