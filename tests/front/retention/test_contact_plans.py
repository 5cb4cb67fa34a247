"""Whose contact data goes is found by the people at hand, however many answers a community has."""

import re

import make
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy import event as events

from eventapp import clock
from eventapp.db import db
from eventapp.front.retention import actions, due

# What a database of a million answers knows of itself: hardly anybody shares an address.
LARGE = {
    ("person", "ix_person_shares_id"): "111824 1001",
    ("rsvp", "ix_rsvp_person_state_event"): "1142102 42 42 1",
    ("rsvp", "ix_rsvp_event_state_turn"): "1250928 334 201 1 1",
}


def plans_of_who_goes(people: list[int], community: make.Community) -> list[str]:
    """How the database goes about each query."""
    seen, now = [], clock.now()

    def note(_connection, _cursor, statement: str, given, *_rest) -> None:
        seen.append((statement, given))

    events.listen(Engine, "before_cursor_execute", note)
    try:
        list(due.among(people, community, {}, now=now, until=now, keeps=12))
    finally:
        events.remove(Engine, "before_cursor_execute", note)
    connection = db.session.connection()
    return [
        "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {q}", v))
        for q, v in seen
    ]


def test_answers_are_looked_up_by_the_people_at_hand_in_a_large_database(app: Flask) -> None:
    event = make.past_event()
    people = [make.rsvp(event).person_id for _ in range(30)]
    connection = db.session.connection()
    connection.exec_driver_sql("ANALYZE")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for (table, index), size in LARGE.items():
        connection.exec_driver_sql(
            "INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, size)
        )
    connection.exec_driver_sql("ANALYZE sqlite_schema")

    plans = plans_of_who_goes(people * 10, event.community)

    reads = [line for plan in plans for line in re.findall(r".* rsvp .*", plan)]
    assert len(reads) == 2
    assert all("(person_id=?" in line for line in reads), "\n".join(reads)


def test_who_goes_is_noted_in_one_step_for_many(app: Flask, queries: list[str]) -> None:
    def asked(number: int) -> int:
        ago = clock.now() - 500 * actions.due.NOTICE
        event = make.past_event(starts_at=ago, ends_at=ago + actions.LATER, capacity=None)
        for _ in range(number):
            make.rsvp(event)
        queries.clear()
        assert actions.note_part(event.community, now=clock.now()) == number
        return len(queries)

    assert asked(3) == asked(12)
