"""Whatever turns out otherwise makes the ledger true again, within a minute."""

from collections.abc import Callable
from datetime import timedelta

import make
import pytest
from door_builders import press
from flask import Flask
from who_met_builders import Now, met, pairs, sweep, tonight

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import reports, who_met
from eventapp.door.models import DoorReport
from eventapp.door.reseating import actions as reseating
from eventapp.door.rounds import actions as rounds
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import plans


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Let it be another time."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def take_back(event: Event, rsvp: Rsvp) -> None:
    door.undo(event, rsvp.id, by=make.person(), now=clock.now())


def leave_early(event: Event, rsvp: Rsvp) -> None:
    reseating.leave(rsvp, 1, now=clock.now())


def give_back(event: Event, rsvp: Rsvp) -> None:
    rsvps.cancel(rsvp, now=clock.now())


@pytest.mark.parametrize(
    ("change", "rounds"), [(take_back, set()), (leave_early, {1}), (give_back, {1})]
)
def test_what_the_door_takes_back_makes_the_ledger_true_again(
    app: Flask, at: Now, change: Callable, rounds: set[int]
) -> None:
    event, people, first = tonight()
    press(event, "start", now=first)
    press(event, "next", now=first + timedelta(minutes=15))
    db.session.commit()
    sweep(at, first + timedelta(minutes=16))
    assert pairs(people[0], people[1]) <= met(1)

    change(event, people[0])
    db.session.commit()
    during = sweep(at, first + timedelta(minutes=17))
    sweep(at, event.ends_at + timedelta(hours=1))

    assert during == 1
    assert {n for n in (1, 2) if pairs(people[0], people[1]) <= met(n)} == rounds
    assert pairs(people[1], people[2]) <= met(1) & met(2)


def test_who_is_checked_in_after_the_event_has_met_within_a_minute(app: Flask, at: Now) -> None:
    event, people, _first = tonight()
    take_back(event, people[0])
    db.session.commit()
    sweep(at, event.ends_at)
    assert not pairs(people[0], people[1]) & met()

    at(event.ends_at + timedelta(hours=1))
    door.arrive(people[0], by=make.person(), now=clock.now())
    db.session.commit()
    sweep(at, event.ends_at + timedelta(hours=1, minutes=1))

    assert pairs(people[0], people[1]) <= met(1)


def test_what_a_device_without_connection_pressed_is_written_when_it_is_heard(
    app: Flask, at: Now
) -> None:
    event, people, first = tonight()
    take_back(event, people[0])
    db.session.commit()
    sweep(at, event.ends_at)
    moment = first + timedelta(minutes=5)

    reports.keep(
        event, "1", "in", at=moment, number=1, by=make.person(), now=clock.now()
    ).rsvp_id = people[0].id
    for report in db.session.scalars(db.select(DoorReport).filter_by(kind="out")):
        report.at = event.starts_at
    db.session.flush()
    door.settle(people[0], now=clock.now())
    db.session.commit()
    sweep(at, event.ends_at + timedelta(minutes=1))

    assert pairs(people[0], people[1]) <= met(1)


def test_tables_that_are_published_late_and_an_evening_that_moves_are_written_again(
    app: Flask, at: Now
) -> None:
    event, _people, first = tonight()
    plan = plans.published(event)
    plan.published_at = None
    press(event, "start", now=first)
    press(event, "next", now=first + timedelta(minutes=15))
    db.session.commit()
    sweep(at, first + timedelta(minutes=16))
    assert not met()

    seating.publish(plan, now=clock.now())
    db.session.commit()
    sweep(at, first + timedelta(minutes=17))
    late = met(1)
    rounds.event_moved(event, now=clock.now())
    db.session.commit()

    assert late
    assert who_met.due(clock.now()) == [event.id]


def test_a_round_that_ended_by_a_slip_is_taken_out_until_it_ends(app: Flask, at: Now) -> None:
    event, _people, first = tonight()
    press(event, "start", now=first)
    press(event, "next", now=first + timedelta(minutes=15))
    db.session.commit()
    sweep(at, first + timedelta(minutes=16))
    assert met()

    press(event, "undo", now=first + timedelta(minutes=16))
    db.session.commit()
    sweep(at, first + timedelta(minutes=17))

    assert met() == set()
