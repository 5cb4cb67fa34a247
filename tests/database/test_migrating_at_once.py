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

from eventapp import serving
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


def begin(url: str, folder: Path, all_here: Barrier, told: "SimpleQueue[str]") -> None:
    """A process of its own that brings the tables up to date, as `serve` does."""
    log = logging.getLogger("alembic.runtime.migration")
    log.addHandler(Noted(told))
    log.setLevel(logging.INFO)
    with running(url, folder) as app:
        app.config["DEMO"] = False
        all_here.wait(30)
        serving.prepare(app)
        told.put("is up" if serving.up_to_date() else "is behind")


@pytest.mark.parametrize(
    "which", ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]
)
def test_four_that_start_at_once_come_up_and_run_each_migration_once(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if which == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with running(url, tmp_path) as app:
        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade(revision=OLD)
        db.engine.dispose()
    all_here, told = forked.Barrier(AT_ONCE), forked.SimpleQueue()

    starts = [
        forked.Process(target=begin, args=(url, tmp_path, all_here, told)) for _ in range(AT_ONCE)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join(60)
    said = []
    while not told.empty():
        said.append(told.get())

    assert [start.exitcode for start in starts] == [0] * AT_ONCE
    ran = [words for words in said if words.startswith("ran")]
    newer = list(ScriptDirectory(str(MIGRATIONS)).iterate_revisions("head", OLD))
    assert len(ran) == len(newer)
    assert said.count("is up") == AT_ONCE
