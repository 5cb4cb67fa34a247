"""A change of the tables at the door is taken back."""

from datetime import timedelta

import door_builders
import make
import pytest
from door_builders import apply, at, short
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.door.reseating import actions as reseating
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.seating.models import Plan, Seat


def undo(event: Event, version: int) -> Plan:
    return reseating.undo(event, version, by=make.person(), now=clock.now())


def test_undo_brings_those_who_moved_back_and_twice_is_once(each_database: Flask) -> None:
    event, _tables = short(2)
    before = at(event), at(event, 2)
    changed = apply(event)

    plan = undo(event, changed.version)
    again = undo(event, changed.version)

    assert (at(event), at(event, 2)) == before
    assert (plan.version, plan.origin) == (3, "door")
    assert again.version == 3


def test_undo_leaves_those_alone_whose_seat_has_changed_since(app: Flask) -> None:
    event, _tables = short(2, 2, tables=4)
    before = at(event)
    changed = apply(event)
    first, second = (who for who, table in at(event).items() if table != before[who])
    used = {before[first], at(event)[first], before[second]}
    elsewhere = next(t for t in changed.tables if t.number not in used)
    for seat in db.session.scalars(
        db.select(Seat).where(Seat.plan_id == changed.id, Seat.rsvp_id == first, Seat.round == 1)
    ):
        seat.table = elsewhere
    db.session.flush()

    undo(event, changed.version)

    assert at(event)[first] == elsewhere.number
    assert at(event)[second] == before[second]


def test_undo_does_not_fill_a_table_beyond_its_chairs(app: Flask) -> None:
    event, _tables = short(2)
    before = at(event)
    changed = apply(event)
    (moved,) = (who for who, table in at(event).items() if before[who] == 1 and table == 2)
    rosa = door_builders.walk_in(event)
    assert at(event)[rosa.id] == 1

    with pytest.raises(Refused):
        undo(event, changed.version)

    assert at(event)[moved] == 2


def test_undo_reaches_only_rounds_to_come(app: Flask) -> None:
    event, _tables = short(2)
    before = at(event, 2)
    changed = apply(event)
    during = at(event, 1)
    event.starts_at -= timedelta(minutes=15)

    undo(event, changed.version)

    assert at(event, 1) == during
    assert at(event, 2) == before


def test_an_older_change_is_not_taken_back_once_a_newer_one_is_made(app: Flask) -> None:
    event, (full, _low) = short(2)
    first = apply(event)
    for rsvp in full:
        if at(event)[rsvp.id] == 1:
            reseating.leave(rsvp, 0, now=clock.now())
    second = apply(event)
    before = at(event)

    assert undo(event, first.version).version == second.version
    assert at(event) == before


def test_undo_does_not_bring_back_whoever_has_left(app: Flask) -> None:
    event, (_full, low) = short(0)
    for rsvp in low[:2]:
        reseating.leave(rsvp, 1, now=clock.now())
    changed = apply(event)

    undo(event, changed.version)

    assert not {low[0].id, low[1].id} & at(event, 2).keys()
