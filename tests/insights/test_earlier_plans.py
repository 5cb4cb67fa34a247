"""What was before an event is found by the people at hand, however many events a community has had."""

import re

import evening_builders
import make
import pytest
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy import event as events

from eventapp import clock
from eventapp.db import db
from eventapp.insights.reading import evening_of
from eventapp.insights.years import counting

# What a database of a million answers knows of itself.
LARGE = {
    "ix_rsvp_person_state_event": "1142102 42 42 1",
    "ix_rsvp_event_state_turn": "1250928 334 201 1 1",
    "sqlite_autoindex_rsvp_1": "1339800 334 1",
}


@pytest.mark.parametrize("what", ["pictures", "figures"])
def test_earlier_answers_are_looked_up_by_person(app: Flask, what: str) -> None:
    event, _people = evening_builders.evening(24)
    make.rsvp(make.past_event(community=event.community))
    connection = db.session.connection()
    connection.exec_driver_sql("ANALYZE")
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for index, size in LARGE.items():
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES ('rsvp', ?, ?)", (index, size))
    connection.exec_driver_sql("ANALYZE sqlite_schema")
    seen = []

    def note(_connection, _cursor, statement: str, given, *_rest) -> None:
        seen.append((statement, given))

    events.listen(Engine, "before_cursor_execute", note)
    try:
        evening_of(event, now=clock.now()) if what == "pictures" else counting.counted(event)
    finally:
        events.remove(Engine, "before_cursor_execute", note)
    plans = [
        "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {q}", v))
        for q, v in seen
        if "event AS event_1" in q
    ]

    assert plans
    for plan in plans:
        assert re.search(r"SEARCH rsvp_1 USING .*\(person_id=\?", plan), plan
