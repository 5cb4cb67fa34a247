"""A disk that is full, or that nobody may write to: nothing is taken, all is shown, and it goes on by itself."""

import errno
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import FileIO, TextIOWrapper

import make
import pytest
import structlog
from conftest import running, sqlite_copy, visitor
from flask import Flask
from little_room import no_file_grows
from sqlalchemy import text

from eventapp import compiled_templates, logs
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp


@contextmanager
def full_server() -> Iterator[None]:
    """PostgreSQL says at the first new RSVP that its disk is full."""
    said = "BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END"
    _do(f"CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ {said} $$")
    _do("CREATE TRIGGER full_disk BEFORE INSERT ON rsvp EXECUTE FUNCTION full_disk()")
    try:
        yield
    finally:
        _do("DROP FUNCTION full_disk CASCADE")


@contextmanager
def read_only_server() -> Iterator[None]:
    """PostgreSQL lets nobody write, as providers have it when a disk is nearly full."""
    name = db.engine.url.database
    _do(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    db.engine.dispose()
    try:
        yield
    finally:
        db.engine.dispose()
        with db.engine.connect() as connection:
            connection.execute(text("SET TRANSACTION READ WRITE"))
            connection.execute(text(f"ALTER DATABASE {name} RESET default_transaction_read_only"))
            connection.commit()
        db.engine.dispose()


def _do(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement))


def answer(app: Flask, event: Event):
    path = f"/{event.community.slug}/events/{event.slug}"
    given = {"first_name": "Ana", "email": "ana@example.org", "role": event.roles[0].id}
    return visitor(app).submit(path, to="/rsvps", **given)


def what_holds_meanwhile(app: Flask, event: Event, going: Rsvp) -> None:
    """Nothing is taken that isn't kept, and everybody sees what they saw before."""
    path = f"/{event.community.slug}/events/{event.slug}"
    mine = f"/r/{token_of(going.link)}"
    event_id = event.id
    db.session.commit()

    refused = answer(app, event)
    shown = [visitor(app).get(page).status_code for page in (path, mine, "/")]

    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "10"
    assert "Try again in a minute" in refused.text
    assert shown == [200, 200, 200]
    assert len(db.session.scalars(db.select(Rsvp.id).filter_by(event_id=event_id)).all()) == 1
    assert db.session.scalars(db.select(Message.id)).all() == []
    db.session.rollback()


NO_ROOM = {"sqlite": (no_file_grows,), "postgresql": (full_server, read_only_server)}


def test_a_full_disk_takes_no_answer_and_goes_on_by_itself(each_database: Flask) -> None:
    event = make.event(capacity=5)
    going = make.rsvp(event)
    db.session.commit()

    for no_room in NO_ROOM[db.engine.dialect.name]:
        with no_room():
            what_holds_meanwhile(each_database, event, going)

    assert answer(each_database, event).status_code == 303
    assert len(db.session.scalars(db.select(Message.id)).all()) == 1
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(db.engine.url.database or "")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_folder_that_nobody_may_write_to_still_shows_all(empty_sqlite, tmp_path) -> None:
    url = sqlite_copy(empty_sqlite, tmp_path)
    with running(url, tmp_path):
        going = make.rsvp()
        event_id, rsvp_id = going.event_id, going.id
        db.session.commit()
    only_read = url.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"

    with running(only_read, tmp_path) as app:
        event, going = db.session.get_one(Event, event_id), db.session.get_one(Rsvp, rsvp_id)
        what_holds_meanwhile(app, event, going)


def test_a_page_is_shown_also_where_its_template_cannot_be_kept(app: Flask, monkeypatch) -> None:
    kept = compiled_templates.kept_in(app.config["DATA_DIR"] / "templates")
    monkeypatch.setattr(app.jinja_env, "bytecode_cache", kept)
    app.jinja_env.cache.clear()

    def no_room(**_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", no_room)

    assert visitor(app).get("/").status_code == 200


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 503), (errno.EROFS, 503)])
def test_what_is_laid_down_on_the_way_finds_no_room(app: Flask, number, status) -> None:
    app.add_url_rule("/laid-down", "laid down", view_func=lambda: lay_down(number))

    assert visitor(app).get("/laid-down").status_code == status
    with pytest.raises(OSError, match="Permission"):
        lay_down(errno.EACCES)


def test_a_line_of_the_log_that_finds_no_room_breaks_nothing(app: Flask, monkeypatch) -> None:
    full = TextIOWrapper(FileIO("/dev/full", "w"), write_through=True)  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "stderr", full)
    logs.init(app)

    structlog.get_logger().info("request")

    monkeypatch.undo()
    logs.init(app)
    full.detach().close()


def lay_down(number: int) -> str:
    raise OSError(number, "Permission" if number == errno.EACCES else "No room")
