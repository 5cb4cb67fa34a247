"""Every step on the board can be undone to the first, and done again."""

import json

import pytest
import seating_builders
from board_page import elsewhere, press, seen

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.seating import actions, plans, problems
from eventapp.seating.board import edits, locks, snapshot, undo
from eventapp.seating.models import Rule, Step


def state(event) -> tuple:
    """Everything a step may touch."""
    laid = snapshot.read(event)
    rules = sorted((r.kind, r.rsvp_id, r.other_id, r.number) for r in problems.rules_of(event))
    return laid.seats, laid.locked, rules, laid.plan.figures["found"]


def lock(event, kind: str, number: int, round: int = 1) -> None:
    laid = snapshot.read(event)
    meant = locks.seats_meant(laid, kind, number, round)
    locks.lock(laid, meant, about={"round": round}, now=clock.now(), by=None)


def walk(event, guests) -> list[tuple]:
    """Do one of everything; the states before each."""
    one, other = elsewhere(event, guests)
    third = next(g for g in guests if g not in {one, other})
    late = seating_builders.guest(event, 50)
    now = clock.now()
    doings = [
        lambda: edits.swap(snapshot.read(event), one.id, 1, other.id, now=now),
        lambda: edits.seat_everybody(snapshot.read(event), now=now),
        lambda: edits.add_host_rule(event, snapshot.read(event), third.id, 2, now=now),
        lambda: edits.add_host_rule(event, snapshot.read(event), third.id, 1, now=now),
        lambda: edits.add_pair_rule(event, snapshot.read(event), "apart", one.id, late.id, now=now),
        lambda: lock(event, "table", 3),
        lambda: edits.remove_rule(event, snapshot.read(event), rule_of(event, "apart"), now=now),
    ]
    before = []
    for do in doings:
        before.append(state(event))
        do()
        db.session.flush()
    return before


def rule_of(event, kind: str) -> int:
    return next(rule.id for rule in problems.rules_of(event) if rule.kind == kind)


@pytest.mark.parametrize("published", [False, True])
def test_everything_is_undone_to_the_first_step_and_done_again(app, published: bool) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    plan = seating_builders.plan(event)
    if published:
        actions.publish(plan, now=clock.now())
    before = walk(event, guests)
    last = state(event)

    for was in reversed(before):
        undo.undo(snapshot.read(event))
        assert state(event) == was
    for was in [*before[1:], last]:
        undo.redo(snapshot.read(event))
        assert state(event) == was


def test_the_first_step_of_a_draft_goes_back_to_exactly_what_is_published(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    plan = seating_builders.plan(event)
    actions.publish(plan, now=clock.now())
    one, other = elsewhere(event, guests)
    edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())

    undo.undo(snapshot.read(event))

    laid = snapshot.read(event)
    assert laid.draft
    assert laid.seats == plans.seats_of(plan)
    assert laid.moved == set()
    with pytest.raises(Refused, match="nothing to undo"):
        undo.undo(laid)


def test_a_new_step_takes_the_place_of_what_was_undone(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    one, other = elsewhere(event, guests)
    edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())
    undo.undo(snapshot.read(event))

    lock(event, "round", 2)

    with pytest.raises(Refused, match="nothing to do again"):
        undo.redo(snapshot.read(event))
    assert db.session.scalars(db.select(Step.kind)).all() == ["lock"]


def test_who_has_left_is_skipped_when_a_step_is_undone(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    one, other = elsewhere(event, guests)
    home = snapshot.read(event).seats[1][other.id]
    edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())
    one.state = "cancelled"
    db.session.flush()

    undo.undo(snapshot.read(event))

    laid = snapshot.read(event)
    assert laid.solved.seats[0][str(other.id)] == str(home)
    assert str(one.id) not in laid.solved.seats[0]


def test_a_walk_in_keeps_a_chair_when_a_step_is_undone(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    plan = seating_builders.plan(event)
    one, other = elsewhere(event, guests)
    home = snapshot.read(event).seats[1][one.id]
    edits.move(
        snapshot.read(event), one.id, 1, snapshot.read(event).seats[1][other.id], now=clock.now()
    )
    came = [seating_builders.guest(event, 50 + n) for n in range(3)]
    for rsvp in came:
        actions.seat_newcomer(plan, rsvp)

    undo.undo(snapshot.read(event))

    seats = snapshot.read(event).seats
    assert seats[1][one.id] == home
    assert all(rsvp.id in seats[n] for rsvp in came for n in seats)
    assert max(list(seats[1].values()).count(table) for table in (1, 2, 3)) <= 5


def test_a_step_names_nobody(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)

    walk(event, guests)

    kept = json.dumps(db.session.scalars(db.select(Step.changes)).all())
    assert not [g.first_name for g in guests if g.first_name in kept]


def test_the_buttons_say_what_they_would_undo_and_do_again(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    before = snapshot.read(event).seats
    press(
        client, f"{seating_builders.desk(event)}/tables?round=1&why={one.id}", f"person:{other.id}"
    )
    page = f"{seating_builders.desk(event)}/tables"

    moved = client.get(page).text
    client.submit(page, to="/undo")
    undone = client.get(page).text
    after_undo = snapshot.read(event).seats
    client.submit(page, to="/redo")

    words = f": {one.name} and {other.name} swapped</span>"
    assert f'Undo<span class="turn-what">{words}' in moved
    assert f'Redo<span class="turn-what">{words}' in undone
    assert after_undo == before
    assert snapshot.read(event).seats != before


@pytest.mark.parametrize("turn", ["undo", "redo"])
def test_pressed_twice_a_step_is_undone_once(client, evening, turn: str) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    for _ in range(2):
        edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())
    if turn == "redo":
        undo.undo(snapshot.read(event))
        undo.undo(snapshot.read(event))
    data = {"seen": seen(client, event)}

    answers = [
        client.post(f"{seating_builders.desk(event)}/plans/1/{turn}", data=data) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 409]
    undone = db.session.scalars(db.select(Step.undone).order_by(Step.number)).all()
    assert undone == [False, True]


def test_nothing_is_undone_of_a_published_plan(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())
    actions.publish(plans.latest(event), now=clock.now())
    data = {"seen": seen(client, event)}

    page = client.get(f"{seating_builders.desk(event)}/tables").text
    answer = client.post(f"{seating_builders.desk(event)}/plans/1/undo", data=data)

    assert 'id="undo"' not in page
    assert answer.status_code == 409


def test_a_rule_that_is_undone_is_gone_and_its_seats_are_back(client, evening) -> None:
    event, _guests = evening
    before = snapshot.read(event).seats
    mates = [who for who, table in before[1].items() if table == 1]
    edits.add_pair_rule(event, snapshot.read(event), "apart", mates[0], mates[1], now=clock.now())

    client.submit(f"{seating_builders.desk(event)}/tables", to="/undo")

    assert db.session.scalars(db.select(Rule)).all() == []
    assert snapshot.read(event).seats == before


def test_an_erased_guest_does_not_stand_in_the_way_of_undoing(app) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=5)
    seating_builders.plan(event)
    late = seating_builders.guest(event, 60)
    edits.add_pair_rule(
        event, snapshot.read(event), "apart", guests[0].id, late.id, now=clock.now()
    )
    edits.remove_rule(event, snapshot.read(event), rule_of(event, "apart"), now=clock.now())
    edits.seat_everybody(snapshot.read(event), now=clock.now())
    lock(event, "round", 1)
    db.session.delete(late)
    db.session.flush()
    db.session.expire_all()

    for _ in range(4):
        undo.undo(snapshot.read(event))
    for _ in range(4):
        undo.redo(snapshot.read(event))

    assert db.session.scalars(db.select(Rule)).all() == []
    assert all(len(seated) == 12 for seated in snapshot.read(event).seats.values())


def test_undoing_a_mix_compares_with_the_figures_from_before_it(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    edits.swap(snapshot.read(event), one.id, 1, other.id, now=clock.now())
    # A room this small may be mixed as well as before: the figures from before are made to differ.
    plan = snapshot.read(event).plan
    worse = {**plan.figures["found"], "energy": plan.figures["found"]["energy"] + 1000}
    plan.figures = {**plan.figures, "found": worse}
    db.session.commit()
    before = state(event)

    client.submit(f"{seating_builders.desk(event)}/tables", to="/plans")
    mixed = snapshot.read(event).plan.figures
    client.submit(f"{seating_builders.desk(event)}/tables", to="/undo")

    assert mixed["found"]["energy"] == mixed["energy"]
    assert mixed["found"] != before[-1]
    assert state(event) == before
