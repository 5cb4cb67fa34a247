"""Whoever was erased since a backup was made is erased again when it is restored; nobody has to remember them."""

from contextvars import Context
from pathlib import Path

import backup_builders
import make
import pytest
from backup_builders import KEY, migrated
from click.testing import Result
from flask import Flask
from flooding import Clock
from sqlalchemy import create_engine, text

from eventapp.db import db
from eventapp.factory import create_app
from eventapp.front import erasures

GONE, KEPT, INVITED = "gone@example.org", "kept@example.org", "invited@example.org"


def say(app: Flask, *words: object) -> Result:
    # In an empty context, as in a process of its own: another site's may be open here.
    done = Context().run(app.test_cli_runner().invoke, args=[str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done


def addresses(url: str) -> set[str]:
    """Every address that a database has."""
    engine = create_engine(url)
    with engine.connect() as connection:
        people = connection.execute(text("SELECT email FROM person WHERE email IS NOT NULL"))
        invited = connection.execute(text("SELECT email FROM invitation"))
        found = {*people.scalars(), *invited.scalars()}
    engine.dispose()
    return found


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, each_database: Flask, tmp_path: Path) -> Flask:
    """Another machine, with a database of the same kind and a key of its own."""
    which = "sqlite" if db.engine.dialect.name == "sqlite" else "postgresql"
    backup_builders.use_programs_of_the_server(request.getfixturevalue("monkeypatch"))
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    url = backup_builders.elsewhere(which, request, tmp_path)
    return create_app(TESTING=True, DATA_DIR=folder, SQLALCHEMY_DATABASE_URI=url)


def test_whoever_was_erased_since_is_erased_again_where_it_is_restored(
    each_database: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    each_database.config["SECRET_KEY"] = KEY
    make.rsvp(email=GONE, letter="invite"), make.rsvp(email=KEPT)
    make.invitation(email=INVITED)
    backups = tmp_path / "backups"
    backups.mkdir()
    with migrated(each_database):
        say(each_database, "backup", backups / "monday")
        say(each_database, "erase", GONE, "--yes"), say(each_database, "erase", INVITED, "--yes")
        say(each_database, "backup", backups / "tuesday")

    done = say(elsewhere, "restore", backups / "monday")

    assert "Erased again, as since it was made: 2 addresses." in done.output
    assert addresses(elsewhere.config["SQLALCHEMY_DATABASE_URI"]) == {KEPT}
    listed = (backups / erasures.NAME).read_text()
    assert (backups / erasures.NAME).stat().st_mode & 0o077 == 0
    assert "example" not in listed
    assert len(listed.splitlines()) == 2


def test_whoever_was_erased_before_and_came_back_stays(
    each_database: Flask, elsewhere: Flask, tmp_path: Path, moved_clock: Clock
) -> None:
    each_database.config["SECRET_KEY"] = KEY
    make.rsvp(email=GONE)
    with migrated(each_database):
        say(each_database, "erase", GONE, "--yes")
        moved_clock.turn(minutes=1)
        make.rsvp(email=GONE)
        db.session.commit()
        say(each_database, "backup", tmp_path / "backup")

    done = say(elsewhere, "restore", tmp_path / "backup")

    assert "Erased again" not in done.output
    assert addresses(elsewhere.config["SQLALCHEMY_DATABASE_URI"]) == {GONE}


def test_whoever_came_back_stays_also_after_an_older_backup_was_restored(
    each_database: Flask, elsewhere: Flask, tmp_path: Path, moved_clock: Clock
) -> None:
    each_database.config["SECRET_KEY"] = KEY
    make.rsvp(email=GONE)
    with migrated(each_database):
        say(each_database, "backup", tmp_path / "before")
        moved_clock.turn(hours=1)
        say(each_database, "erase", GONE, "--yes")
        moved_clock.turn(hours=1)
        make.rsvp(email=GONE)
        db.session.commit()
        say(each_database, "backup", tmp_path / "after")
    moved_clock.turn(hours=1)
    say(elsewhere, "restore", tmp_path / "before")

    say(elsewhere, "restore", tmp_path / "after", "--replace")

    assert addresses(elsewhere.config["SQLALCHEMY_DATABASE_URI"]) == {GONE}


def test_a_list_that_is_old_is_forgotten_and_a_broken_line_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / erasures.NAME).write_text("2026-11-")

    erasures.note(tmp_path, "a" * 64, now=make.NOON - erasures.KEPT * 2)
    erasures.note(tmp_path, "b" * 64, now=make.NOON)
    erasures.note(tmp_path, "c" * 64, now=make.NOON)

    assert erasures.since(tmp_path, make.NOON) == {"b" * 64, "c" * 64}
    assert len((tmp_path / erasures.NAME).read_text().splitlines()) == 2
