"""Whoever was erased since a backup was made is erased again when it is restored; nobody has to remember them."""

import os
from contextvars import Context
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

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
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.personal import address_changes

GONE, KEPT, INVITED = "gone@example.org", "kept@example.org", "invited@example.org"


def said(app: Flask, *words: object) -> Result:
    # In an empty context, as in a process of its own: another site's may be open here.
    done: Result = Context().run(app.test_cli_runner().invoke, args=[str(word) for word in words])
    return done


def say(app: Flask, *words: object) -> Result:
    done = said(app, *words)
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
    assert len(listed.splitlines()) == 3, "an address and its record, and an address"


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


def test_a_key_file_that_ends_in_a_new_line_is_the_same_key(
    each_database: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    each_database.config["SECRET_KEY"] = KEY
    make.rsvp(email=GONE)
    with migrated(each_database) as site:
        (site.folder / "secret-key").write_text(f"{KEY}\n")
        say(each_database, "backup", tmp_path / "before")
        say(each_database, "erase", GONE, "--yes")
        say(each_database, "backup", tmp_path / "after")

    done = say(elsewhere, "restore", tmp_path / "before")

    assert "Erased again, as since it was made: 1 addresses." in done.output


def test_nothing_is_restored_where_the_list_beside_the_backup_cannot_be_read(
    each_database: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    each_database.config["SECRET_KEY"] = KEY
    make.rsvp(email=KEPT)
    backups = tmp_path / "backups"
    backups.mkdir()
    with migrated(each_database):
        say(each_database, "backup", backups / "one")
        say(elsewhere, "restore", backups / "one")
        make.rsvp(email=GONE)
        db.session.commit()
        say(each_database, "backup", backups / "two")
    (backups / erasures.NAME).mkdir()

    done = said(elsewhere, "restore", backups / "two", "--replace")

    assert (done.exit_code, "Is a directory" in done.output) == (1, True)
    assert addresses(elsewhere.config["SQLALCHEMY_DATABASE_URI"]) == {KEPT}


def test_the_list_beside_the_backups_needs_only_to_be_read() -> None:
    with TemporaryDirectory() as there, TemporaryDirectory() as here:
        erasures.note(Path(there), "a" * 64, now=make.NOON)
        for path, mode in ((there, 0o555), (f"{there}/{erasures.NAME}", 0o444), (here, 0o777)):
            os.chmod(path, mode)
        before = os.geteuid()
        if before == 0:
            # Nothing keeps root from writing.
            os.seteuid(65534)
        try:
            erasures.take_in(Path(here), Path(there), now=make.NOON)
            assert erasures.since(Path(here), make.NOON) == {"a" * 64}
        finally:
            os.seteuid(before)
            os.chmod(there, 0o755)


def test_a_backup_that_began_while_somebody_was_erased_lets_them_go_again(tmp_path: Path) -> None:
    erasures.note(tmp_path, "a" * 64, now=make.NOON)

    assert erasures.since(tmp_path, make.NOON + timedelta(seconds=40)) == {"a" * 64}
    assert erasures.since(tmp_path, make.NOON + timedelta(minutes=1)) == set()


@pytest.mark.parametrize("how", ["changed", "merged", "merged twice"])
def test_whoever_had_another_address_in_the_backup_is_erased_again(
    how: str, each_database: Flask, elsewhere: Flask, tmp_path: Path, moved_clock: Clock
) -> None:
    each_database.config["SECRET_KEY"] = KEY
    host = make.community()
    old = make.rsvp(make.event(community=host), email="old@example.org").person
    by = make.member(host, email=KEPT)
    owns = [old]
    for email in {"merged": [GONE], "merged twice": ["older@example.org", GONE]}.get(how, ()):
        owns.append(make.rsvp(make.event(community=host), email=email).person)
    with migrated(each_database):
        say(each_database, "backup", tmp_path / "before")
        moved_clock.turn(hours=1)
        for before, after in pairwise(owns):
            given = {"standing": set(), "community_id": host.id, "by": by}
            merging.merge(after, before, now=moved_clock.now, **given)
        if how == "changed":
            address_changes.make(make.address_change(old, GONE), now=moved_clock.now)
        db.session.commit()
        say(each_database, "erase", GONE, "--yes")
        say(each_database, "backup", tmp_path / "after")

    done = say(elsewhere, "restore", tmp_path / "before")

    assert "Erased again" in done.output
    assert addresses(elsewhere.config["SQLALCHEMY_DATABASE_URI"]) == {KEPT}


def test_a_list_that_is_old_is_forgotten_and_a_broken_line_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / erasures.NAME).write_text("2026-11-")

    erasures.note(tmp_path, "a" * 64, now=make.NOON - erasures.KEPT * 2)
    erasures.note(tmp_path, "b" * 64, now=make.NOON)
    erasures.note(tmp_path, "c" * 64, now=make.NOON)

    assert erasures.since(tmp_path, make.NOON) == {"b" * 64, "c" * 64}
    assert len((tmp_path / erasures.NAME).read_text().splitlines()) == 2
