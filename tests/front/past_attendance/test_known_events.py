"""Past events that are here already: found again, left out, or thrown away."""

from datetime import UTC, datetime, timedelta

import made_up_language
import make
import pytest
from past_lists import PLAIN, TABLES, bring, count, upload

from eventapp import clock, languages
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.events.copying.models import EventTemplate
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp


def test_an_event_that_ran_here_is_left_out(organizer, host):
    then = clock.now() - timedelta(days=40)
    ran = make.event(
        community=host, title="Spring", starts_at=then, ends_at=then + timedelta(hours=2)
    )
    data = TABLES.replace(b"2024-05-09", f"{ran.local_start:%Y-%m-%d}".encode())

    page = upload(organizer, host, data).text
    bring(organizer, host, data)

    assert "It ran here, and who came is known." in page
    assert db.session.scalars(db.select(Event).filter_by(title="Spring")).all() == [ran]
    assert db.session.scalars(db.select(Rsvp).filter_by(event_id=ran.id)).all() == []


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


def test_a_past_evening_that_came_in_wrongly_is_thrown_away_and_comes_in_anew(organizer, host):
    bring(organizer, host, PLAIN)
    event = db.session.scalars(db.select(Event)).one()
    page = f"/desk/{host.slug}/events/{event.slug}/cancellation"

    assert "Throw this event away" in organizer.get(page.replace("cancellation", "plan")).text
    assert "nobody gets a mail" in organizer.get(page).text
    organizer.post(page)

    assert (count(Event), count(Encounter), count(Rsvp), count(Message)) == (0, 0, 0, 0)
    bring(organizer, host, PLAIN)
    assert (count(Event), count(Rsvp)) == (1, 3)


def test_a_past_evening_that_came_in_stays_in_the_past_and_a_change_of_it_is_told_to_nobody(
    organizer, host
):
    bring(organizer, host, PLAIN)
    event = db.session.scalars(db.select(Event)).one()
    page = f"/desk/{host.slug}/events/{event.slug}/plan"
    later = f"{clock.now() + timedelta(days=9):%Y-%m-%d}"

    changed = organizer.submit(page, to="/plan/review", place_name="Studio 4")
    moved = organizer.submit(page, to="/plan/review", starts_on=later, ends_on=later)

    assert (changed.status_code, count(Message)) == (303, 0)
    assert moved.status_code == 422
    assert "This event is over. Copy it to a new one." in moved.text
