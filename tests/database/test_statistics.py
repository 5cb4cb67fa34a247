"""SQLite is told how large its tables are."""

import make
import pytest
from conftest import running
from flask import Flask

from eventapp import db as database
from eventapp.db import db


def noted() -> set[str]:
    """The tables of which SQLite knows how large they are."""
    if not db.session.scalar(db.text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")):
        return set()
    return set(db.session.scalars(db.text("SELECT tbl FROM sqlite_stat1")))


def test_sqlite_notes_how_its_large_tables_are_spread(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LARGE", 3)
    event = make.event()
    for _ in range(3):
        make.rsvp(event)
    db.session.commit()

    database.look_at_sizes()

    assert {"rsvp", "person"} <= noted()
    assert "event" not in noted()


def test_a_small_table_is_taken_for_one_that_may_grow(app: Flask) -> None:
    make.rsvp()
    db.session.commit()

    database.look_at_sizes()

    assert noted() == set()


@pytest.mark.services
def test_postgresql_sees_to_it_by_itself(filled_postgres_url: str, tmp_path, queries) -> None:
    with running(filled_postgres_url, tmp_path):
        queries.clear()

        database.look_at_sizes()

        assert queries == []


def test_the_worker_looks_once_a_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []
    monkeypatch.setattr(database, "look_at_sizes", lambda: looks.append(0))
    hours = [0.0]
    monkeypatch.setattr(database.time, "monotonic", lambda: hours[0] * 3600)

    for hour in (1.0, 2.0, 24.9, 25.1, 30.0):
        hours[0] = hour
        database.look_at_sizes_daily()

    assert len(looks) == 2
