"""Who met is written when a round ends, and made true again whenever something is otherwise."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import combinations

import door_builders
import make
import pytest
from door_builders import press
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import jobs, presence, who_met
from eventapp.door.models import Arrival
from eventapp.door.reseating import actions as reseating
from eventapp.encounters.models import Encounter, EventLedger
from eventapp.events.models import Event
from eventapp.programs import actions as programs
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

Now = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Now:
    """Let it be another time."""
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def tonight() -> tuple[Event, list[Rsvp], datetime]:
    """Two tables of three in two rounds, everybody checked in; when round 1 should begin."""
    event = door_builders.event(minutes=10)
    people = door_builders.guests(event, 6)
    door_builders.plan(event, *[[people[:3], people[3:]]] * 2)
    for rsvp in people:
        door.arrive(rsvp, by=make.person(), now=event.starts_at)
    db.session.commit()
    return event, people, event.starts_at + timedelta(minutes=20)


def met(round: int | None = None) -> set[tuple[int, int]]:
    found = db.select(Encounter.low_id, Encounter.high_id)
    if round:
        found = found.where(Encounter.round == round)
    return {(low, high) for low, high in db.session.execute(found)}


def pairs(*people: Rsvp) -> set[tuple[int, int]]:
    return set(combinations(sorted(rsvp.person_id for rsvp in people), 2))


def sweep(at: Now, moment: datetime) -> int:
    at(moment)
    return jobs.write_who_met()


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
    programs.erase(people[0].person, now=clock.now())
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
