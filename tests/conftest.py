"""What tests may ask for: an app, a visitor, real databases and servers, a browser.

Servers start when the first test asks for one, once a run (once a worker under xdist).
"""

import gc
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flooding import Clock
from made_once import compile_statements_once, templates_and_pages
from postgres_server import Databases, shared_postgres
from services import MailServer, Redis
from sqlalchemy import Engine, create_engine, event
from visitor import Visitor

from eventapp import clock
from eventapp.db import db, only_reads

# With everything that the app is wired from: every table is known before the first app is made.
from eventapp.factory import create_app

pytest_plugins = ["browser", "people_fixtures"]

# Until all tests are loaded there is no garbage worth a look.
gc.disable()

# Whatever this terminal has set up for its own server must not reach a test.
for name in [name for name in os.environ if name.startswith("EVENTAPP_")]:
    del os.environ[name]

# How long one example takes says nothing on a shared machine.
hypothesis.settings.register_profile("here", deadline=None)
if "CI" not in os.environ:
    hypothesis.settings.load_profile("here")


def pytest_configure() -> None:
    """Servers of tests hear SIGINT, also where whoever runs the tests doesn't, as in the background of a script."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: at the end, no worker waits for one that has just begun it."""
    items.sort(key=lambda item: "journey" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the collector needn't look at it after each test."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@event.listens_for(Engine, "connect")
def wait_for_no_disk(connection: object, _record: object) -> None:
    """Nothing is kept, so it needn't reach the disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session", autouse=True)
def made_once(shared: Path) -> Iterator[None]:
    """What takes longest of starting an app is done once for all."""
    with templates_and_pages(shared / "templates"):
        yield


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, which all workers share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if _worker(request) else folder


@pytest.fixture
def app(tmp_path: Path, empty_sqlite: Path) -> Iterator[Flask]:
    """The app on a fresh SQLite database; its context is open, so db.session works."""
    with running(sqlite_copy(empty_sqlite, tmp_path), tmp_path) as app:
        yield app


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def each_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app, once on SQLite and once on PostgreSQL; like `app` otherwise."""
    if request.param == "sqlite":
        url = sqlite_copy(request.getfixturevalue("empty_sqlite"), tmp_path)
    else:
        url = request.getfixturevalue("filled_postgres_url")
    with running(url, tmp_path) as app:
        yield app


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Visitor:
    """A visitor of the test's app, whichever database it is on."""
    which = "each_database" if "each_database" in request.fixturenames else "app"
    return visitor(request.getfixturevalue(which))


@pytest.fixture
def postgres_url(postgres: Databases) -> Iterator[str]:
    """The address of a fresh PostgreSQL database without any tables."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def redis_url(redis_server: Redis) -> str:
    """The address of an empty Redis server."""
    redis_server.empty()
    return redis_server.url


@pytest.fixture
def smtp(mail_server: MailServer) -> MailServer:
    """A mail server with no letters yet: .url, .letters, .letter_to(address), .answers."""
    mail_server.empty()
    return mail_server


@pytest.fixture
def moved_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock, to be turned."""
    found = Clock()
    monkeypatch.setattr(clock, "now", lambda: found.now)
    return found


@pytest.fixture
def by_day(moved_clock: Clock) -> Clock:
    """The same at ten in the morning: by night no card leaves by itself."""
    moved_clock.turn(hours=(34 - moved_clock.now.hour) % 24)
    return moved_clock


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Every SQL statement run so far, by app and test; clear() it before the act."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def visitor(app: Flask) -> Visitor:
    """One more visitor, with cookies of their own."""
    app.test_client_class = Visitor
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@contextmanager
def running(url: str, folder: Path, **settings: object) -> Iterator[Flask]:
    """The app on a database, with its context open; every connection is closed after."""
    app = create_app(
        TESTING=True,
        SECRET_KEY="test",
        BASE_URL="http://localhost",
        DATA_DIR=folder / "var",
        SQLALCHEMY_DATABASE_URI=url,
        **settings,
    )
    with app.app_context():
        only_reads(False)
        compile_statements_once()
        try:
            yield app
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def sqlite_copy(empty: Path, folder: Path) -> str:
    """The address of a fresh copy of the empty database; its tables are made only once a run."""
    target = folder / "eventapp.db"
    shutil.copyfile(empty, target)
    return f"sqlite:///{target}"


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "empty.db"
    make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture
def filled_postgres_url(postgres: Databases, tables_in_postgres: str) -> Iterator[str]:
    """One database serves all tests of a worker: emptying it takes a tenth of making another."""
    yield postgres.url(tables_in_postgres)
    postgres.empty(tables_in_postgres)


@pytest.fixture(scope="session")
def tables_in_postgres(postgres: Databases) -> str:
    name = postgres.create()
    make_tables(postgres.url(name))
    return name


def make_tables(url: str) -> None:
    """Make every table of the models; that the migrations make the same is a test of its own."""
    engine = create_engine(url)
    try:
        db.metadata.create_all(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest, shared: Path) -> Iterator[Databases]:
    """The databases of this worker, on a server that all of them share."""
    with shared_postgres(shared, f"test{_worker(request)}") as databases:
        yield databases


def _worker(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", ""))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    server = Redis()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.remove()
