"""While a new version begins, the old one serves on: on tables that have something more already."""

from collections.abc import Iterator
from pathlib import Path

import make
import pytest
from conftest import running, sqlite_copy, visitor
from flask import Flask
from flask_migrate import Migrate, upgrade
from visitor import Visitor

from eventapp.db import db
from eventapp.paths import MIGRATIONS
from eventapp.rsvps.models import Rsvp

# What a migration may do while others serve: a column that may be empty or has a default in the
# database, a table, an index.
ADDED = (
    "ALTER TABLE rsvp ADD COLUMN newer VARCHAR(80)",
    "ALTER TABLE event ADD COLUMN newer INTEGER DEFAULT 0 NOT NULL",
    "CREATE TABLE newer (id INTEGER PRIMARY KEY, rsvp_id INTEGER REFERENCES rsvp (id) ON DELETE CASCADE)",
    "CREATE INDEX ix_newer_rsvp_id ON newer (rsvp_id)",
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def old_version(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, Visitor]]:
    """The app on tables of its own, which nobody else gets afterwards."""
    if request.param == "sqlite":
        url, name = sqlite_copy(request.getfixturevalue("empty_sqlite"), tmp_path), ""
    else:
        databases = request.getfixturevalue("postgres")
        name = databases.create(template=request.getfixturevalue("tables_in_postgres"))
        url = databases.url(name)
    with running(url, tmp_path) as app:
        yield app, visitor(app)
    if name:
        databases.drop(name)


def test_the_old_version_takes_answers_while_a_newer_one_has_added_to_the_tables(
    old_version: tuple[Flask, Visitor],
) -> None:
    _, guest = old_version
    event = make.event()
    db.session.commit()
    address, role = f"/{event.community.slug}/events/{event.slug}", event.roles[0].id
    guest.get(address)
    for statement in ADDED:
        db.session.execute(db.text(statement))
    db.session.commit()
    db.session.remove()

    answer = guest.submit(
        address, to="/rsvps", first_name="Ada", email="ada@example.org", role=str(role)
    )

    assert answer.status_code == 303
    assert guest.get(answer.location).status_code == 200
    assert db.session.scalars(db.select(Rsvp)).one().person.first_name == "Ada"


def test_an_older_version_does_not_begin_on_newer_tables_and_says_why(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    Migrate(app, db, directory=str(MIGRATIONS))
    db.session.execute(db.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    db.session.execute(db.text("INSERT INTO alembic_version VALUES ('9999')"))
    db.session.commit()
    db.session.remove()

    with pytest.raises(SystemExit):
        upgrade()

    assert "A newer version made the tables of this database (9999)." in caplog.text
