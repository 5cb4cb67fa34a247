"""A backup is one file with all that a site keeps, and is restored as it was or not at all."""

import io
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import backup_builders
import make
import pytest
from backup_builders import KEY, migrated
from conftest import running
from little_room import no_file_grows
from sqlalchemy import create_engine, text

from eventapp.backups import actions, postgresql_database
from eventapp.backups.actions import Site
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.models import Person


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    backup_builders.use_programs_of_the_server(monkeypatch)


def restored(to: Site, file: Path):
    with file.open("rb") as given:
        return actions.restore(to, given)


def checked(of: Site, file: Path, folder: Path):
    folder.mkdir()
    with file.open("rb") as given:
        return actions.check(of, given, folder)


def members(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


def packed(file: Path, parts: dict[str, bytes]) -> None:
    with tarfile.open(file, "w:gz") as tar:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


@pytest.fixture
def backed_up(app, tmp_path) -> tuple[Site, Path]:
    """A site on SQLite with one guest, and its backup."""
    make.rsvp()
    file = tmp_path / "site.tar.gz"
    with migrated(app) as site:
        actions.write(site, file, now=make.NOON)
    return site, file


def test_all_that_is_kept_is_restored_into_another_place(each_database, request, tmp_path):
    guest = make.rsvp()
    which, file = each_database.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0], tmp_path / "b"
    url = backup_builders.elsewhere(which.partition("+")[0], request, tmp_path)
    other = backup_builders.site(url, tmp_path / "elsewhere")
    with migrated(each_database) as site:
        (site.folder / actions.BADGE_KEY).write_text("PEM")

        said = actions.write(site, file, now=make.NOON)
        looked_at = checked(site, file, tmp_path / "looked at")
        done = restored(other, file)

    assert said == looked_at == done.said
    assert said.contents.counts["person"] == other.database.people() == 1
    assert (other.folder / actions.SECRET_KEY).read_text() == KEY
    assert (other.folder / actions.BADGE_KEY).read_text() == "PEM"
    with running(url, tmp_path / "running"):
        assert db.session.scalars(db.select(Person.email)).all() == [guest.person.email]


def test_what_is_there_goes_as_a_whole_tables_of_a_later_version_too(
    each_database, request, tmp_path
):
    make.rsvp()
    which, file = each_database.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0], tmp_path / "b"
    url = backup_builders.elsewhere(which.partition("+")[0], request, tmp_path)
    other = backup_builders.site(url, tmp_path / "elsewhere")
    with migrated(each_database) as site:
        actions.write(site, file, now=make.NOON)
    restored(other, file)
    with running(url, tmp_path / "running"):
        make.rsvp()
        db.session.execute(db.text("CREATE TABLE later (id INTEGER, of INTEGER REFERENCES person)"))
        db.session.commit()

    restored(other, file)

    assert other.database.people() == 1


def test_only_who_runs_the_site_can_read_it_and_nothing_else_is_left(backed_up, tmp_path):
    _site, file = backed_up

    assert file.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".eventapp-*"))
    assert set(members(file)) == {"manifest.json", "database.sqlite", "secret-key"}


def test_another_file_is_never_overwritten(app, tmp_path):
    file = tmp_path / "b"
    file.write_text("something else")

    with migrated(app) as site, pytest.raises(Refused, match="is there already"):
        actions.write(site, file, now=make.NOON)

    assert file.read_text() == "something else"


def test_a_full_disk_is_told_and_leaves_no_half_of_a_backup(app, tmp_path):
    with migrated(app) as site, no_file_grows(), pytest.raises(Refused, match="can't be copied"):
        actions.write(site, tmp_path / "b", now=make.NOON)

    assert not (tmp_path / "b").exists()
    assert not list(tmp_path.glob(".eventapp-*"))


def test_what_was_erased_is_not_in_a_backup(app, tmp_path):
    person = make.person(email="somebody@example.org")
    db.session.commit()
    db.session.delete(person)

    with migrated(app) as site:
        actions.write(site, tmp_path / "b", now=make.NOON)

    assert b"somebody@example.org" not in members(tmp_path / "b")["database.sqlite"]


def damage(file: Path, how: str) -> None:
    """Make a backup that isn't whole."""
    parts, whole = members(file), file.read_bytes()
    if how == "cut off":
        file.write_bytes(whole[: len(whole) * 3 // 4])
    elif how == "last bytes":
        file.write_bytes(whole[:-4])
    elif how == "no backup":
        file.write_text("Something else entirely.")
    elif how == "a part less":
        packed(file, {name: parts[name] for name in parts if name != "secret-key"})
    elif how == "a part more":
        packed(file, parts | {"../../stranger": b"x"})
    elif how == "another part":
        packed(file, parts | {"secret-key": b"another key, as long as it was..  "[: len(KEY)]})
    elif how == "another count":
        text = parts["manifest.json"].replace(b'"person": 1', b'"person": 2')
        packed(file, parts | {"manifest.json": text})
    elif how == "a newer format":
        text = parts["manifest.json"].replace(b'"format": 1', b'"format": 2')
        packed(file, parts | {"manifest.json": text})
    elif how == "no manifest":
        packed(file, {name: parts[name] for name in parts if name != "manifest.json"})


DAMAGES = {
    "cut off": "cut off", "last bytes": "cut off", "no backup": "no backup", "a part less": "lacks",
    "a part more": "doesn't name", "another part": "damaged", "another count": "manifest says 2",
    "a newer format": "newer version", "no manifest": "manifest",
}  # fmt: skip


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_backup_is_refused_and_touches_nothing(how, backed_up, tmp_path):
    _site, file = backed_up
    damage(file, how)
    other = backup_builders.site(
        f"sqlite:///{tmp_path}/elsewhere/eventapp.db", tmp_path / "elsewhere"
    )

    with pytest.raises(Refused, match=DAMAGES[how]):
        restored(other, file)

    assert list(other.folder.iterdir()) == []
    assert not (tmp_path.parent / "stranger").exists()


def test_a_backup_of_a_newer_version_is_refused(app, tmp_path):
    with migrated(app, revision="9999") as site:
        actions.write(site, tmp_path / "b", now=make.NOON)

    other = backup_builders.site(f"sqlite:///{tmp_path}/e/eventapp.db", tmp_path / "e")
    with pytest.raises(Refused, match="of a newer version"):
        restored(other, tmp_path / "b")


@pytest.mark.services
def test_a_backup_of_another_kind_of_database_is_refused(backed_up, postgres_url, tmp_path):
    other = backup_builders.site(postgres_url, tmp_path / "e")

    with pytest.raises(Refused, match="same kind"):
        restored(other, backed_up[1])


def test_a_site_that_still_runs_is_not_taken_its_database_from(
    each_database, request, tmp_path, monkeypatch
):
    monkeypatch.setattr(postgresql_database, "MOMENT", 0.1)
    which, file = each_database.config["SQLALCHEMY_DATABASE_URI"].partition(":")[0], tmp_path / "b"
    with migrated(each_database) as site:
        actions.write(site, file, now=make.NOON)
        url = backup_builders.elsewhere(which.partition("+")[0], request, tmp_path)
        other = backup_builders.site(url, tmp_path / "elsewhere")
        restored(other, file)
        with running(url, tmp_path / "running"):
            make.person()
            db.session.commit()

            with pytest.raises(Refused, match="stop"):
                restored(other, file)

            assert db.session.scalars(db.select(Person)).one()


@pytest.mark.parametrize(
    "which", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]
)
def test_a_database_of_something_else_is_never_taken_for_ours(which, request, tmp_path):
    url = backup_builders.elsewhere(which, request, tmp_path)
    database = backup_builders.site(url, tmp_path / "elsewhere").database
    assert database.people() == 0
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE orders (id INTEGER)"))
    engine.dispose()

    with pytest.raises(Refused, match=r"holds something else \(orders\)"):
        database.people()


def test_a_key_in_the_settings_stays_and_is_told(backed_up, tmp_path):
    other = backup_builders.site(f"sqlite:///{tmp_path}/e/eventapp.db", tmp_path / "e")

    same = restored(replace(other, secret_key=KEY), backed_up[1])
    another = restored(replace(other, secret_key="one that was chosen here"), backed_up[1])

    assert same.notes == []
    assert "EVENTAPP_SECRET_KEY is another key" in another.notes[0]
    assert not (other.folder / actions.SECRET_KEY).exists()


def test_the_queue_of_before_is_emptied(backed_up, tmp_path):
    other = backup_builders.site(f"sqlite:///{tmp_path}/e/eventapp.db", tmp_path / "e")
    (other.folder / "queue.db").write_text("tasks about what was")

    restored(other, backed_up[1])

    assert not (other.folder / "queue.db").exists()


def test_a_database_that_lost_a_row_is_not_backed_up_as_if_it_were_whole(app, tmp_path):
    make.rsvp()
    with migrated(app) as site:
        with closing(sqlite3.connect(site.database.file)) as connection:
            connection.execute("DELETE FROM person")
            connection.commit()

        with pytest.raises(Refused, match="damaged"):
            actions.write(site, tmp_path / "b", now=make.NOON)

    assert not (tmp_path / "b").exists()
