"""What the ledger is asked about a few people or one event reads theirs by an index, however long it is."""

import re
from collections.abc import Callable

import make
import pytest
from flask import Flask
from sqlalchemy import event as events

from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.events.models import Event

ASKED: dict[str, Callable[[Event], object]] = {
    "counts": lambda _event: ledger.counts([1, 2, 3]),
    "meetings_among": lambda _event: ledger.meetings_among([1, 2, 3]),
    "met": lambda _event: ledger.met(1),
    "rounds_written": ledger.rounds_written,
    "record": lambda event: ledger.record(event, 1, {1: 1, 2: 1}, {1}, now=make.NOON),
}


@pytest.mark.parametrize("asked", ASKED)
def test_nothing_reads_more_than_its_own_people_s_meetings(
    each_database: Flask, asked: str
) -> None:
    event = make.past_event()
    db.session.commit()
    queries: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement: str, given: object, *_rest: object) -> None:
        if "encounter" in statement:
            queries.append((statement, given))

    events.listen(db.engine, "before_cursor_execute", note)
    try:
        ASKED[asked](event)
    finally:
        events.remove(db.engine, "before_cursor_execute", note)

    assert queries
    connection = db.session.connection()
    if db.engine.dialect.name == "postgresql":
        # An empty table is quicker read through: what counts is what it does when it is long.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain, scans = "EXPLAIN ", r"Seq Scan on encounter"
    else:
        explain, scans = "EXPLAIN QUERY PLAN ", r"SCAN encounter"
    for statement, given in queries:
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement, given))
        assert not re.search(scans, plan), plan
        assert re.search(r"(ix|uq)_encounter|sqlite_autoindex_encounter", plan), plan
