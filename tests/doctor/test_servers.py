"""Mistakes in the servers that a site stands on, found by asking them."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from secrets import token_urlsafe

import pytest
import redis
from flask import Flask
from flask_migrate import Migrate, upgrade
from postgres_server import Databases
from services import free_port
from sqlalchemy import create_engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from eventapp import create_app, doctor, serving
from eventapp.config import BadSetting, from_env
from eventapp.db import db
from eventapp.doctor import database
from eventapp.paths import MIGRATIONS, ROOT

pytestmark = pytest.mark.services


@pytest.fixture
def database_of(postgres: Databases) -> Iterator[Callable[[str], str]]:
    """Make a database that keeps text in an encoding; its address."""
    made = []

    def make(encoding: str) -> str:
        name = postgres.create()
        made.append(name)
        postgres.drop(name)
        url = postgres.url(name)
        server = create_engine(url.replace(f"/{name}", "/postgres"), isolation_level="AUTOCOMMIT")
        kept = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {kept}"))
        server.dispose()
        return url

    yield make
    for name in made:
        postgres.drop(name)


def told(url: str, folder: Path, **settings: object) -> str:
    # Not by `running`, which opens the database before anybody could be told about it.
    app = create_app(
        SQLALCHEMY_DATABASE_URI=url, DATA_DIR=folder, SECRET_KEY=token_urlsafe(32), **settings
    )
    with app.app_context():
        return " ".join(
            one.sentence for look in (database.tables, database.server) for one in look(app)
        )


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_postgresql_that_loses_letters(database_of, tmp_path: Path, encoding: str) -> None:
    said = told(database_of(encoding), tmp_path)

    assert f"keeps text as {encoding}, so names get lost: create it with ENCODING 'UTF8'" in said


def test_a_postgresql_of_few_connections_that_takes_us_for_its_superuser(
    postgres: Databases, tmp_path: Path
) -> None:
    name = postgres.create()
    said = told(postgres.url(name), tmp_path, WEB_WORKERS=64)
    postgres.drop(name)

    # Fifteen for each web process, and for a worker, and five.
    assert "this machine may want 980: raise max_connections" in said
    assert "superuser" in said
    assert "keeps text" not in said


def test_no_process_opens_more_connections_than_the_doctor_reckons_with(
    postgres_url: str, tmp_path: Path
) -> None:
    app = create_app(SQLALCHEMY_DATABASE_URI=postgres_url, DATA_DIR=tmp_path, SECRET_KEY="k" * 32)
    with app.app_context(), ExitStack() as stack:
        db.engine.pool._timeout = 0
        for _one in range(database.CONNECTIONS):
            stack.enter_context(db.engine.connect())

        with pytest.raises(PoolTimeout):
            db.engine.connect()


def test_the_doctor_reckons_with_as_many_web_processes_as_are_shipped() -> None:
    shipped = [ROOT / "deploy" / "eventapp-web@.service", ROOT / "compose.yaml"]
    started = [re.findall(r"--workers (\d+)", file.read_text()) for file in shipped]

    assert started == [[str(database.SERVED)]] * 2


@pytest.mark.parametrize(("pooled", "of_interest"), [("yes", False), ("no", True)])
def test_connections_that_a_pooler_lends_out_are_its_own_affair(
    postgres: Databases, tmp_path: Path, pooled: str, of_interest: bool
) -> None:
    name = postgres.create()
    given = from_env(
        {"EVENTAPP_DATABASE_POOLED": pooled, "EVENTAPP_DATABASE_URL": postgres.url(name)}
    )
    set_so = {key: given[key] for key in ("SQLALCHEMY_ENGINE_OPTIONS", "DATABASE_POOLED")}
    said = told(postgres.url(name), tmp_path, WEB_WORKERS=64, **set_so)
    postgres.drop(name)

    assert "superuser" in said
    assert ("max_connections" in said) is of_interest


@pytest.fixture
def away(tmp_path: Path) -> Flask:
    """A site whose PostgreSQL and Redis are away."""
    nobody = f"127.0.0.1:{free_port()}"
    return create_app(
        SQLALCHEMY_DATABASE_URI=f"postgresql+psycopg://eventapp:hush@{nobody}/eventapp",
        REDIS_URL=f"redis://:hush@{nobody}/0",
        DATA_DIR=tmp_path,
        SECRET_KEY=token_urlsafe(32),
    )


def test_servers_that_are_away_are_named_and_all_else_is_looked_at(away: Flask) -> None:
    with away.app_context():
        found = doctor.examine(away)

    bad = {one.subject: one.sentence for one in found if one.sign == doctor.BAD}
    assert bad["database"].startswith("postgresql does not answer: connection failed")
    assert "Connection refused" in bad["database"]
    assert bad["queue"] == "Redis at 127.0.0.1 does not answer (ConnectionError)."
    assert "hush" not in str(found)
    assert "clock" in {one.subject for one in found}


def test_a_start_without_its_database_ends_with_a_sentence(
    away: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    Migrate(away, db, directory=str(MIGRATIONS))

    with away.app_context():
        with pytest.raises(BadSetting, match="The database does not answer: connection failed"):
            serving.prepare(away)
        with pytest.raises(SystemExit):
            upgrade()

    assert "The database does not answer: connection failed" in caplog.text
    assert "Traceback" not in caplog.text


def test_a_redis_that_throws_away(app, redis_url) -> None:
    app.config["REDIS_URL"] = redis_url
    kept = list(database.redis(app))
    with redis.Redis.from_url(redis_url) as server:
        server.config_set("maxmemory-policy", "allkeys-lru")
        [found] = database.redis(app)
        server.config_set("maxmemory-policy", "noeviction")

    assert kept == []
    assert found == doctor.Finding(
        doctor.BAD, "queue", "Redis throws away when it is full (allkeys-lru): set noeviction."
    )
