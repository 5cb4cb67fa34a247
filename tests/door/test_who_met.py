"""Who met is written when a round ends, or the event: once, and whoever writes it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import make
import pytest
from door_builders import press
from flask import Flask
from who_met_builders import Now, met, pairs, sweep, tonight

from eventapp import clock
from eventapp.db import db
from eventapp.door import presence, who_met
from eventapp.door.models import Arrival
from eventapp.encounters.models import Encounter, EventLedger
from eventapp.events.models import Event
from eventapp.front.erasing import erase


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Let it be another time."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_round_that_somebody_ran_is_written_when_it_ends(app: Flask, at: Now) -> None:
    event, people, first = tonight()
    press(event, "start", now=first)
    db.session.commit()

    while_it_runs = sweep(at, first + timedelta(minutes=10))
    press(event, "next", now=first + timedelta(minutes=15))
    db.session.commit()
    after = sweep(at, first + timedelta(minutes=16))

    assert (while_it_runs, after) == (0, 1)
    assert met() == met(1) == pairs(*people[:3]) | pairs(*people[3:])
    assert set(db.session.scalars(db.select(Encounter.met_at))) == {first + timedelta(minutes=15)}


def test_what_nobody_ran_is_written_when_the_event_is_over(app: Flask, at: Now) -> None:
    event, people, first = tonight()

    before = sweep(at, event.ends_at - timedelta(minutes=1))
    after = sweep(at, event.ends_at)
    again = sweep(at, event.ends_at + timedelta(minutes=1))

    assert (before, after, again) == (0, 1, 0)
    assert met(1) == met(2) == pairs(*people[:3]) | pairs(*people[3:])
    ended = set(db.session.scalars(db.select(Encounter.met_at)))
    assert ended == {first + timedelta(minutes=20), first + timedelta(minutes=45)}


def test_writing_twice_is_once(app: Flask, at: Now) -> None:
    event, _people, _first = tonight()
    sweep(at, event.ends_at)
    before = db.session.execute(db.select(Encounter.id, Encounter.met_at)).all()

    who_met.write(event, now=event.ends_at + timedelta(hours=2))

    assert db.session.execute(db.select(Encounter.id, Encounter.met_at)).all() == before


def test_an_event_that_is_called_off_is_never_written(app: Flask, at: Now) -> None:
    event, _people, _first = tonight()
    event.cancelled_at = event.starts_at
    db.session.commit()

    assert sweep(at, event.ends_at) == 0


def test_a_round_that_turns_out_skipped_has_no_meetings(app: Flask, at: Now) -> None:
    event, _people, first = tonight()
    press(event, "start", now=first)
    press(event, "next", now=first + timedelta(minutes=15))
    press(event, "next", now=first + timedelta(minutes=20))
    press(event, "next", now=first + timedelta(minutes=21))
    db.session.commit()

    sweep(at, event.ends_at)

    assert met(1)
    assert not met(2)


def test_who_was_erased_leaves_the_meetings_of_others_and_who_is_unknown_stays(
    app: Flask, at: Now
) -> None:
    event, people, _first = tonight()
    sweep(at, event.ends_at)
    # What is kept of somebody erased: a person without answers.
    unknown = make.saved(make.person())
    db.session.add(
        Encounter(
            event_id=event.id,
            round=1,
            table=1,
            low_id=people[1].person_id,
            high_id=unknown.id,
            met_at=event.ends_at,
        )
    )
    erase(people[0].person, now=clock.now())
    db.session.commit()

    who_met.write(db.session.get_one(Event, event.id), now=clock.now())

    assert (people[1].person_id, unknown.id) in met(1)
    assert pairs(*people[3:]) <= met(1)


def test_who_met_on_the_day_before_a_move_stays_beside_who_meets_on_the_new_one(
    app: Flask, at: Now
) -> None:
    event, people, first = tonight()
    at(first + timedelta(minutes=22))
    presence.clear_day(event, now=clock.now())
    event.starts_at += timedelta(days=7)
    event.ends_at += timedelta(days=7)
    db.session.commit()
    before = met(1)
    for rsvp in people[1:]:
        make.saved(Arrival(rsvp=rsvp, arrived_at=event.starts_at))
    db.session.commit()

    sweep(at, event.ends_at)

    assert before == met(1) == pairs(*people[:3]) | pairs(*people[3:])
    assert not pairs(people[0], people[1]) & met(2)
    assert pairs(people[1], people[2]) <= met(2)


def test_one_event_that_fails_doesn_t_hold_up_the_others(
    app: Flask, at: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, _people, _first = tonight()
    event, people, _first = tonight()
    write = who_met.write

    def failing(one: Event, *, now: datetime) -> None:
        if one.id == broken.id:
            raise RuntimeError("no")
        write(one, now=now)

    monkeypatch.setattr(who_met, "write", failing)
    sweep(at, event.ends_at)

    assert pairs(people[0], people[1]) <= met(1)
    assert db.session.scalars(db.select(EventLedger.event_id)).all() == [event.id]


def test_two_workers_at_once_write_it_once(each_database: Flask) -> None:
    event, people, _first = tonight()
    event.starts_at -= timedelta(hours=6)
    event.ends_at -= timedelta(hours=6)
    for arrival in db.session.scalars(db.select(Arrival)):
        arrival.arrived_at = event.starts_at
    db.session.commit()
    wanted = pairs(*people[:3]) | pairs(*people[3:])
    number = event.id

    def write() -> None:
        with each_database.app_context():
            who_met.write(db.session.get_one(Event, number), now=clock.now())
            db.session.commit()

    db.session.rollback()
    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(write) for _ in range(4)]:
            done.result()

    assert met(1) == met(2) == wanted
    assert db.session.scalar(db.select(db.func.count(Encounter.id))) == 12
