"""Guests who come late, who met before, and what their own page says of the tables."""

from datetime import timedelta

import make
import seating_builders

from eventapp import clock
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.seating import actions, plans, problems
from eventapp.seating.board import snapshot
from eventapp.seating.models import Rule, Seat
from eventapp.seating.my_tables import my_tables


def neighbours(event, number: int, table: int) -> list[int]:
    seats = plans.seats_of(plans.latest(event))[number]
    return [who for who, at in seats.items() if at == table]


def test_a_walk_in_gets_a_free_chair_in_the_rounds_to_come_and_moves_nobody(app) -> None:
    event, _guests = seating_builders.room(15, tables=4, seats=4)
    plan = seating_builders.plan(event)
    actions.publish(plan, now=clock.now())
    before = plans.routes(plan)
    late = seating_builders.guest(event, 99)

    route = actions.seat_newcomer(plan, late, first_round=2)

    after = plans.routes(plan)
    assert route[0] == 0
    assert all(route[1:])
    assert {who: way for who, way in after.items() if who != late.id} == before
    assert all(len(neighbours(event, n, route[n - 1])) <= 4 for n in (2, 3))


def test_a_walk_in_stands_when_every_chair_is_taken(app) -> None:
    event, _guests = seating_builders.room(8, tables=2, seats=4)
    plan = seating_builders.plan(event)
    late = seating_builders.guest(event, 99)

    assert actions.seat_newcomer(plan, late) == (0, 0, 0)


def test_a_walk_in_is_seated_once(app) -> None:
    event, _guests = seating_builders.room(11, tables=3, seats=5)
    plan = seating_builders.plan(event)
    late = seating_builders.guest(event, 99)

    first = actions.seat_newcomer(plan, late)
    second = actions.seat_newcomer(plan, late)

    assert first == second
    assert db.session.scalar(db.select(db.func.count(Seat.id)).filter_by(rsvp_id=late.id)) == 3


def test_a_walk_in_sits_away_from_whom_they_are_kept_apart(app) -> None:
    event, guests = seating_builders.room(11, tables=2, seats=8)
    plan = seating_builders.plan(event)
    late = seating_builders.guest(event, 99)
    pair = sorted((late.id, guests[0].id))
    make.saved(Rule(event_id=event.id, kind="apart", rsvp_id=pair[0], other_id=pair[1]))

    route = actions.seat_newcomer(plan, late)

    theirs = plans.routes(plan)[guests[0].id]
    assert all(route)
    assert all(a != b for a, b in zip(route, theirs, strict=True))


def test_only_earlier_events_of_the_community_count_as_having_met(app) -> None:
    host = make.community()
    event, guests = seating_builders.room(4, community=host)
    people = [g.person_id for g in guests]
    start = event.starts_at
    earlier = make.event(community=host, starts_at=start - timedelta(days=9), ends_at=start)
    elsewhere = make.event(starts_at=start - timedelta(days=9), ends_at=start)
    later = make.event(
        community=host, starts_at=start + timedelta(days=9), ends_at=start + timedelta(days=10)
    )
    for one, pair in ((earlier, (0, 1)), (elsewhere, (1, 2)), (event, (2, 3)), (later, (0, 3))):
        tables = dict.fromkeys((people[n] for n in pair), 1)
        ledger.record(one, 1, tables, set(people), now=clock.now())

    past = problems.problem_of_event(event).past

    assert past.keys() == {(str(guests[0].id), str(guests[1].id))}


def test_a_guest_s_page_knows_their_route_and_why_and_names_only_who_agreed(app) -> None:
    event, guests = seating_builders.room(4, tables=1, seats=5, rounds=1)
    for one in guests:
        one.show_name_at = None
    guests[1].show_name_at = clock.now()
    actions.publish(seating_builders.plan(event), now=clock.now())

    evening = my_tables(guests[0], now=clock.now())

    stop = evening.here
    said = " ".join(stop.reasons)
    assert (stop.table, len(stop.others)) == (1, 3)
    assert "can help" in said
    assert "Name2" not in said
    assert "Name3" not in said


def test_a_guest_s_page_says_nothing_of_a_draft(app) -> None:
    event, guests = seating_builders.room(8)
    seating_builders.plan(event)

    assert my_tables(guests[0], now=clock.now()) is None


def test_a_guest_who_gave_the_place_back_leaves_an_empty_chair(app) -> None:
    event, guests = seating_builders.room(8)
    seating_builders.plan(event)
    guests[0].state = "cancelled"
    db.session.flush()

    laid = snapshot.read(event)

    assert guests[0].id not in laid.guests
    assert str(guests[0].id) not in laid.solved.seats[0]
