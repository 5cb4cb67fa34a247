"""The published tables are changed during the evening, and taken back."""

import door_builders
import make
import pytest
from door_builders import apply, at, short
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions
from eventapp.door.reseating import actions as reseating
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.seating import plans
from eventapp.seating.models import Plan, Seat


def test_a_change_is_a_new_published_version_and_nobody_is_written_to(
    each_database: Flask,
) -> None:
    event, (full, low) = short(2)
    before = at(event)

    plan = apply(event)

    after = at(event)
    assert (plan.version, plan.origin, bool(plan.published_at)) == (2, "door", True)
    moved = {who for who in after if after[who] != before[who]}
    assert len(moved) == 1
    assert moved < {rsvp.id for rsvp in full}
    assert after[low[0].id] == 2
    assert db.session.scalars(db.select(Message)).all() == []


def test_the_version_before_stays_as_it_was(app: Flask) -> None:
    event, _tables = short(2)
    old = door_builders.newest(event)
    before = plans.seats_of(old)

    apply(event)

    assert plans.seats_of(old) == before


def test_a_round_that_has_begun_is_not_touched(app: Flask) -> None:
    event, _tables = short(2, minutes=-3)
    before = at(event, 1), at(event, 2)

    apply(event)

    assert at(event, 1) == before[0]
    assert at(event, 2) != before[1]


def test_somebody_who_cancelled_keeps_their_place_in_what_was(app: Flask) -> None:
    event, (_full, low) = short(2, minutes=-3)
    low[3].state = "cancelled"

    apply(event)

    assert low[3].id in at(event, 1)
    assert low[3].id not in at(event, 2)


def test_a_walk_in_without_a_chair_gets_that_of_somebody_missing(app: Flask) -> None:
    event, (_full, low) = short(1)
    rosa = door_builders.walk_in(event)
    assert rosa.id not in at(event)
    before = at(event)

    apply(event)

    after = at(event)
    assert after[rosa.id] == 2
    assert low[3].id not in after
    assert all(after[who] == before[who] for who in after if who != rosa.id)


def test_whoever_comes_after_their_chair_was_given_away_gets_a_free_one(app: Flask) -> None:
    event, (_full, low) = short(2)
    apply(event)
    (late,) = (rsvp for rsvp in low[2:] if rsvp.id not in at(event))

    door_builders.come(late)

    for number in (1, 2):
        assert list(at(event, number).values()).count(at(event, number)[late.id]) <= 4


def test_whoever_comes_late_finds_their_own_chair_where_it_is_free(app: Flask) -> None:
    event, (_full, low) = short(2)
    apply(event)
    (kept,) = (rsvp for rsvp in low[2:] if rsvp.id in at(event))

    door_builders.come(kept)

    assert at(event)[kept.id] == 2


def test_a_chair_is_found_in_the_rounds_that_lack_one(app: Flask) -> None:
    event, (_full, low) = door_builders.full(2, at=3)
    plan = door_builders.newest(event)
    late = low[2]
    db.session.execute(db.delete(Seat).where(Seat.rsvp_id == late.id, Seat.round == 2))

    door_builders.come(late)

    seats = plans.seats_of(plan)
    assert seats[1][late.id] == 2
    assert late.id in seats[2]


def test_a_newcomer_is_not_seated_alone_nor_at_a_closed_table(app: Flask) -> None:
    event = door_builders.event()
    people = door_builders.guests(event, 6)
    door_builders.plan(event, [people[:3], people[3:], []], [people[:3], people[3:], []])
    door_builders.come(*people)
    reseating.close(event, 2, again=False, now=clock.now())

    first, second = door_builders.walk_in(event, "Rosa"), door_builders.walk_in(event, "Omar")

    assert at(event)[first.id] == 1
    assert second.id not in at(event)


def test_everybody_of_a_closed_table_is_seated_elsewhere(app: Flask) -> None:
    event = door_builders.event(capacity=40)
    people = door_builders.guests(event, 9)
    seated = [people[:3], people[3:6], people[6:]]
    door_builders.plan(event, seated, seated, chairs=5)
    door_builders.come(*people)
    reseating.close(event, 2, again=False, now=clock.now())

    plan = apply(event)

    assert set(at(event).values()) == {1, 3}
    assert len(at(event)) == 9
    assert [t.closed_from for t in plan.tables] == [None, 1, None]


def test_a_closed_table_opens_again_and_twice_is_once(each_database: Flask) -> None:
    event, _tables = door_builders.full(2)
    for again in (False, False, True, True):
        table = reseating.close(event, 2, again=again, now=clock.now())
        assert table.closed_from == (None if again else 1)


def test_whoever_leaves_early_is_taken_out_of_the_rounds_after(app: Flask) -> None:
    event, (_full, low) = short(0)
    for rsvp in low[:2]:
        reseating.leave(rsvp, 1, now=clock.now())

    apply(event)

    assert low[0].id in at(event, 1)
    assert not {low[0].id, low[1].id} & at(event, 2).keys()
    assert sorted(list(at(event, 2).values()).count(t) for t in (1, 2)) == [3, 3]


def test_whoever_stays_after_all_is_as_before(app: Flask) -> None:
    event, (_full, low) = short(0)
    reseating.leave(low[0], 1, now=clock.now())
    reseating.leave(low[0], None, now=clock.now())

    with pytest.raises(Refused):
        apply(event)


def test_leaving_is_for_those_who_are_in_and_for_rounds_to_come(app: Flask) -> None:
    _event, (full, low) = short(1, minutes=-3)

    for rsvp, last in ((low[3], 1), (full[0], 0), (full[0], 2), (full[0], 9)):
        with pytest.raises(Refused):
            reseating.leave(rsvp, last, now=clock.now())


def test_the_same_change_twice_is_one_version(app: Flask) -> None:
    event, _tables = short(2)
    stamp = door_builders.look(event).stamp
    by, now = make.person(), clock.now()

    first = reseating.apply(event, "fewest", stamp, by=by, now=now)
    again = reseating.apply(event, "fewest", stamp, by=by, now=now)

    assert first is again
    assert door_builders.newest(event).version == 2


@pytest.mark.parametrize("what", ["came", "left early", "closed", "undone", "moved"])
def test_a_page_that_is_behind_changes_nothing(app: Flask, what: str) -> None:
    event, (full, low) = short(2)
    stamp = door_builders.look(event).stamp
    if what == "came":
        door_builders.come(low[2])
    elif what == "left early":
        reseating.leave(full[0], 1, now=clock.now())
    elif what == "closed":
        reseating.close(event, 1, again=False, now=clock.now())
    elif what == "undone":
        actions.undo(event, full[0].id, by=make.person(), now=clock.now())
    else:
        seat = db.session.scalars(db.select(Seat).where(Seat.rsvp_id == full[0].id)).first()
        seat.table = door_builders.newest(event).tables[1]
        db.session.flush()

    with pytest.raises(reseating.Stale):
        reseating.apply(event, "fewest", stamp, by=make.person(), now=clock.now())

    assert door_builders.newest(event).version == 1


def test_leaving_it_changes_nothing(app: Flask) -> None:
    event, _tables = short(2)
    stamp = door_builders.look(event).stamp

    assert reseating.apply(event, "leave", stamp, by=make.person(), now=clock.now()) is None
    assert door_builders.newest(event).version == 1


def test_a_draft_that_waits_is_kept_and_set_aside(app: Flask) -> None:
    event, _tables = short(2)
    draft = Plan(
        event=event, version=2, rounds=2, seed=1, figures={}, bounds={}, created_at=make.NOON
    )
    make.saved(draft)
    assert door_builders.look(event).draft == 2

    plan = apply(event)

    assert plan.version == 3
    assert door_builders.look(event).draft is None
    assert db.session.get(Plan, draft.id) is draft


def test_locked_seats_stay_locked_and_in_their_place(app: Flask) -> None:
    event, (full, _low) = short(2)
    for rsvp in full[:3]:
        for seat in db.session.scalars(db.select(Seat).where(Seat.rsvp_id == rsvp.id)):
            seat.locked = True
    db.session.flush()

    apply(event)

    assert [at(event)[rsvp.id] for rsvp in full] == [1, 1, 1, 2]
    assert door_builders.look(event).locked == {(n, rsvp.id) for n in (1, 2) for rsvp in full[:3]}


def test_before_the_day_and_without_tables_nothing_is_changed(app: Flask) -> None:
    early, _tables = door_builders.full(2, minutes=60 * 24)
    bare = door_builders.event()

    for event in (early, bare):
        with pytest.raises(Refused):
            reseating.apply(event, "fewest", "", by=make.person(), now=clock.now())
