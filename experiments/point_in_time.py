"""Back to a moment of one's choice: SQLite by Litestream, PostgreSQL by its archived log.

    .venv/bin/python experiments/point_in_time.py [sqlite|postgresql]

Ten guests answer, then ten more, then somebody deletes them all. What is restored to the moment between must
have the first ten, and what is restored to just before the mistake all twenty. Litestream is tried where its
program is on the PATH; PostgreSQL is the tests' own.

The last result, with Litestream 0.5.17 and PostgreSQL 18.4:

    SQLite       to the moment between: 10 of 10, to before the mistake: 20 of 20; whole
    PostgreSQL   to the moment between: 10 of 10, to before the mistake: 20 of 20
"""

import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import make  # noqa: E402
import psycopg  # noqa: E402
from conftest import make_tables, running  # noqa: E402
from postgres_server import Databases, Postgres  # noqa: E402
from services import start, wait_until  # noqa: E402

from eventapp.db import db  # noqa: E402
from eventapp.events.models import Event  # noqa: E402
from eventapp.rsvps.models import Rsvp  # noqa: E402

# Litestream looks each second; a moment is told to the second.
PAUSE = 3.0


def two_moments_and_a_mistake(url: str, folder: Path) -> tuple[datetime, datetime]:
    """Twenty answers that are deleted: the moment after the first ten, and the last good one."""
    with running(url, folder):
        number = make.event(capacity=50).id
        moments = []
        for _ten in range(2):
            event = db.session.get_one(Event, number)
            for _guest in range(10):
                make.rsvp(event)
                db.session.commit()
            time.sleep(PAUSE)
            moments.append(datetime.now(UTC))
            time.sleep(PAUSE)
        for table in reversed(db.metadata.sorted_tables):
            db.session.execute(table.delete())
        db.session.commit()
        time.sleep(PAUSE)
    return moments[0], moments[1]


def found_in(url: str, folder: Path) -> int:
    """How many answers are in a database."""
    with running(url, folder):
        return len(db.session.scalars(db.select(Rsvp.id)).all())


def say(name: str, between: int, before: int, more: str = "") -> None:
    """One line of the result."""
    print(
        f"{name:12} to the moment between: {between} of 10, to before the mistake: {before} of 20{more}"
    )


def on_sqlite(folder: Path) -> None:
    """Litestream beside the site, as docs/operating.md has it."""
    program = shutil.which("litestream")
    if not program:
        print("SQLite       not tried: Litestream isn't on the PATH")
        return
    file, replica = folder / "eventapp.db", f"file://{folder / 'replica'}"
    make_tables(f"sqlite:///{file}")
    log = (folder / "litestream.log").open("w")
    beside = start(program, "replicate", file, replica, dies_by="TERM", stdout=log, stderr=log)
    wait_until(lambda: (folder / "replica").exists(), what="Litestream")
    moments = two_moments_and_a_mistake(f"sqlite:///{file}", folder)
    beside.send_signal(signal.SIGINT)
    beside.wait(30)
    found = []
    for number, moment in enumerate(moments):
        target = folder / f"restored-{number}.db"
        at = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        subprocess.run([program, "restore", "-timestamp", at, "-o", target, replica], check=True)
        found.append(found_in(f"sqlite:///{target}", folder / f"site-{number}"))
        with closing(sqlite3.connect(target)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
    say("SQLite", *found, "; whole" if whole == "ok" else f"; {whole}")


class Archiving(Postgres):
    """A PostgreSQL that keeps each finished piece of its log in another folder, and can be started at a moment."""

    def archive(self) -> None:
        """Keep the log from now on, and a copy of all that is there."""
        kept = self.folder / "archive"
        kept.mkdir()
        if self._user:
            shutil.chown(kept, self._user)
        self.say("ALTER SYSTEM SET archive_mode = on")
        self.say(f"ALTER SYSTEM SET archive_command = 'test ! -f {kept}/%f && cp %p {kept}/%f'")
        self._end()
        self._start()
        where = ("-h", "127.0.0.1", "-p", self.port, "-U", "postgres")
        self._run("pg_basebackup", *where, "-D", self.folder / "base", "--checkpoint=fast")

    def finish(self) -> None:
        """Have the last piece of the log kept, too, and end."""
        self.say("SELECT pg_switch_wal()")
        self._end()

    def begin_at(self, moment: datetime, name: str) -> None:
        """Start with what was there at a moment."""
        self._run_as("cp", "-a", self.folder / "base", self.folder / name)
        kept = self.folder / "archive"
        with (self.folder / name / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"restore_command = 'cp {kept}/%f %p'\n")
            settings.write(f"recovery_target_time = '{moment.isoformat()}'\n")
            settings.write("recovery_target_action = 'promote'\narchive_mode = off\n")
        self._run_as("touch", self.folder / name / "recovery.signal")
        (self.folder / "data").rename(self.folder / f"before-{name}")
        (self.folder / name).rename(self.folder / "data")
        self._start()
        wait_until(lambda: not self.say("SELECT pg_is_in_recovery()"), what="the moment")

    def say(self, statement: str) -> object:
        """Run one statement."""
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            done = connection.execute(statement)  # type: ignore[call-overload]
            return done.fetchone()[0] if done.description else None

    def end(self) -> None:
        """Stop it."""
        self._end()

    def _run_as(self, *words: object) -> None:
        subprocess.run([str(word) for word in words], user=self._user, check=True)

    def _end(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(60)


def on_postgresql(folder: Path) -> None:
    """Archived log and base backup, as docs/operating.md has it."""
    postgres = Archiving()
    try:
        databases = Databases(postgres.port)
        url = databases.url(databases.create())
        make_tables(url)
        postgres.archive()
        moments = two_moments_and_a_mistake(url, folder)
        postgres.finish()
        found = []
        for number, moment in enumerate(moments):
            postgres.begin_at(moment, f"at-{number}")
            found.append(found_in(url, folder / f"site-{number}"))
            postgres.end()
        say("PostgreSQL", *found)
    finally:
        postgres.remove()


def main() -> None:
    """Try what was named, or both."""
    for name in sys.argv[1:] or ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            {"sqlite": on_sqlite, "postgresql": on_postgresql}[name](folder)


if __name__ == "__main__":
    main()
