"""Backups from the command line: plain words, pipes, and nobody let go of by accident."""

from contextvars import Context
from pathlib import Path

import backup_builders
import make
import pytest
from backup_builders import migrated
from flask import Flask

from eventapp.backups import actions
from eventapp.factory import create_app


def say(app: Flask, *words: str, given: bytes = b""):
    # In an empty context, as in a process of its own: another site's may be open here.
    return Context().run(app.test_cli_runner().invoke, args=list(words), input=given)


@pytest.fixture
def other(tmp_path: Path) -> Flask:
    """The command line of another site, which nobody has in use."""
    folder = tmp_path / "other"
    url = f"sqlite:///{folder / 'eventapp.db'}"
    return create_app(TESTING=True, DATA_DIR=folder, SQLALCHEMY_DATABASE_URI=url)


def test_one_command_backs_up_one_looks_and_one_restores(app, other, tmp_path):
    make.rsvp(letter="invite")
    file = str(tmp_path / "b")
    with migrated(app):
        made = say(app, "backup", file)
        looked = say(app, "backup", "--check", file)

    done = say(other, "restore", file)

    assert (made.exit_code, looked.exit_code, done.exit_code) == (0, 0, 0), done.output
    assert "Backed up: " in made.output
    assert "1 people, 1 events, 1 RSVPs, 1 letters" in made.output
    assert "the DKIM key" in made.output
    assert "Checked by restoring it somewhere else: whole: " in looked.output
    assert "1 letters wait in it" in done.output
    assert done.output.endswith("Start the service.\n")


def test_people_are_let_go_of_only_when_that_is_said(app, other, tmp_path):
    make.person()
    file = str(tmp_path / "b")
    with migrated(app):
        say(app, "backup", file)
    say(other, "restore", file)

    refused = say(other, "restore", file)
    done = say(other, "restore", file, "--replace")

    assert refused.exit_code == 1
    assert "There are 1 people in" in refused.output
    assert "--replace" in refused.output
    assert done.exit_code == 0


def test_a_pipe_does(app, other):
    make.person()
    with migrated(app):
        made = say(app, "backup", "-")

    done = say(other, "restore", "-", given=made.stdout_bytes)

    assert done.exit_code == 0, done.output
    assert "1 people" in done.output


def test_whoever_uses_a_pipe_is_told_that_the_list_of_who_was_erased_is_not_in_it(app, other):
    with migrated(app):
        made = say(app, "backup", "-")

    done = say(other, "restore", "-", given=made.stdout_bytes)

    assert f"Copy {app.config['DATA_DIR'] / 'erasures'} beside it" in made.stderr
    assert f"Put the list in place as {other.config['DATA_DIR'] / 'erasures'}" in done.output


def test_what_cannot_be_backed_up_or_restored_is_said_in_a_sentence(app, other, tmp_path):
    absent = str(tmp_path / "absent")

    without_tables = say(app, "backup", str(tmp_path / "b"))
    without_database = say(other, "backup", str(tmp_path / "b"))
    without_file = say(other, "restore", absent)
    without_folder = say(app, "backup", str(tmp_path / ("x" * 300)))

    assert "has no tables of this app" in without_tables.output
    assert "There is no database at" in without_database.output
    assert "can't be read: No such file" in without_file.output
    for heard in (without_tables, without_database, without_file, without_folder):
        assert heard.exit_code == 1
        assert heard.output.startswith("Error: ")


@pytest.mark.services
def test_a_program_that_is_older_than_the_server_is_told(
    filled_postgres_url, monkeypatch, tmp_path
):
    database = actions.database_of(filled_postgres_url)
    older = backup_builders.older_programs()
    monkeypatch.setenv("PATH", str(older))

    with pytest.raises(actions.Refused, match=r"pg_dump here is version \d+, and the server \d+"):
        database.dump(tmp_path / "dump")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(actions.Refused, match="pg_dump isn't installed here"):
        database.dump(tmp_path / "dump")


@pytest.mark.services
def test_a_password_is_never_on_a_command_line(postgres_url):
    url = postgres_url.replace("postgres@", "postgres:s3cret@")

    database = actions.database_of(url)

    assert "s3cret" not in database._address
    assert database._password == {"PGPASSWORD": "s3cret"}


@pytest.mark.services
def test_a_password_may_have_spaces_and_signs(postgres_url):
    url = postgres_url.replace("postgres@", "postgres:a%20b+c%40d%26e@")

    assert actions.database_of(url).people() == 0
