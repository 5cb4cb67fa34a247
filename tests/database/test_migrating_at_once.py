"""Several start at once on an old database: each comes up, and each migration is run once."""

import logging
import multiprocessing
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from conftest import running
from flask_migrate import Migrate, upgrade

from eventapp import demo, serving
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.paths import MIGRATIONS

# Before it tables had other columns; so many migrations come after it that starts do meet.
OLD = "0028"
AT_ONCE = 4
forked = multiprocessing.get_context("fork")


class Noted(logging.Handler):
    """Keeps each migration that Alembic says it runs."""

    def __init__(self, into: "SimpleQueue[str]") -> None:
        super().__init__()
        self.into = into

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith("Running"):
            self.into.put(f"ran {record.args}")


def begin(
    url: str, folder: Path, all_here: Barrier, told: "SimpleQueue[str]", with_demo: bool = False
) -> None:
    """A process of its own that brings the tables up to date, as `serve` does."""
    log = logging.getLogger("alembic.runtime.migration")
    log.addHandler(Noted(told))
    log.setLevel(logging.INFO)
    with running(url, folder) as app:
        app.config["DEMO"] = with_demo
        all_here.wait(30)
        serving.prepare(app)
        told.put("is up" if serving.up_to_date() else "is behind")


def all_begin(url: str, folder: Path, *, with_demo: bool = False) -> list[str]:
    """Four begin at the same moment, and come up; what they said."""
    all_here, told = forked.Barrier(AT_ONCE), forked.SimpleQueue()
    starts = [
        forked.Process(target=begin, args=(url, folder, all_here, told, with_demo))
        for _ in range(AT_ONCE)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    said = []
    while not told.empty():
        said.append(told.get())
    assert [start.exitcode for start in starts] == [0] * AT_ONCE
    return said


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "postgresql":
        empty: str = request.getfixturevalue("postgres_url")
        return empty
    return f"sqlite:///{tmp_path / 'new.db'}"


def test_four_that_start_at_once_come_up_and_run_each_migration_once(
    url: str, tmp_path: Path
) -> None:
    with running(url, tmp_path) as app:
        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade(revision=OLD)
        db.engine.dispose()

    said = all_begin(url, tmp_path)

    ran = [words for words in said if words.startswith("ran")]
    newer = list(ScriptDirectory(str(MIGRATIONS)).iterate_revisions("head", OLD))
    assert len(ran) == len(newer)
    assert said.count("is up") == AT_ONCE


def test_four_that_start_at_once_on_an_empty_database_load_the_demo_once(
    url: str, tmp_path: Path
) -> None:
    with running(url, tmp_path) as app:
        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade()
        db.engine.dispose()

    said = all_begin(url, tmp_path, with_demo=True)

    assert said.count("is up") == AT_ONCE
    with running(url, tmp_path):
        assert db.session.scalars(db.select(Community.slug)).all() == [demo.SLUG]
