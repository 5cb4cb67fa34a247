"""An organizer writes an event step by step, publishes it, changes it, calls it off."""

from datetime import UTC, datetime, timedelta

import make
import pytest
from visitor import Visitor, forms

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message


@pytest.fixture
def host(app):
    return make.community(zone="Europe/London")


def meetup(host, **given) -> Event:
    """A published event at a whole hour, as the form keeps it."""
    start = (clock.now() + timedelta(days=5)).replace(hour=18, minute=0, second=0)
    return make.event(community=host, starts_at=start, ends_at=start + timedelta(hours=2), **given)


def desk(event: Event, page: str = "plan") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/{page}"


def only_event() -> Event:
    return db.session.scalars(db.select(Event)).one()


def letters(kind: str) -> list[Message]:
    return list(db.session.scalars(db.select(Message).filter_by(kind=kind)))


def test_a_meetup_is_written_in_four_steps_and_published(organizer, host, client):
    new = f"/desk/{host.slug}/events"
    organizer.submit(f"{new}/new", to="/events", title="Coffee & Careers", summary="Sit down")
    event = only_event()
    organizer.submit(
        f"{desk(event)}?step=when",
        to="/plan",
        starts_on="2030-11-28",
        starts_at="18:00",
        ends_at="20:30",
        zone="Europe/Berlin",
        place_name="The Reading Room",
        place_address="1 Shore, Leith",
        map_url="https://map.example.org/leith",
    )
    organizer.submit(
        f"{desk(event)}?step=room",
        to="/plan",
        tables="8",
        seats="5",
        rounds="2",
        minutes="30",
        capacity="40",
        roles=[str(role.id) for role in host.roles[:3]],
    )
    review = organizer.get(f"{desk(event)}?step=review")
    assert client.get(f"/{host.slug}/events/coffee-careers").status_code == 404
    assert organizer.get(desk(event, "preview")).status_code == 200

    said = organizer.post(desk(event, "publication"))

    assert "Ready to publish?" in review.text
    assert said.status_code == 303
    event = only_event()
    assert event.slug == "coffee-careers"
    assert event.starts_at == datetime(2030, 11, 28, 17, tzinfo=UTC)
    assert (event.tables, event.seats, event.rounds, event.minutes) == (8, 5, 2, 30)
    assert [role.name for role in event.roles] == [role.name for role in host.roles[:3]]
    assert event.uid.endswith("@localhost.localdomain")
    assert client.get(f"/{host.slug}/events/coffee-careers").status_code == 200


def test_a_draft_without_a_place_says_what_is_missing(organizer, host):
    event = make.draft(community=host, place_name="", summary="")

    page = organizer.get(f"{desk(event)}?step=review")

    assert "There is no place and no link." in page.text
    assert "2 things to look at" in page.text


def test_a_draft_whose_date_has_passed_cannot_be_published(organizer, host):
    event = make.past_event(community=host, published_at=None)

    page = organizer.get(f"{desk(event)}?step=review")
    said = organizer.post(desk(event, "publication"))

    assert "The date has passed." in page.text
    assert "Publish</button>" not in page.text
    assert said.status_code == 409
    assert only_event().published_at is None


def test_a_time_that_does_not_exist_is_refused_with_everything_typed_kept(organizer, host):
    event = make.draft(community=host)

    page = organizer.submit(
        f"{desk(event)}?step=when",
        to="/plan",
        starts_on="2030-03-31",
        starts_at="01:30",
        ends_at="04:00",
        zone="Europe/London",
        place_name="Drill Hall",
    )

    assert page.status_code == 422
    assert "the clocks go forward" in page.text
    assert 'value="Drill Hall"' in page.text


def test_an_hour_that_comes_twice_is_taken_once_and_said(organizer, host):
    event = make.draft(community=host)

    organizer.submit(
        f"{desk(event)}?step=when",
        to="/plan",
        starts_on="2030-10-27",
        starts_at="01:30",
        ends_at="04:00",
        zone="Europe/London",
    )

    assert "comes twice that night" in organizer.get(desk(event)).text
    assert only_event().starts_at == datetime(2030, 10, 27, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_at": "17:00"}, "The end must come after the beginning."),
        ({"map_url": "javascript:alert(1)"}, "begins with https://"),
        ({"online_url": "ftp://example.org"}, "begins with https://"),
        ({"zone": "Mars/Olympus"}, "Not a valid choice."),
        ({"starts_on": "0001-01-01"}, "Check the year."),
        ({"ends_on": "2031-12-31"}, "at most a month"),
    ],
)
def test_the_when_step_says_what_is_wrong(organizer, host, wrong, sentence):
    event = make.draft(community=host)
    sound = {"starts_on": "2030-11-28", "starts_at": "18:00", "ends_at": "20:30"}

    page = organizer.submit(f"{desk(event)}?step=when", to="/plan", **sound | wrong)

    assert page.status_code == 422
    assert sentence in page.text


def test_an_address_follows_the_title_until_it_is_published(organizer, host):
    make.event(community=host, slug="first-steps")
    event = make.draft(community=host, slug="draft")

    organizer.submit(desk(event), to="/plan", title="First steps")
    event = db.session.scalars(db.select(Event).filter_by(title="First steps")).one()

    assert event.slug == "first-steps-2"


def test_moving_a_published_event_is_looked_at_before_anybody_hears(organizer, host):
    event = meetup(host, capacity=2)
    for _ in range(3):
        make.rsvp(event, letter="invite")
    before = event.starts_at

    page = organizer.submit(desk(event), to="/review", place_name="Café Søren")
    db.session.refresh(event)

    assert "One change, 3 mails" in page.text
    assert "Save and send 3 mails" in page.text
    assert event.place_name == "The Reading Room"
    assert event.starts_at == before
    assert letters("update") == []


def test_saving_what_was_looked_at_moves_every_calendar(organizer, host):
    event = meetup(host)
    make.rsvp(event, letter="invite")

    said = send_change(organizer, event, place_name="Café Søren")
    db.session.refresh(event)

    assert said.status_code == 303
    # Another place is no new time: the number stays (RFC 5546, 2.1.4).
    assert (event.place_name, event.sequence) == ("Café Søren", 0)
    (letter,) = letters("update")
    assert b"SEQUENCE:0" in letter.calendar
    assert b"Caf\xc3\xa9 S\xc3\xb8ren" in letter.calendar


def test_a_change_that_concerns_no_calendar_is_saved_at_once(organizer, host):
    event = meetup(host)
    make.rsvp(event, letter="invite")

    said = organizer.submit(desk(event), to="/review", description="Bring **one** question.")
    db.session.refresh(event)

    assert said.status_code == 303
    assert event.description == "Bring **one** question."
    assert (event.sequence, letters("update")) == (0, [])


def test_more_places_let_the_first_in_line_in(organizer, host):
    event = meetup(host, capacity=1)
    make.rsvp(event)
    waiting = make.rsvp(event)

    page = organizer.submit(desk(event), to="/review", capacity="2")
    send_change(organizer, event, capacity="2")
    db.session.refresh(waiting)

    assert "One gets a place, with the invite." in page.text
    assert waiting.going
    assert len(letters("promoted")) == 1


def test_whoever_was_slower_is_told_and_overwrites_nothing(organizer, host):
    event = meetup(host)
    stale = organizer.get(desk(event)).text.partition('name="seen" value="')[2].partition('"')[0]
    send_change(organizer, event, place_name="Drill Hall")

    said = send_change(organizer, event, place_name="Café Søren", seen=stale)
    db.session.refresh(event)

    assert said.status_code == 409
    assert "Somebody else changed this event" in said.text
    assert event.place_name == "Drill Hall"


def test_a_published_event_cannot_move_into_the_past(organizer, host):
    event = meetup(host)

    page = organizer.submit(desk(event), to="/review", starts_on="2020-01-02")

    assert page.status_code == 422
    assert "That time has passed." in page.text


def send_change(organizer: Visitor, event: Event, **changed: str):
    """What the button on the review page sends."""
    page = desk(event)
    shown = organizer.get(page)
    (form,) = [form for form in forms(shown.text) if form.action.endswith("/review")]
    return organizer.post(desk(event, "plan/revisions"), data=form.values | changed)
