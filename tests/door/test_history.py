"""Who sat where in rounds that ran stays told, whatever became of their places."""

from datetime import timedelta

import door_builders
import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.sending import actions as sending
from eventapp.followups.tablemates import companions
from eventapp.insights.reading import evening_of
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, engine, plans
from eventapp.seating.board import edits, snapshot
from eventapp.seating.my_tables import my_tables
from eventapp.seating.problems import build_problem


def again(rsvp: Rsvp, *, now=None) -> None:
    """The same guest says yes once more."""
    said = make.answers(rsvp.event, first_name=rsvp.first_name)
    rsvps.admit(rsvp.event, rsvp.person, said, source="web", letter=None, now=now or clock.now())


def evening_with_two_rounds(*, minutes: int = -1) -> tuple[Event, list[Rsvp]]:
    """Two tables of three who are all in; the first round has begun."""
    event, (first, second) = door_builders.full(2, at=3, minutes=minutes)
    people = first + second
    for rsvp in people:
        make.saved(door.Arrival(rsvp=rsvp, arrived_at=event.starts_at))
    return event, people


def met(rsvp: Rsvp) -> set[int]:
    return ledger.met(rsvp.person_id)


def test_who_sat_in_a_round_and_then_gave_the_place_back_has_met_the_table(app: Flask) -> None:
    event, people = evening_with_two_rounds()
    gone, mates, others = people[0], people[1:3], people[3:]

    rsvps.cancel(gone, now=clock.now())
    edits.swap(snapshot.read(event, now=clock.now()), mates[0].id, 2, others[0].id, now=clock.now())
    publish(event)
    sending.draft(event, now=event.ends_at)

    assert met(gone) == {mate.person_id for mate in mates}
    rounds = db.session.scalars(
        db.select(Encounter.round).where(
            db.or_(
                Encounter.low_id == gone.person_id,
                Encounter.high_id == gone.person_id,
            )
        )
    )
    assert set(rounds) == {1}


def test_who_gave_the_place_back_after_the_evening_was_there_all_the_same(app: Flask) -> None:
    event, people = evening_with_two_rounds()

    rsvps.cancel(people[0], now=event.ends_at)
    sending.draft(event, now=event.ends_at)

    assert met(people[0]) == {mate.person_id for mate in people[1:3]}
    evening = evening_of(event, now=event.ends_at)
    going = [guest for guest in evening.guests if guest.state == "going"]
    assert (len(evening.came), len(going)) == (6, 5)


def test_who_comes_back_in_the_middle_has_met_both_tables(app: Flask) -> None:
    event, people = evening_with_two_rounds()
    gone, now = people[0], clock.now()
    rsvps.cancel(gone, now=now)
    rsvps.cancel(people[5], now=now)

    again(gone, now=now)
    table = event.evening(clock.now()).begins[1] - timedelta(minutes=1)
    door.arrive(gone, by=make.person(), now=table)
    sending.draft(event, now=event.ends_at)

    seats = plans.seats_of(plans.published(event))
    assert seats[1][gone.id] == 1
    assert met(gone) >= {mate.person_id for mate in people[1:3]}
    assert gone.id in seats[2]


def test_a_round_that_is_over_is_not_shown_as_the_table_of_who_comes_back(app: Flask) -> None:
    event, people = evening_with_two_rounds()
    rsvps.cancel(people[0], now=clock.now())
    again(people[0])

    way = my_tables(people[0], now=event.evening(clock.now()).begins[1] - timedelta(minutes=1))

    assert way
    assert [stop.state for stop in way.stops] == ["done"]
    assert way.follows
    assert way.here is None


def test_who_comes_back_and_is_not_checked_in_again_has_met_nobody_since(app: Flask) -> None:
    event, people = evening_with_two_rounds()
    gone, now = people[0], clock.now()
    rsvps.cancel(gone, now=now)

    again(gone, now=now)
    edits.seat_everybody(snapshot.read(event, now=now), now=now)
    publish(event)
    sending.draft(event, now=event.ends_at)

    assert gone.id in plans.seats_of(plans.published(event))[2]
    rounds = db.session.scalars(
        db.select(Encounter.round).where(
            db.or_(Encounter.low_id == gone.person_id, Encounter.high_id == gone.person_id)
        )
    )
    assert set(rounds) == {1}


def test_a_plan_of_fewer_tables_published_in_the_middle_forgets_nobody_who_sat(app: Flask) -> None:
    event, people = evening_with_two_rounds()
    asked = build_problem(event, people, tables={1: 6}, rounds=2)
    seats = {str(rsvp.id): "1" for rsvp in people}
    solved = engine.Solution((seats, seats))
    actions.save_solution(event, asked, solved, seed=1, now=clock.now())

    publish(event)
    sending.draft(event, now=event.ends_at)

    first = db.session.scalars(db.select(Encounter.table).filter_by(round=1))
    assert set(first) == {1, 2}


@pytest.mark.parametrize("back", [False, True], ids=["left", "left and said yes again"])
def test_no_card_goes_to_who_was_checked_in_and_left_before_it_began(
    app: Flask, back: bool
) -> None:
    event, (people,) = door_builders.full(1, minutes=10)
    door_builders.come(*people)
    ghost = people[0]

    rsvps.cancel(ghost, now=clock.now())
    if back:
        again(ghost)
    sending.draft(event, now=event.ends_at)

    assert met(ghost) == set()
    assert ghost not in companions(people[1])
    assert companions(ghost) == []


def publish(event: Event) -> None:
    laid = snapshot.read(event, now=clock.now())
    edits.update_before_publishing(laid, now=clock.now())
    actions.publish(snapshot.read(event, now=clock.now()).plan, now=clock.now())
