"""Who waits for any place is told their number, however long the line is."""

from datetime import timedelta

import make
import pytest
from sqlalchemy import Engine
from sqlalchemy import event as events

from eventapp import clock
from eventapp.db import db
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring
from eventapp.rsvps.standing import wait_of


@pytest.fixture
def line(app) -> list[Rsvp]:
    """Four people in line for an event with one place."""
    event = make.event(capacity=1)
    return [make.rsvp(event) for _ in range(5)][1:]


def numbers(line: list[Rsvp]) -> list[int]:
    return [wait_of(rsvp, now=clock.now()).number for rsvp in line]


def test_each_in_line_is_told_their_own_number(line):
    assert numbers(line) == [1, 2, 3, 4]
    assert [actions.position(rsvp) for rsvp in line] == [1, 2, 3, 4]


def test_who_left_the_line_or_is_offered_a_place_stands_before_nobody(line):
    line[0].offered_until = clock.now() + timedelta(hours=1)
    actions.cancel(line[1], now=clock.now())
    db.session.flush()

    assert numbers(line[2:]) == [1, 2]


def test_whom_others_bring_counts_and_whom_one_brings_oneself_does_not(line):
    line[0].event.most_guests = 2
    for host in line[:2]:
        bring(host, Party(names=[("Bo", ""), ("Cy", "")]), now=clock.now())
    last = make.rsvp(line[0].event)

    assert numbers([line[1], last]) == [2, 9]


def test_a_line_for_any_place_is_counted_and_never_read(line):
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        seen.append(statement)

    events.listen(Engine, "before_cursor_execute", note)
    wait_of(line[-1], now=clock.now())
    events.remove(Engine, "before_cursor_execute", note)

    assert [one for one in seen if "ORDER BY rsvp.turn" in one] == []
