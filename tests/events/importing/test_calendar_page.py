"""A calendar file at the desk: looked at, brought in once, as drafts and as history."""

import io
from datetime import timedelta

import make
import pytest
from calendar_files import bring, upload
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event
from eventapp.followups.sending import actions as sending
from eventapp.mail.models import Message

CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Boulder Builders
BEGIN:VEVENT
UID:evt-1@events.lu.ma
DTSTART:20991009T223000Z
DTEND:20991010T003000Z
SUMMARY:Coffee & Careers
DESCRIPTION:Get up-to-date information at: https://luma.com/exynnx7d\\n\\nBring a question.
LOCATION:Incubator13\\, 815 St. Laurent Blvd\\, Ottawa
END:VEVENT
BEGIN:VEVENT
UID:event_2@meetup.com
DTSTART;TZID=Europe/Berlin:20240509T183000
DTEND;TZID=Europe/Berlin:20240509T203000
SUMMARY:Spring evening
END:VEVENT
BEGIN:VEVENT
UID:event_3@meetup.com
DTSTART;TZID=Europe/Berlin:20990509T183000
STATUS:CANCELLED
SUMMARY:Called off evening
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def host(app):
    return make.community()


@pytest.fixture
def organizer(client, host):
    owner = make.member(host)
    make.sign_in(client, owner)
    return client


def events() -> dict[str, Event]:
    return {one.title: one for one in db.session.scalars(db.select(Event))}


def test_the_page_shows_what_is_in_a_calendar_and_makes_nothing(organizer, host):
    page = upload(organizer, host, CALENDAR).text

    assert "3 events in this calendar" in page
    assert "Boulder Builders" in page
    for said in ("Coffee &amp; Careers", "Incubator13", "Called off", "Over"):
        assert said in page
    assert events() == {}


def test_what_is_to_come_becomes_a_draft_and_what_is_over_history(organizer, host):
    answer = bring(organizer, host, CALENDAR)

    assert answer.status_code == 303
    made = events()
    assert {title: one.state for title, one in made.items()} == {
        "Coffee & Careers": "draft",
        "Spring evening": "published",
    }
    assert made["Coffee & Careers"].description == "Bring a question."
    assert made["Coffee & Careers"].place_name == "Incubator13"
    assert f"{made['Spring evening'].local_start:%H:%M %Z}" == "18:30 CEST"
    assert len(made["Coffee & Careers"].roles) == len(host.roles)


def test_the_same_file_twice_makes_nothing_twice(organizer, host):
    bring(organizer, host, CALENDAR)
    first = events()
    shown = upload(organizer, host, CALENDAR)

    again = organizer.post(
        f"/desk/{host.slug}/import/calendar",
        data=forms(shown.text)[-1].values | {"go": "bring", "event": keys()},
    )

    assert shown.text.count("Came in before") == 2
    assert again.status_code == 303
    assert events().keys() == first.keys()
    assert db.session.scalar(db.select(db.func.count(Event.id))) == 2


def keys() -> list[str]:
    return list(db.session.scalars(db.select(ImportedEvent.key)))


def test_another_community_may_bring_in_the_same_calendar(organizer, host, client):
    bring(organizer, host, CALENDAR)
    other = make.community()
    make.sign_in(client, make.member(other))

    bring(client, other, CALENDAR)

    assert db.session.scalar(db.select(db.func.count(Event.id))) == 4


def test_history_is_written_to_nobody(organizer, host):
    day = clock.now() - timedelta(days=2)
    lately = CALENDAR.replace(b"20240509", f"{day:%Y%m%d}".encode())
    shown = upload(organizer, host, lately)
    organizer.post(
        f"/desk/{host.slug}/import/calendar", data=forms(shown.text)[-1].values | {"go": "bring"}
    )
    past = events()["Spring evening"]
    past.starts_at, past.ends_at = (
        clock.now() - timedelta(days=2),
        clock.now() - timedelta(days=1.9),
    )
    make.rsvp(past)
    db.session.commit()

    assert past.id not in sending.due(clock.now())
    with pytest.raises(Refused, match="nobody agreed to get a card"):
        sending.ask(past, now=clock.now())
    assert db.session.scalars(db.select(Message)).all() == []


def test_what_is_called_off_never_comes_in(organizer, host):
    shown = upload(organizer, host, CALENDAR)

    assert shown.text.count('name="event"') == 2


def test_nothing_ticked_is_said(organizer, host):
    shown = upload(organizer, host, CALENDAR)
    values = forms(shown.text)[-1].values
    values.pop("event")

    answer = organizer.post(f"/desk/{host.slug}/import/calendar", data=values | {"go": "bring"})

    assert answer.status_code == 422
    assert "Tick at least one event." in answer.text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a file first."),
        (b"name,email\n", "This is no calendar file."),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "cut off"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "There is no event in this calendar."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(organizer, host, data, said):
    file = {"file": (io.BytesIO(data), "calendar.ics")} if data else {}

    answer = organizer.post(f"/desk/{host.slug}/import/calendar", data=file)

    assert answer.status_code == 422
    assert said in answer.text


def test_a_file_that_was_changed_on_the_way_is_refused(organizer, host):
    answer = organizer.post(f"/desk/{host.slug}/import/calendar", data={"calendar": "!!"})

    assert answer.status_code == 422
    assert "got lost on the way" in answer.text
