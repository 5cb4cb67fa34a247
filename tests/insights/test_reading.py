"""An evening read for its pictures: plain values, in a handful of queries."""

import evening_builders
import followup_builders
import make
import meeting_builders
from flask import Flask
from sqlalchemy import Engine, event

from eventapp import clock
from eventapp.db import db
from eventapp.insights import stamps
from eventapp.insights.reading import evening_of
from eventapp.insights.years import counting
from eventapp.rsvps import actions


def test_an_evening_is_read_without_a_name(app: Flask) -> None:
    held, people = evening_builders.evening(24)

    read = evening_of(held, now=clock.now())

    said = repr(read)
    assert all(rsvp.first_name not in said for rsvp in people)
    assert all(rsvp.person.email not in said for rsvp in people)
    assert len(read.guests) == 24
    assert len(read.came) == 23
    assert len(read.tables) == len(read.pairs) == 3
    assert read.met == frozenset().union(*read.pairs)


def test_however_many_people_the_queries_are_the_same(app: Flask) -> None:
    small, _people = evening_builders.evening(12)
    large, _people = evening_builders.evening(60, seed=2)

    assert queries(small) == queries(large) < 20


def test_who_gave_the_place_back_had_one(app: Flask) -> None:
    held = make.event()
    rsvp = make.rsvp(held)
    actions.cancel(rsvp, now=clock.now())
    db.session.flush()

    (guest,) = evening_of(held, now=clock.now()).guests

    assert guest.had_place
    assert guest.state == "cancelled"
    assert not guest.came


def queries(held) -> int:
    db.session.flush()
    db.session.expire_all()
    seen = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    evening_of(held, now=clock.now())
    event.remove(Engine, "before_cursor_execute", note)
    return len(seen)


def test_a_yes_that_was_taken_back_in_time_is_counted_nowhere(app: Flask) -> None:
    held, (ana, ben) = followup_builders.evening("Ana", "Ben")
    connection = meeting_builders.connect(ana, ben)
    stamp = stamps.stamp_of(held)

    connection.stopped_at = clock.now()
    db.session.flush()

    evening = evening_of(held, now=clock.now())
    assert [guest.connections for guest in evening.guests] == [0, 0]
    assert counting.counted(held)["connected"] == 0
    assert stamps.stamp_of(held) != stamp
