"""Locked seats stay, whatever is done by hand or by a search."""

import pytest
import seating_builders
from board_page import elsewhere, form, seen

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.seating import actions, engine, plans
from eventapp.seating.board import edits, locks, mixing, snapshot
from eventapp.seating.models import Plan, Seat


@pytest.fixture
def room(app):
    """Twelve guests at three tables, and their draft."""
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    return event, guests


def lock(event, kind: str, number: int, round: int = 1) -> locks.Seats:
    laid = snapshot.read(event)
    meant = locks.seats_meant(laid, kind, number, round)
    locks.lock(laid, meant, about={"round": round}, now=clock.now(), by=None)
    return meant


def where(event, seats: locks.Seats) -> dict:
    laid = snapshot.read(event)
    return {(n, who): laid.seats[n].get(who) for n, who in seats}


def mix(event, seed: int = 7) -> Plan:
    laid = snapshot.read(event)
    asked = mixing.problem_for_new_mix(event, laid)
    solved = engine.solve(asked, steps=200, seed=seed)
    return mixing.save_mix(event, laid, asked, solved, seed=7, now=clock.now())


@pytest.mark.parametrize(
    ("kind", "number", "seats"),
    [("seat", 0, 1), ("person", 0, 3), ("table", 2, 4), ("round", 2, 12)],
)
def test_a_lock_is_for_a_seat_a_person_a_table_or_a_round(room, kind, number, seats) -> None:
    event, guests = room

    lock(event, kind, number or guests[0].id)

    assert len(snapshot.read(event).locked) == seats


def test_a_locked_seat_is_moved_by_nobody(room) -> None:
    event, guests = room
    one, other = elsewhere(event, guests)
    lock(event, "seat", one.id)
    laid, now = snapshot.read(event), clock.now()
    at = laid.seats[1][one.id]
    unlock_first = rf"{one.name} is locked at table {at} in this round\. Unlock first"

    for move in (
        lambda: edits.swap(laid, one.id, 1, other.id, now=now),
        lambda: edits.swap(laid, other.id, 1, one.id, now=now),
        lambda: edits.move(laid, one.id, 1, laid.seats[1][other.id], now=now),
    ):
        with pytest.raises(Refused, match=unlock_first):
            move()
    edits.swap(
        laid,
        one.id,
        2,
        next(w for w, t in laid.seats[2].items() if t != laid.seats[2][one.id]),
        now=now,
    )


def test_a_full_table_gives_up_nobody_who_is_locked(room) -> None:
    event, guests = room
    for table in plans.latest(event).tables:
        table.capacity = 4
    one, other = elsewhere(event, guests)
    there = snapshot.read(event).seats[1][other.id]
    seats = lock(event, "table", there)

    with pytest.raises(Refused, match="is locked at table"):
        edits.move(snapshot.read(event), one.id, 1, there, now=clock.now())
    assert set(where(event, seats).values()) == {there}


def test_mixing_again_and_improving_leave_locked_seats_alone(room) -> None:
    event, guests = room
    seats = lock(event, "table", 2) | lock(event, "person", guests[0].id)
    before, all_before = where(event, seats), snapshot.read(event).seats

    mix(event)
    mixed = where(event, seats)
    laid = snapshot.read(event)
    asked, start = mixing.problem_for_improvement(laid)
    mixing.save_if_better(
        laid, engine.solve(asked, steps=200, seed=3, start=start), now=clock.now()
    )

    assert mixed == before
    assert where(event, seats) == before
    assert snapshot.read(event).seats != all_before


def test_nobody_is_put_at_a_table_where_all_are_locked(app) -> None:
    event, _guests = seating_builders.room(14, tables=3, seats=8)
    seating_builders.plan(event)
    seats = snapshot.read(event).seats[1]
    table = min((1, 2, 3), key=list(seats.values()).count)
    lock(event, "table", table)
    members = {who for who, at in seats.items() if at == table}

    for seed in range(6):
        mix(event, seed)

        assert {w for w, at in snapshot.read(event).seats[1].items() if at == table} == members


def test_a_full_and_a_short_locked_table_leave_a_mix_for_the_others(room) -> None:
    event, _guests = room
    laid = snapshot.read(event)
    mover = next(who for who, table in laid.seats[1].items() if table == 2)
    edits.move(laid, mover, 1, 1, now=clock.now())
    seats = lock(event, "table", 1) | lock(event, "table", 2)
    before = where(event, seats)

    mix(event)

    assert where(event, seats) == before


def test_locks_go_with_the_draft_of_a_published_plan(room) -> None:
    event, guests = room
    one, other = elsewhere(event, guests)
    seats = lock(event, "person", guests[5].id)
    actions.publish(plans.latest(event), now=clock.now())
    free = [g for g in (one, other) if g is not guests[5]]

    lock(event, "seat", guests[6].id)
    untouched = plans.latest(event).version
    edits.add_pair_rule(
        event, snapshot.read(event), "together", free[0].id, guests[7].id, now=clock.now()
    )

    laid = snapshot.read(event)
    assert untouched == 1
    assert (laid.plan.version, laid.draft) == (2, True)
    assert laid.locked == seats | {(1, guests[6].id)}


def test_a_new_room_keeps_the_locks_whose_tables_are_still_there(room) -> None:
    event, _guests = room
    seats = lock(event, "table", 1) | lock(event, "table", 3)
    kept = dict.fromkeys(locks.seats_meant(snapshot.read(event), "table", 1, 1), 1)
    event.tables, event.seats = 2, 7

    plan = mix(event)

    assert plan.version == 2
    assert snapshot.read(event).locked == frozenset(kept)
    assert where(event, frozenset(kept)) == kept
    assert len(seats) == 8


def test_a_host_rule_against_a_lock_says_so(room) -> None:
    event, guests = room
    lock(event, "person", guests[0].id)
    there = {snapshot.read(event).seats[n][guests[0].id] for n in (1, 2, 3)}
    table = next(table for table in (1, 2, 3) if len(there) > 1 or table not in there)

    clash = rf"kept in round \d: Name0 hosts table {table}; Name0 is locked at table \d\. Take one"
    with pytest.raises(Refused, match=clash):
        edits.add_host_rule(event, snapshot.read(event), guests[0].id, table, now=clock.now())


def test_a_lock_is_set_and_taken_back_on_the_page(client, evening) -> None:
    event, guests = evening
    page = f"{seating_builders.desk(event)}/tables?round=2&why={guests[0].id}"

    client.submit(page, to="/locks", lock=f"seat:{guests[0].id}")
    locked, answer = snapshot.read(event).locked, client.get(page).text
    client.submit(page, to="/locks", unlock=f"seat:{guests[0].id}")

    assert locked == {(2, guests[0].id)}
    assert f'name="unlock" value="seat:{guests[0].id}" aria-pressed="true"' in answer
    assert "stays here: unlock first" in answer
    assert "Locked at this table." in answer
    assert snapshot.read(event).locked == frozenset()


def test_whoever_is_held_sees_who_is_locked(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    lock(event, "seat", other.id)

    page = client.get(f"{seating_builders.desk(event)}/tables?why={one.id}").text

    assert page.count("locked here") == 1
    assert f'value="person:{other.id}"' not in page


@pytest.mark.parametrize(
    "data",
    [{}, {"lock": "chair:1"}, {"lock": "seat:999999"}, {"lock": "table:99"}, {"lock": "seat:²"}],
)
def test_a_lock_that_makes_no_sense_is_refused(client, evening, data: dict) -> None:
    event, _guests = evening
    sent = {"seen": seen(client, event), "round": 1} | data

    answer = client.post(f"{seating_builders.desk(event)}/plans/1/locks", data=sent)

    assert answer.status_code == 409
    assert db.session.scalar(db.select(Seat).where(Seat.locked)) is None


def test_a_lock_makes_older_pages_stale(client, evening) -> None:
    event, guests = evening
    old = seen(client, event)
    lock(event, "seat", guests[0].id)

    assert form(client.get(f"{seating_builders.desk(event)}/tables").text, "/plans")["seen"] != old


def test_too_few_chairs_are_told_in_a_mix_around_locks(client, evening) -> None:
    event, _guests = evening
    actions.publish(plans.latest(event), now=clock.now())
    for table in plans.latest(event).tables:
        table.closed_from = 1 if table.number == 3 else None
        table.capacity = 5

    answer = client.submit(f"{seating_builders.desk(event)}/tables", to="/plans")

    assert answer.status_code == 409
    assert "Round 1 has 12 people, but only 10 chairs. Add tables" in answer.text
