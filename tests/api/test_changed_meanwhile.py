"""A change with If-Match of what somebody else is changing at that very moment."""

import threading
from collections.abc import Iterator
from pathlib import Path

import api_site
import pytest
from api_builders import Program
from conftest import running
from conftest import visitor as visitor_of
from flask import Flask
from services import wait_until
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from eventapp.db import db


@pytest.fixture
def postgres_app(filled_postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    with running(filled_postgres_url, tmp_path) as app:
        yield app


# SQLite lets one writer in at a time, so only PostgreSQL has such a moment.
@pytest.mark.services
@pytest.mark.parametrize(
    ("what", "mine", "theirs"),
    [
        ("event", {"summary": "Mine"}, "UPDATE event SET summary = 'Theirs' WHERE id = :id"),
        ("rsvp", {"last_name": "Mine"}, "UPDATE rsvp SET last_name = 'Theirs' WHERE id = :id"),
    ],
)
def test_what_somebody_is_changing_meanwhile_is_waited_for(
    what: str, mine: dict[str, str], theirs: str, postgres_app: Flask
) -> None:
    site = api_site.build()
    ask = Program(visitor_of(postgres_app), site.secret)
    path = f"/{what}s/{site.numbers[what]}"
    state = ask("GET", path).headers["ETag"]
    db.session.remove()
    answers: list[TestResponse] = []

    def change() -> None:
        answers.append(ask("PATCH", path, json=mine, headers={"If-Match": state}))

    other = create_engine(postgres_app.config["SQLALCHEMY_DATABASE_URI"])
    waits = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with (
        other.connect() as connection,
        # Within a transaction it would see the same state for good.
        other.connect().execution_options(isolation_level="AUTOCOMMIT") as looks,
    ):
        connection.execute(text(theirs), {"id": site.numbers[what]})
        thread = threading.Thread(target=change)
        thread.start()
        wait_until(lambda: bool(looks.scalar(text(waits))), what="the change that waits")
        connection.commit()
        thread.join()
    other.dispose()

    assert [answer.status_code for answer in answers] == [412]
    assert ask("GET", path).json[next(iter(mine))] == "Theirs"
