"""A server goes a guest's way once at its start: what that takes is loaded, and nothing is left of it."""

import sqlite3
import threading
from contextlib import closing

import make
from conftest import running, sqlite_copy, visitor
from flask import Flask
from services import free_port
from sqlalchemy import create_engine, text

from eventapp import factory, serving, supervision, warm_up
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


def rows(app: Flask) -> list[str]:
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def test_nothing_is_left_of_it(app: Flask) -> None:
    make.rsvp(make.event(capacity=3))
    db.session.commit()
    before = rows(app)

    warm_up.warm_up(app)

    assert rows(app) == before


def test_nothing_is_left_of_it_on_postgresql_either(each_database: Flask) -> None:
    make.rsvp(make.event())
    db.session.commit()

    warm_up.warm_up(each_database)

    engine = create_engine(each_database.config["SQLALCHEMY_DATABASE_URI"])
    with engine.connect() as connection:
        counted = [
            connection.scalar(text(f"SELECT count(*) FROM {table}"))
            for table in ("rsvp", "person", "link", "message")
        ]
    engine.dispose()
    assert counted == [1, 1, 1, 0]


def test_it_goes_the_whole_way(app: Flask, queries: list[str]) -> None:
    make.event()
    db.session.commit()
    queries.clear()

    warm_up.warm_up(app)

    for table in (Rsvp, Person, Message):
        assert any(q.startswith(f"INSERT INTO {table.__tablename__}") for q in queries), table
    assert app.extensions["queue"]
    assert app.extensions["event_pages"]
    assert app.extensions["words"]
    assert "front/mine.html" in {name for _loader, name in app.jinja_env.cache}


def test_without_an_event_there_is_nothing_to_do(app: Flask, queries: list[str]) -> None:
    warm_up.warm_up(app)

    assert not [q for q in queries if q.startswith("INSERT")]


def test_what_goes_wrong_keeps_nobody_from_being_served(app: Flask, monkeypatch) -> None:
    make.event()
    db.session.commit()
    monkeypatch.setitem(app.view_functions, "front.mine", lambda *_given: 1 / 0)

    warm_up.warm_up(app)

    assert visitor(app).get("/").status_code == 200


def test_compiled_templates_are_kept_for_the_next_start(
    tmp_path, empty_sqlite, monkeypatch
) -> None:
    monkeypatch.setattr(Flask, "jinja_options", {})
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path) as app:
        visitor(app).get("/")

    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path) as app:
        monkeypatch.setattr(app.jinja_env, "_generate", lambda *_given, **_more: 1 / 0)
        assert visitor(app).get("/").status_code == 200


def test_a_folder_that_cannot_be_written_keeps_no_templates(
    tmp_path, empty_sqlite, monkeypatch
) -> None:
    monkeypatch.setattr(Flask, "jinja_options", {})
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "templates").write_text("in the way")

    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path) as app:
        assert visitor(app).get("/").status_code == 200


def test_a_web_process_serves_what_it_was_forked_with_and_loads_nothing_anew(
    app: Flask, monkeypatch
) -> None:
    monkeypatch.setattr(warm_up, "_ready", None)
    monkeypatch.setattr(factory, "create_app", lambda: 1 / 0)

    warm_up.get_ready(app)

    assert warm_up.served_app() is app


def test_a_web_process_that_loads_by_itself_is_warm_before_it_answers(
    app: Flask, queries: list[str], monkeypatch
) -> None:
    make.event()
    db.session.commit()
    monkeypatch.setattr(warm_up, "_ready", None)
    monkeypatch.setattr(factory, "create_app", lambda: app)
    queries.clear()

    served = warm_up.served_app()

    assert served is app
    assert any(q.startswith("INSERT INTO message") for q in queries)


def test_web_and_worker_are_forked_warm_and_with_nothing_open(app: Flask, monkeypatch) -> None:
    make.event()
    db.session.commit()
    monkeypatch.setattr(warm_up, "_ready", None)
    seen = []

    def keep_running(programs: list[supervision.Program]) -> None:
        names = [program.name for program in programs]
        seen.append(
            (names, warm_up._ready is app, db.engine.pool.checkedin(), threading.active_count())
        )

    monkeypatch.setattr(supervision, "keep_running", keep_running)
    app.config["PORT"] = free_port()
    before = threading.active_count()

    assert serving.run(app) == 0

    assert seen == [(["web", "worker"], True, 0, before)]


def test_a_web_process_has_its_own_connections_before_the_first_guest(
    app: Flask, monkeypatch
) -> None:
    db.session.remove()
    db.engine.dispose()
    monkeypatch.setattr(warm_up, "_ready", app)

    served = warm_up.served_app()

    assert db.engine.pool.checkedin() == 1
    assert served.extensions["queue"].storage._conn


def test_a_queue_that_does_not_answer_keeps_no_web_process_from_serving(
    app: Flask, monkeypatch
) -> None:
    monkeypatch.setattr(warm_up, "_ready", app)
    monkeypatch.setattr(warm_up, "queue_of", lambda _app: 1 / 0)

    assert warm_up.served_app() is app
