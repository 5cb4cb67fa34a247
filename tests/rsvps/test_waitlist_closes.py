"""When the form and the waitlist close: nobody is promoted after it, in whatever way a place frees."""

from collections import Counter
from datetime import timedelta

import make
import page_crawler
import pytest
from conftest import visitor
from plan_page import plan, saved

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions
from eventapp.rsvps.attendees import listing
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing.parsing import Entry, Intake

HOUR = timedelta(hours=1)
DOOR = "Come to the door: there may be a free chair."


def begun(host, **given) -> Event:
    """An evening of one place that began two and a half hours ago: one is going, one waits."""
    start = clock.now() - 2.5 * HOUR
    fields = {"capacity": 1, "starts_at": start, "ends_at": start + 3 * HOUR}
    event = make.event(community=host, **fields | given)
    make.rsvp(event, first_name="Aiko"), make.rsvp(event, first_name="Zoe")
    return event


def of(event: Event) -> dict[str, str]:
    """Everybody's state, by first name."""
    return {rsvp.first_name: rsvp.state for rsvp in every(event)}


def every(event: Event) -> list[actions.Rsvp]:
    return list(db.session.scalars(db.select(actions.Rsvp).filter_by(event_id=event.id)))


def mine(event: Event, name: str) -> str:
    (found,) = (rsvp for rsvp in every(event) if rsvp.first_name == name)
    return f"/r/{token_of(found.link)}"


def promoted() -> int:
    return db.session.scalar(db.select(db.func.count()).where(Message.kind == "promoted")) or 0


def gives_back(organizer, event):
    visitor(organizer.application).post(f"{mine(event, 'Aiko')}/cancellation")


def is_taken_off(organizer, event):
    going = next(rsvp for rsvp in every(event) if rsvp.going)
    people = f"/desk/{event.community.slug}/events/{event.slug}/people"
    organizer.post(f"{people}/{going.id}/cancellation")


def places_are_raised(organizer, event):
    saved(organizer, event, capacity="5")


WAYS = [gives_back, is_taken_off, places_are_raised]


@pytest.mark.parametrize("frees", WAYS)
def test_nobody_is_promoted_once_the_evening_has_begun(organizer, host, frees):
    event = begun(host)

    frees(organizer, event)

    assert of(event)["Zoe"] == "waitlisted"
    assert promoted() == 0


@pytest.mark.parametrize("frees", WAYS)
def test_the_next_in_line_is_promoted_until_the_waitlist_closes(organizer, host, frees):
    event = begun(host, waitlist_closes=170)

    frees(organizer, event)

    assert of(event)["Zoe"] == "going"
    assert promoted() == 1


def test_a_waitlist_may_close_long_before_the_start(app):
    start = clock.now() + 5 * HOUR
    event = make.event(capacity=1, starts_at=start, ends_at=start + HOUR, waitlist_closes=-360)
    going, _waiting = make.rsvp(event), make.rsvp(event, first_name="Zoe")

    actions.cancel(going, now=clock.now())

    assert of(event)["Zoe"] == "waitlisted"


def test_an_evening_moved_later_serves_its_waitlist_again(organizer, host):
    event = begun(host)
    gives_back(organizer, event)

    tomorrow = event.local_start + timedelta(days=1)
    saved(organizer, event, starts_on=f"{tomorrow:%Y-%m-%d}",
          ends_on=f"{event.local_end + timedelta(days=1):%Y-%m-%d}")  # fmt: skip

    assert of(event)["Zoe"] == "going"
    assert promoted() == 1


def test_the_page_to_look_at_promises_no_place_that_nobody_gets(organizer, host):
    event = begun(host)

    looked = organizer.submit(plan(event), to="/review", capacity="5", title="Other words")

    assert "get a place" not in looked.text
    assert "One gets a place" not in looked.text


def test_an_organizer_gives_a_free_place_out_by_hand_until_the_end(organizer, host):
    event = begun(host)
    gives_back(organizer, event)
    people = f"/desk/{host.slug}/events/{event.slug}/people"
    page = page_crawler.markup(organizer.get(people).text).shown

    organizer.submit(people, to="/promotions")

    assert "The waitlist closed at" in page
    assert of(event)["Zoe"] == "going"
    assert promoted() == 1
    counted = listing.Counts(states=Counter(waitlisted=1))
    assert listing.free_places(event, counted, ruled=False, now=event.ends_at) == 0


def test_who_waits_reads_that_the_waitlist_closed(client, host):
    event = begun(host)

    page = page_crawler.markup(client.get(mine(event, "Zoe")).text).shown

    hour = clock.hour(event.starts_at, event.zone)
    assert f"The waitlist closed at {hour}" in page
    assert DOOR in page
    assert "person in line" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"capacity": None}, "RSVPs are closed since"),
        ({"capacity": None, "rsvps_close": 100}, "RSVPs are closed since"),
        ({"rsvps_close": 170}, "The waitlist closed at"),
    ],
)
def test_a_closed_page_says_since_when_and_takes_nobody(client, host, given, said):
    event = begun(host, **given)
    page = f"/{host.slug}/events/{event.slug}"
    shown = page_crawler.markup(client.get(page).text).shown
    typed = {"first_name": "Mai", "email": "mai@example.org", "role": event.roles[0].id,
             "stage": "", "ask_kind": "advice", "offer_kind": "advice", "once": "x"}  # fmt: skip

    answer = client.post(f"{page}/rsvps", data=typed)

    closes = event.rsvps_close_at if "RSVPs" in said else event.waitlist_closes_at
    assert f"{said} {clock.hour(closes, event.zone)}" in shown
    assert DOOR in shown
    assert "Save my seat" not in shown
    assert "Join the waitlist" not in shown
    assert answer.status_code == 409
    assert "Mai" not in of(event)


def test_a_form_that_stays_open_takes_a_late_yes(client, host):
    event = begun(host, capacity=10, rsvps_close=170)
    page = f"/{host.slug}/events/{event.slug}"
    typed = {"first_name": "Mai", "email": "mai@example.org", "role": str(event.roles[0].id)}

    answer = client.submit(page, to="/rsvps", **typed)

    assert answer.status_code == 303
    assert of(event)["Mai"] == "going"


def test_nobody_is_put_into_a_line_that_has_closed(organizer, host):
    event = begun(host)
    people = f"/desk/{host.slug}/events/{event.slug}/people"

    typed = {"first_name": "Mai", "email": "mai@example.org", "role": str(event.roles[0].id)}
    answer = organizer.submit(f"{people}/new", to="/new", **typed)

    assert answer.status_code == 422
    assert "The waitlist has closed." in page_crawler.markup(answer.text).shown
    assert "Mai" not in of(event)


def test_an_imported_list_writes_to_nobody_about_a_line_that_has_closed(app, host):
    event = begun(host)
    mai = Entry(line=2, email="mai@example.org", first_name="Mai", last_name="")

    brought = imports.invite_all(event, Intake([mai], [], [], [], [], []), now=clock.now())

    assert (brought.waiting, brought.letters) == (1, 0)
    assert db.session.scalars(db.select(Message)).all() == []


def test_the_door_lets_in_whoever_stands_there_once_the_waitlist_has_closed(organizer, host):
    event = begun(host, capacity=2)
    make.rsvp(event, first_name="Mai")
    gives_back(organizer, event)
    door = f"/desk/{host.slug}/events/{event.slug}/door"
    typed = {"first_name": "Kit", "role": str(event.roles[0].id)}
    waiting = next(rsvp for rsvp in every(event) if rsvp.state == "waitlisted")
    said = page_crawler.markup(organizer.get(f"{door}?who={waiting.id}").text).shown

    organizer.submit(f"{door}/walk-ins?rsvp={waiting.id}", to="/walk-ins")
    full = organizer.submit(f"{door}/walk-ins", to="/walk-ins", **typed)

    assert "The waitlist has closed and a place is free" in said
    assert of(event)[waiting.first_name] == "going"
    assert full.status_code == 422
    assert "Kit" not in of(event)


def test_the_door_keeps_the_line_while_it_is_served(organizer, host):
    event = begun(host, waitlist_closes=170)
    event.capacity = 2
    door = f"/desk/{host.slug}/events/{event.slug}/door"
    typed = {"first_name": "Kit", "role": str(event.roles[0].id)}

    answer = organizer.submit(f"{door}/walk-ins", to="/walk-ins", **typed)

    assert answer.status_code == 422
    assert "One person waits in line" in page_crawler.markup(answer.text).shown


def test_the_desk_doesnt_ask_to_give_out_places_of_a_closed_waitlist(organizer, host):
    event = begun(host)
    gives_back(organizer, event)

    page = organizer.get(f"/desk/{host.slug}").text

    assert "Give out" not in page
    assert "RSVPs closed" in page


def test_the_list_says_what_is_still_open(client, host):
    start = clock.now() - HOUR
    fields = {"community": host, "starts_at": start, "ends_at": start + 3 * HOUR}
    closed = make.event(title="Closed one", **fields)
    full = make.event(title="Full one", capacity=1, rsvps_close=120, **fields)
    make.rsvp(full)

    page = page_crawler.markup(client.get(f"/{host.slug}").text).shown

    assert "RSVPs closed" in page.split(closed.title)[1].split("Full one")[0]
    assert "waitlist open" not in page
