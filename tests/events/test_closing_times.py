"""An organizer says when the form and the waitlist close; both move and are copied with the event."""

from datetime import datetime, timedelta

import make
import page_crawler
import pytest
from plan_page import plan, saved

from eventapp import clock
from eventapp.db import db
from eventapp.events.forms import EventForm
from eventapp.events.models import Event


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ({}, (0, 0)),
        ({"rsvps_close": "-60", "waitlist_closes": "30"}, (-60, 30)),
        ({"rsvps_close_on": "2030-11-25T12:00"}, (-30 * 60, 0)),
        ({"waitlist_closes_on": "2030-11-26 18:15"}, (0, 15)),
        ({"rsvps_close": "46080"}, (46080, 0)),
    ],
)
def test_an_organizer_says_when_answers_close(organizer, host, typed, minutes):
    event = make.draft(community=host)
    when = {"starts_on": "2030-11-26", "starts_at": "18:00", "ends_at": "20:00"}

    answer = organizer.submit(f"{plan(event)}?step=when", to="/plan", **when | typed)

    assert answer.status_code == 303
    assert (event.rsvps_close, event.waitlist_closes) == minutes
    assert event.rsvps_close_at <= event.ends_at


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rsvps_close_on": "2030-11-26T21:00"}, "before it ends"),
        ({"rsvps_close_on": "2020-11-26T21:00"}, "before it ends"),
        ({"waitlist_closes_on": "soon"}, "Give day and time"),
        ({"waitlist_closes": "yesterday"}, "Not a valid choice"),
        ({"waitlist_closes": "99999999"}, "Not a valid choice"),
    ],
)
def test_a_closing_that_cant_be_is_refused_in_words(organizer, host, typed, sentence):
    event = make.draft(community=host)
    when = {"starts_on": "2030-11-26", "starts_at": "18:00", "ends_at": "20:00"}

    answer = organizer.submit(f"{plan(event)}?step=when", to="/plan", **when | typed)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_change_of_the_closings_is_shown_before_it_is_saved(organizer, host):
    event = make.event(community=host, capacity=1)
    make.rsvp(event)

    looked = organizer.submit(
        plan(event), to="/review", title="Other words", rsvps_close="-1440", waitlist_closes="30"
    )

    shown = " ".join(page_crawler.markup(looked.text).shown.split())
    day = clock.short_day(event.starts_at - timedelta(days=1), event.zone)
    assert f"one day before it starts ({day}" in shown
    assert "The waitlist closes" in shown
    assert "30 minutes after it starts" in shown


def test_closings_move_with_the_event_and_are_copied_with_it(organizer, host):
    event = make.event(community=host, rsvps_close=-1500, waitlist_closes=45)
    later = event.local_start.replace(tzinfo=None) + timedelta(days=7)

    saved(organizer, event, starts_on=f"{later:%Y-%m-%d}", ends_on=f"{later:%Y-%m-%d}",
          starts_at="18:00", ends_at="20:00")  # fmt: skip
    moved = event.rsvps_close, event.waitlist_closes
    organizer.post(f"/desk/{host.slug}/events/{event.slug}/copies")

    copy = db.session.scalars(db.select(Event).order_by(Event.id.desc())).first()
    assert moved == (-1500, 45)
    assert copy.waitlist_closes == 45
    assert copy.rsvps_close_at.astimezone(copy.local_start.tzinfo).hour == 17


def test_the_form_shows_every_closing_that_can_be_kept(app):
    with app.test_request_context():
        for minutes in (-(2**14), -1500, -61, 0, 1, 44_000):
            event = make.event(rsvps_close=minutes)
            form = EventForm(meta={"csrf": False})
            form.offer_roles(event.roles)
            form.fill(event)

            assert form.rsvps_close.data in [value for value, _words in form.rsvps_close.choices]
            assert isinstance(event.rsvps_close_at, datetime)
