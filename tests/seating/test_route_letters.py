"""Letters with everybody's tables: to whom a route is new, however many they are and whoever writes them."""

from datetime import timedelta

import make
import pytest
import seating_builders
from announcing import letters, parts, to

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import announcements, jobs, rescheduling
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, plans
from eventapp.seating.board import edits, snapshot


@pytest.fixture(autouse=True)
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "PART", 4)
    monkeypatch.setattr(jobs, "PAUSE", 0)


@pytest.fixture
def seated(app) -> tuple[Event, list[Rsvp]]:
    """Twelve guests whose tables have just been published; the worker hasn't begun."""
    event, guests = seating_builders.room(12)
    assert actions.publish(seating_builders.plan(event), now=clock.now()) == 12
    db.session.commit()
    return event, guests


def swapped(event: Event, guests: list[Rsvp]) -> tuple[str | None, str | None]:
    """Two guests swap in the first round, and that is published; their addresses."""
    laid = snapshot.read(event)
    one = guests[0]
    other = next(g for g in guests if laid.seats[1][g.id] != laid.seats[1][one.id])
    edits.swap(laid, one.id, 1, other.id, now=clock.now())
    assert actions.publish(plans.latest(event), now=clock.now()) == 2
    db.session.commit()
    return one.person.email, other.person.email


def test_tables_for_many_are_written_by_the_worker(seated):
    _event, guests = seated
    before = letters("route")

    jobs.write_announcements()

    assert before == []
    assert to(letters("route")) == [guest.person.email for guest in guests]
    assert all("table" in letter.text for letter in letters("route"))


def test_a_second_publication_before_all_are_told_tells_everybody_once(seated):
    event, guests = seated
    parts(1)

    swapped(event, guests)
    jobs.write_announcements()

    told = to(letters("route", state="queued"))
    assert sorted(told) == sorted(guest.person.email for guest in guests)


def test_a_second_publication_tells_only_those_who_moved_once_all_are_told(seated):
    event, guests = seated
    jobs.write_announcements()
    deliver.deliver_due()

    moved = swapped(event, guests)
    jobs.write_announcements()

    assert sorted(to(letters("route", state="queued"))) == sorted(moved)


def test_a_letter_that_waits_is_taken_back_from_those_alone_who_moved(seated):
    event, guests = seated
    jobs.write_announcements()

    moved = swapped(event, guests)
    jobs.write_announcements()

    assert sorted(to(letters("route", state="withdrawn"))) == sorted(moved)
    assert len(letters("route", state="queued")) == 12


def test_who_gave_their_place_back_is_told_no_table(seated):
    _event, guests = seated
    rsvps.cancel(guests[7], now=clock.now())
    make.rsvp(guests[0].event)
    db.session.commit()

    jobs.write_announcements()

    left = [guest.person.email for guest in guests if guest is not guests[7]]
    assert to(letters("route")) == left


def test_nobody_is_told_tables_of_an_event_that_is_over(seated):
    event, _guests = seated
    event.starts_at, event.ends_at = (clock.now() - timedelta(hours=n) for n in (3, 1))
    db.session.commit()

    jobs.write_announcements()

    assert letters("route") == []


def test_nobody_is_told_tables_of_an_event_that_is_called_off(seated):
    event, _guests = seated
    parts(1)

    rescheduling.cancel_event(event, now=clock.now())
    db.session.commit()
    jobs.write_announcements()

    assert letters("route", state="queued") == []
    assert len(letters("cancelled", state="queued")) == 12
