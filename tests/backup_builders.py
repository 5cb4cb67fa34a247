"""Sites that are backed up, and places to restore them to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from postgres_server import newest_programs
from sqlalchemy import create_engine, text

from eventapp.backups import actions
from eventapp.backups.actions import Site
from eventapp.db import db

KEY = "a key of the site that is backed up"


def site(url: str, folder: Path, *, secret_key: str | None = None) -> Site:
    """A site that keeps its things in a database and a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Site(actions.database_of(url), folder, secret_key, None)


@contextmanager
def migrated(app: Flask, *, revision: str = "") -> Iterator[Site]:
    """The test's site with a key, and with the mark of its newest migration, which goes again."""
    db.session.commit()
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(
            text("INSERT INTO alembic_version VALUES (:number)"),
            {"number": revision or actions.newest_revision()},
        )
    made = site(url, app.config["DATA_DIR"])
    (made.folder / actions.SECRET_KEY).write_text(KEY)
    try:
        yield made
    finally:
        db.session.remove()
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))
        engine.dispose()


def elsewhere(which: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of a database without any tables, of a kind."""
    if which == "sqlite":
        return f"sqlite:///{folder / 'elsewhere' / 'eventapp.db'}"
    return str(request.getfixturevalue("postgres_url"))


def use_programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pg_dump and its like found as they came with the tests' server."""
    monkeypatch.setenv("PATH", str(newest_programs()), prepend=":")


def older_programs() -> Path:
    """The folder with the programs of a PostgreSQL that is older than the tests' server."""
    return newest_programs().parent.parent / "pginstall" / "bin"
