"""An event is called off, thrown away, copied; and who may do so."""

from datetime import timedelta

import make
import pytest
from conftest import visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message


@pytest.fixture
def host(app):
    return make.community(zone="Europe/London")


def desk(event: Event, page: str = "plan") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/{page}"


def test_a_cancelled_event_tells_everybody_once(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, letter="invite")
    page = organizer.get(desk(event, "cancellation"))

    for _ in range(2):
        said = organizer.post(desk(event, "cancellation"))
    db.session.refresh(event)
    told = db.session.scalars(db.select(Message).filter_by(kind="cancelled")).all()

    assert "tell one person" in page.text
    assert said.status_code == 303
    assert event.cancelled_at
    assert len(told) == 1
    assert "This event is called off" in organizer.get(desk(event)).text


def test_what_is_over_cannot_be_called_off_and_tells_nobody(organizer, host):
    event = make.past_event(community=host)
    make.rsvp(event, letter="invite")

    asked = organizer.get(desk(event, "cancellation"))
    said = organizer.post(desk(event, "cancellation"))

    assert "there is nothing to call off" in asked.text
    page, _foot, _languages = asked.text.partition("<footer")
    assert "<button" not in page[page.index("nothing to call off") :]
    assert (said.status_code, "there is nothing to call off" in said.text) == (409, True)
    assert "Call this event off" not in organizer.get(desk(event)).text
    assert not db.session.scalars(db.select(Message).filter_by(kind="cancelled")).all()


def test_a_change_of_what_is_over_is_saved_at_once_and_told_to_nobody(organizer, host):
    start = (clock.now() - timedelta(days=1)).replace(second=0, microsecond=0)
    event = make.event(community=host, starts_at=start, ends_at=start + timedelta(hours=2))
    make.rsvp(event, letter="invite")

    said = organizer.submit(desk(event), to="/plan/review", title="Spring", place_name="Studio 4")
    db.session.refresh(event)

    assert (said.status_code, event.title, event.place_name) == (303, "Spring", "Studio 4")
    assert "mailed to nobody" in organizer.get(desk(event)).text
    assert not db.session.scalars(db.select(Message).filter_by(kind="update")).all()


def test_a_draft_is_thrown_away_with_nobody_told(organizer, host):
    event = make.draft(community=host)

    organizer.post(desk(event, "cancellation"))

    assert db.session.scalars(db.select(Event)).all() == []


def test_a_copy_is_a_draft_on_the_same_weekday_to_come(organizer, host):
    event = make.past_event(community=host, title="Open tables")

    organizer.post(desk(event, "copies"))
    copy = db.session.scalars(db.select(Event).filter(Event.id != event.id)).one()

    assert (copy.title, copy.state, copy.uid != event.uid) == ("Open tables", "draft", True)
    assert copy.starts_at > clock.now()
    assert copy.local_start.weekday() == event.local_start.weekday()
    assert copy.ends_at - copy.starts_at == timedelta(hours=2)


@pytest.mark.parametrize("right", [None, "door"])
def test_only_organizers_reach_the_plan(app, host, right):
    event, someone = make.event(community=host), visitor(app)
    make.sign_in(someone, make.member(host, right) if right else make.person())

    assert someone.get(desk(event)).status_code == 404
    assert someone.post(desk(event, "cancellation")).status_code == 404
    assert someone.get(f"/desk/{host.slug}/events/new").status_code == 404


def test_another_community_s_event_is_not_found(organizer, host):
    foreign = make.event()

    assert organizer.get(f"/desk/{host.slug}/events/{foreign.slug}/plan").status_code == 404
