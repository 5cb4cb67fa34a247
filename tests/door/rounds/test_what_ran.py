"""What really ran is what counts: for who met, for the next chair, for every page."""

import time
from datetime import datetime, timedelta

import door_builders
import make
import pytest
from concurrent_requests import rush
from door_builders import press
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import presence, results
from eventapp.door.rounds import actions
from eventapp.encounters.models import Encounter
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.events.rounds import Evening, Run, obey
from eventapp.followups.sending import actions as sending
from eventapp.front import page_version
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans
from eventapp.seating.my_tables import my_tables


def tonight(rounds: int = 2) -> tuple[Event, list[Rsvp], datetime]:
    """Two tables of three, the other way round in the second round; when round 1 should begin."""
    of = door_builders.event(minutes=10, rounds=rounds)
    people = door_builders.guests(of, 6)
    door_builders.plan(
        of, [people[:3], people[3:]], [people[::2], people[1::2]], *[[people[:3], people[3:]]] * (rounds - 2)
    )  # fmt: skip
    return of, people, of.starts_at + timedelta(minutes=20)


def after(moment: datetime, minutes: int) -> datetime:
    return moment + timedelta(minutes=minutes)


def come(*people: Rsvp, now: datetime) -> None:
    for rsvp in people:
        door.arrive(rsvp, by=make.person(), now=now)


def rounds_of(rsvp: Rsvp, other: Rsvp) -> set[int]:
    """The rounds in which two have met, as the ledger has it."""
    low, high = sorted((rsvp.person_id, other.person_id))
    found = db.select(Encounter.round).where(Encounter.low_id == low, Encounter.high_id == high)
    return set(db.session.scalars(found))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Let it be another time."""

    def now(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return now


def test_an_evening_that_begins_45_minutes_late_loses_no_meeting(app: Flask, at) -> None:
    event, people, first = tonight()
    # By the timetable round 1 is over when the last of them come.
    come(*people[:3], now=after(first, -10))
    come(*people[3:], now=after(first, 40))

    press(event, "start", now=after(first, 45))
    at(event.ends_at + timedelta(hours=12))
    sending.draft(event, now=clock.now())

    assert rounds_of(people[3], people[4]) == {1}
    assert rounds_of(people[1], people[5]) == {2}
    assert db.session.scalar(db.select(db.func.count(Encounter.id))) == 12


def test_who_comes_late_has_met_in_the_rounds_that_were_still_running(app: Flask, at) -> None:
    event, people, first = tonight()
    come(*people[:5], now=first)
    press(event, "start", now=first)
    press(event, "next", now=after(first, 10))

    # By the timetable the first round would have run ten minutes more.
    come(people[5], now=after(first, 12))
    at(event.ends_at + timedelta(hours=12))
    sending.draft(event, now=clock.now())

    assert rounds_of(people[5], people[3]) == {2}
    assert rounds_of(people[5], people[4]) == set()
    assert rounds_of(people[3], people[4]) == {1}


def test_a_round_that_was_skipped_or_left_out_never_counts(app: Flask, at) -> None:
    event, people, first = tonight(rounds=3)
    come(*people, now=first)
    press(event, "start", now=first)
    press(event, "next", now=after(first, 18))
    press(event, "next", now=after(first, 20))
    press(event, "next", now=after(first, 21))
    press(event, "fewer", now=after(first, 22))

    at(event.ends_at + timedelta(hours=12))
    seats = presence.at_tables(event, now=clock.now())

    assert seats.keys() == {1}


def test_an_evening_that_stands_still_for_ever_counts_what_began(app: Flask, at) -> None:
    event, people, first = tonight()
    come(*people, now=first)
    press(event, "start", now=first)
    press(event, "pause", now=after(first, 5))

    at(event.ends_at + timedelta(days=1))
    seats = presence.at_tables(event, now=clock.now())

    assert seats.keys() == {1}
    assert event.over(clock.now())


def test_an_evening_isnt_over_while_a_round_runs(app: Flask) -> None:
    event, _people, first = tonight()
    event.ends_at = after(first, 50)

    press(event, "start", now=after(first, 45))

    assert not event.over(after(first, 60))
    assert event.going_on(after(first, 80))
    assert event.over(after(first, 91))


def test_a_press_counts_once_whoever_presses(app: Flask) -> None:
    event, _people, first = tonight()
    press(event, "start", now=first)
    seen = event.evening(after(first, 1)).mark

    once = press(event, "more", seen=seen, now=after(first, 1))
    twice = press(event, "more", seen=seen, now=after(first, 1))
    other = press(event, "next", seen=seen, now=after(first, 1))

    assert (once, twice, other) == (True, False, False)
    assert event.evening(after(first, 1)).slots[0].ends == after(first, 25)


def test_a_press_on_a_round_that_has_ended_by_itself_changes_nothing(app: Flask) -> None:
    event, _people, first = tonight()
    press(event, "start", now=first)
    seen = event.evening(after(first, 19)).mark

    done = press(event, "next", seen=seen, now=after(first, 20))

    assert not done
    assert event.evening(after(first, 20)).state == "between"


def test_of_two_remotes_that_press_at_the_same_instant_one_counts(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, _people, _first = tonight()

    def slowly(stands: Evening, name: str) -> Run:
        time.sleep(0.1)
        return obey(stands, name)

    monkeypatch.setattr(actions, "obey", slowly)
    host = make.member(event.community, "door")
    path = f"/desk/{event.community.slug}/events/{event.slug}/remote/commands"
    data = {"command": "more", "seen": event.evening(clock.now()).mark}

    answers = rush(each_database, [(path, data, host)] * 4)

    kept = db.session.get(Event, event.id)
    assert [answer.status_code for answer in answers] == [303] * 4
    # Who is told that it had gone on already gets a cookie with that sentence.
    assert sum("Set-Cookie" in answer.headers for answer in answers) == 3
    assert [kind for kind, _at in kept.run["commands"]] == ["more"]


@pytest.mark.parametrize("minutes", [-60, 60 * 8])
def test_the_rounds_are_run_on_the_evening_itself(app: Flask, minutes: int) -> None:
    event, _people, first = tonight()

    with pytest.raises(Refused):
        press(event, "start", now=after(first, minutes))


def test_who_left_has_no_chair_in_a_round_that_begins_again(app: Flask) -> None:
    event, people, first = tonight()
    # By the timetable round 1 has begun, so the chair would stay.
    rsvps.cancel(people[0], now=after(first, 5))

    press(event, "start", now=after(first, 15))

    seats = plans.seats_of(plans.published(event))
    assert not any(people[0].id in seated for seated in seats.values())


def test_a_newcomer_gets_a_chair_from_the_round_that_really_is_next(app: Flask) -> None:
    event, people, first = tonight()
    press(event, "start", now=after(first, 30))

    rsvps.cancel(people[5], now=after(first, 32))
    rosa = door.walk_in(
        event, first_name="Rosa", last_name="", role_id=event.roles[0].id, email="", once="r",
        by=make.person(), now=after(first, 33),
    )  # fmt: skip

    seats = plans.seats_of(plans.published(event))
    assert rosa.id not in seats[1]
    assert rosa.id in seats[2]


def test_a_guests_page_follows_what_runs(app: Flask) -> None:
    event, people, first = tonight()
    late = after(first, 46)
    marks = [page_version.version(people[0], plan=1, position=0, now=late)]

    press(event, "start", now=after(first, 45))
    way = my_tables(people[0], now=late)
    marks.append(page_version.version(people[0], plan=1, position=0, now=late))
    press(event, "pause", now=late)
    still = my_tables(people[0], now=late)
    marks.append(page_version.version(people[0], plan=1, position=0, now=late))

    assert way
    assert still
    assert (way.here.round, way.here.state, way.here.starts_at) == (1, "now", after(first, 45))
    assert [stop.state for stop in way.stops] == ["now", "next"]
    assert still.paused
    assert len(set(marks)) == 3


def test_after_the_last_round_nobody_is_moved(app: Flask) -> None:
    event, people, first = tonight(rounds=3)
    door_builders.come(*people)
    press(event, "fewer", now=after(first, -5))
    press(event, "fewer", now=after(first, -5))
    press(event, "start", now=clock.now())

    live = door_builders.look(event)

    assert live.begun == live.plan.rounds


def test_on_another_day_nothing_has_run_yet(app: Flask) -> None:
    event, people, first = tonight()
    come(*people, now=first)
    press(event, "start", now=first)

    presence.clear_day(event, now=after(first, 5))

    assert event.run is None
    assert rounds_of(people[0], people[1]) == {1}
    assert rounds_of(people[0], people[2]) == {1}


def test_what_was_put_off_is_put_off_from_the_new_time(app: Flask) -> None:
    event, _people, first = tonight()
    press(event, "more", now=after(first, -5))
    event.starts_at += timedelta(minutes=10)

    app.extensions["hanging"].moved(event, now=after(first, -4))

    assert event.evening(after(first, -4)).begins[0] == after(first, 15)


def test_what_ran_at_another_time_is_no_run_of_this_one(app: Flask) -> None:
    event, _people, first = tonight()
    press(event, "start", now=first)
    event.starts_at += timedelta(days=7)
    event.ends_at += timedelta(days=7)

    app.extensions["hanging"].moved(event, now=after(first, 1))

    assert event.run is None


def test_who_comes_in_while_people_move_is_sent_to_the_next_table(app: Flask) -> None:
    event, _people, first = tonight()
    press(event, "start", now=first)
    press(event, "next", now=after(first, 10))
    press(event, "more", now=after(first, 10))

    here = [results.table_now(event, (1, 2), now=after(first, m))[0] for m in (12, 25, 60)]

    assert here == [2, 2, 2]
