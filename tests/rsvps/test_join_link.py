"""Who sees the link to join online, who hears of another one, and how an organizer gives it away."""

import json
import re
from datetime import timedelta

import make
import pytest
import session_builders
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.events.views import structured
from eventapp.mail.models import Message
from eventapp.rsvps import calendar_entries, rescheduling, revisions

LINK = "https://meet.example/room-7"


def online(host=None, **given) -> Event:
    # Whole minutes, as a form gives them back.
    start = clock.now().replace(second=0, microsecond=0) + timedelta(days=3)
    fields = {"place_name": "", "online_url": LINK, "community": host or make.community()}
    fields |= {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    return make.event(**fields | given)


def sent(kind: str) -> list[Message]:
    return list(db.session.scalars(db.select(Message).filter_by(kind=kind).order_by(Message.id)))


def body(letter: Message) -> str:
    calendar = re.sub(rb"\r\n[ \t]", b"", letter.calendar or b"").decode()
    return letter.text + letter.html + calendar


def test_whoever_has_a_place_reads_the_link_in_letter_calendar_and_page(client, app):
    event = online()
    rsvp = make.rsvp(event, letter="invite")

    (letter,) = sent("invite")

    assert LINK in letter.text
    assert LINK in letter.html
    assert f"LOCATION:{LINK}" in body(letter)
    assert calendar_entries.entry(rsvp).location == LINK


def test_a_calendar_with_a_place_holds_the_link_beside_it(app):
    event = online(place_name="The Reading Room")

    (going, waiting) = (make.rsvp(event), make.rsvp(event))
    waiting.state = "waitlisted"

    assert calendar_entries.entry(going).location == "The Reading Room"
    assert LINK in calendar_entries.entry(going).description
    assert LINK not in str(calendar_entries.entry(waiting))


@pytest.mark.parametrize("state", ["waitlisted", "pending", "declined", "cancelled"])
def test_no_other_answer_sees_more_than_the_public(app, state):
    rsvp = make.rsvp(online())

    rsvp.state = state

    assert rsvp.join_link == ""
    assert calendar_entries.entry(rsvp).location == "Online"


def test_a_virtual_location_without_a_public_link_is_the_events_own_page(app):
    event = online()

    found = structured(event, places_left=None)

    assert found["location"] == {"@type": "VirtualLocation", "url": found["url"]}
    assert found["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    event.online_public = True
    assert structured(event, places_left=None)["location"]["url"] == LINK


def test_an_event_in_a_room_and_online_is_both_for_search_engines(app):
    event = online(place_name="The Reading Room")

    found = structured(event, places_left=None)

    assert [one["@type"] for one in found["location"]] == ["Place", "VirtualLocation"]
    assert found["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")
    assert LINK not in json.dumps(found)


def test_another_link_is_told_to_those_with_a_place_alone(app):
    event = online(capacity=1)
    make.rsvp(event, letter="invite")
    make.rsvp(event, letter="invite")
    before = rescheduling.snapshot(event)
    event.online_url = "https://meet.example/room-8"

    number = rescheduling.reschedule(event, before, now=clock.now())

    (letter,) = sent("update")
    assert number == 1
    assert "room-8" in letter.text
    assert LINK in letter.text


def test_who_waits_hears_of_a_new_place_without_the_link(app):
    event = online(capacity=1)
    make.rsvp(event)
    make.rsvp(event)
    before = rescheduling.snapshot(event)
    event.online_url, event.place_name = "https://meet.example/room-8", "Drill Hall"

    rescheduling.reschedule(event, before, now=clock.now())

    going, waiting = sent("update")
    assert "room-8" in going.text
    assert "Drill Hall" in waiting.text
    assert "meet.example" not in body(waiting)


def test_the_look_before_a_change_counts_the_letters_that_will_go_out(app):
    event = online(capacity=1)
    for _ in range(3):
        make.rsvp(event)
    values = {name: getattr(event, name) for name in drafts.KEPT}
    values |= {"starts_at": event.starts_at, "ends_at": event.ends_at}
    values |= {"rsvps_close": 0, "waitlist_closes": 0}
    values["online_url"] = "https://meet.example/room-8"

    now = clock.now()
    looked = revisions.review(event, values, list(event.roles), now=now)
    told = revisions.revise(event, values, event.roles, seen=drafts.stamp(event), now=now)

    assert (looked.mails, told, len(sent("update"))) == (1, 1, 1)
    assert [line.told for line in looked.lines] == [1]
    assert not looked.waiting_told


def test_giving_the_link_to_everybody_writes_to_nobody(organizer, host):
    event = online(host, slug="online")
    make.rsvp(event, letter="invite")
    page = f"/desk/{host.slug}/events/online/plan"

    said = organizer.submit(page, to="/review", online_public="y")
    db.session.refresh(event)

    assert said.status_code == 303
    assert event.public_link == LINK
    assert sent("update") == []
    assert LINK in organizer.get(f"/{host.slug}/events/online").text


@pytest.mark.parametrize("public", ["y", None])
def test_the_review_says_who_sees_the_link_and_saves_what_it_says(organizer, host, public):
    event = online(host, slug="online", online_public=public is None)
    make.rsvp(event, letter="invite")
    page = f"/desk/{host.slug}/events/online/plan"

    looked = organizer.submit(page, to="/review", place_name="Drill Hall", online_public=public)
    (form,) = [form for form in forms(looked.text) if form.action.endswith("/revisions")]
    saved = organizer.post(form.action, data=form.values)
    db.session.refresh(event)

    assert "Who sees the link to join" in looked.text
    assert saved.status_code == 303
    assert event.online_public is (public == "y")


def test_a_copy_keeps_who_sees_the_link(app):
    shared, kept = online(online_public=True), online()

    now = clock.now()
    copies = [
        drafts.copy(event, drafts.next_time(event, now=now), now=now) for event in (shared, kept)
    ]

    assert [copy.online_public for copy in copies] == [True, False]


@pytest.mark.parametrize("public", ["y", None])
def test_every_session_of_a_program_begins_with_who_sees_the_link(organizer, host, public):
    fields = {"title": "First Steps", "starts_on": "2027-03-02", "starts_at": "18:00"}
    fields |= {"ends_at": "20:00", "online_url": LINK, "online_public": public}

    said = session_builders.made(organizer, f"/desk/{host.slug}/programs/new", **fields)

    assert said.status_code == 303
    events = db.session.scalars(db.select(Event)).all()
    assert [event.online_public for event in events] == [public == "y"] * 3
