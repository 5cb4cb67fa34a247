"""An example evening to play with: nobody else sees it, nobody is mailed, and it goes without a trace."""

from datetime import timedelta

import make
import pytest
import webhook_builders

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door.models import Arrival
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.front.example import actions
from eventapp.insights.years import jobs as years
from eventapp.insights.years.models import EventFigures
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan
from eventapp.webhooks.models import WebhookDelivery


@pytest.fixture
def example(app, host) -> Event:
    return actions.make(host, now=clock.now())


def test_one_press_makes_an_evening_with_people_a_plan_and_some_checked_in(organizer, host):
    answer = organizer.submit(f"/desk/{host.slug}", to="/example")

    assert answer.headers["Location"].endswith("/tables")
    assert len(db.session.scalars(db.select(Rsvp)).all()) == actions.PEOPLE
    assert len(db.session.scalars(db.select(Arrival)).all()) == actions.CHECKED_IN
    assert db.session.scalars(db.select(Plan)).one().event.example


def test_a_second_press_leads_to_the_same_evening(organizer, host):
    places = {organizer.post(f"/desk/{host.slug}/example").headers["Location"] for _ in range(2)}

    assert len(places) == 1
    assert len(db.session.scalars(db.select(Event)).all()) == 1


def test_nobody_in_it_has_an_address_and_no_mail_is_written(organizer, example):
    people = db.session.scalars(db.select(Person).join(Rsvp, Rsvp.person_id == Person.id)).all()

    assert {(person.email, person.shares_id) for person in people} == {(None, None)}

    where = f"/desk/{example.community.slug}/events/{example.slug}"
    organizer.submit(f"{where}/tables", to="/publication")
    assert db.session.scalars(db.select(Message)).all() == []


def test_it_is_never_published(organizer, example):
    where = f"/desk/{example.community.slug}/events/{example.slug}"

    with pytest.raises(Refused, match="nor an example is published"):
        example.publish(clock.now())
    assert organizer.post(f"{where}/publication").status_code == 409
    assert example.state == "draft"


def test_nobody_else_sees_it(client, example):
    host = example.community

    for page in ("/", f"/{host.slug}", f"/{host.slug}/events.atom", f"/{host.slug}/calendar.ics"):
        assert "Example evening" not in client.get(page).text
    assert client.get(f"/{host.slug}/events/{example.slug}").status_code == 404


def test_it_counts_nowhere(organizer, example):
    example.starts_at = clock.now() - timedelta(days=1)
    example.ends_at = example.starts_at + timedelta(hours=2)
    db.session.commit()

    years.count_events()

    assert db.session.scalars(db.select(EventFigures)).all() == []
    page = organizer.get(f"/desk/{example.community.slug}").text
    assert "said yes" not in page
    assert "Finish" not in page


def test_other_programs_hear_nothing_of_it(app, example):
    host = example.community
    webhook_builders.endpoint(host, "https://other.example/hook", app)
    late = db.session.scalars(db.select(Rsvp).order_by(Rsvp.id.desc())).first()

    door.arrive(late, by=make.member(host, "door"), now=clock.now())

    assert db.session.scalars(db.select(WebhookDelivery)).all() == []


@pytest.mark.parametrize("page", ["plan", "people", "tables", "badges", "door", "messages"])
def test_it_says_on_each_page_that_it_is_an_example(organizer, example, page):
    db.session.commit()
    where = f"/desk/{example.community.slug}/events/{example.slug}"

    assert ">Example</span>" in organizer.get(f"{where}/{page}").text


def test_people_can_be_checked_in_at_its_door(organizer, example):
    db.session.commit()
    where = f"/desk/{example.community.slug}/events/{example.slug}/door"
    late = db.session.scalars(db.select(Rsvp).order_by(Rsvp.id.desc())).first()

    organizer.post(f"{where}/arrivals", data={"rsvp": late.id})

    assert db.session.scalars(db.select(Arrival).where(Arrival.rsvp_id == late.id)).one()


def test_thrown_away_it_leaves_nobody_behind(organizer, example):
    db.session.commit()
    page = f"/desk/{example.community.slug}/events/{example.slug}/tables"

    organizer.submit(page, to="/cancellation")

    assert db.session.scalars(db.select(Event)).all() == []
    assert [person.first_name for person in db.session.scalars(db.select(Person))] == ["Ines"]


def test_a_copy_of_it_is_an_event_like_any_other(organizer, example):
    db.session.commit()
    where = f"/desk/{example.community.slug}/events/{example.slug}"

    organizer.post(f"{where}/copies")

    copy = db.session.scalars(db.select(Event).where(Event.id != example.id)).one()
    assert not copy.example
