"""SQLite is told how large its tables are."""

import make
import pytest
from conftest import running
from flask import Flask

from eventapp import db as database
from eventapp.db import db


def noted() -> int:
    return db.session.scalar(db.text("SELECT count(*) FROM sqlite_stat1"))


def test_sqlite_notes_how_large_its_tables_are(app: Flask) -> None:
    make.rsvp()
    db.session.commit()

    database.look_at_sizes()

    assert noted()


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
