"""A database of SQLite as a backup sees it: copied while others write, put in place as a whole."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from eventapp.backups import backup_file
from eventapp.backups.manifest import Contents, see_that_it_is_ours
from eventapp.errors import Refused


class Sqlite:
    """The file that the settings name."""

    kind = "sqlite"
    part = "database.sqlite"
    version = 3

    def __init__(self, url: URL) -> None:
        self.file = Path(url.database or "").resolve()

    @property
    def where(self) -> str:
        """How it is called in a sentence."""
        return str(self.file)

    def dump(self, target: Path) -> Contents:
        """Copy it as it is at one moment, and say what the copy holds.

        Others go on writing meanwhile. Nothing of what was erased is left in the copy: it has no free pages.
        """
        if not self.file.exists():
            raise Refused(f"There is no database at {self.file}. Are these the service's settings?")
        try:
            with closing(_open(self.file)) as connection:
                connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.DatabaseError as error:
            raise Refused(f"{self.where} can't be copied: {error}.") from None
        return self.contents(target)

    def contents(self, file: Path) -> Contents:
        """What a copy holds; it must be whole."""
        with closing(_open(file)) as connection:
            try:
                said = connection.execute("PRAGMA integrity_check").fetchone()[0]
                orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
                tables = [row[0] for row in connection.execute(TABLES)]
                counts = {
                    table: _one(connection, f'SELECT count(*) FROM "{table}"') for table in tables
                }
                revision = str(_one(connection, REVISION)) if "alembic_version" in tables else ""
            except sqlite3.DatabaseError as error:
                raise Refused(f"The copy of the database can't be read: {error}.") from None
        if said != "ok" or orphans:
            raise Refused(f"The database is damaged: {said if said != 'ok' else orphans}.")
        if not revision:
            raise Refused(
                f"{self.where} has no tables of this app. Are these the service's settings?"
            )
        return Contents(
            revision,
            {table: int(str(counts[table])) for table in tables if table != "alembic_version"},
        )

    def people(self) -> int:
        """How many people are in what is there now."""
        return self._ask("person", "SELECT count(*) FROM person")

    def waiting(self) -> int:
        """How many letters wait in it."""
        return self._ask("message", "SELECT count(*) FROM message WHERE state = 'queued'")

    def _ask(self, table: str, question: str) -> int:
        if not self.file.exists():
            return 0
        try:
            with closing(_open(self.file)) as connection:
                tables = [row[0] for row in connection.execute(TABLES)]
                see_that_it_is_ours(tables, self.where)
                return int(str(_one(connection, question))) if table in tables else 0
        except sqlite3.DatabaseError as error:
            raise Refused(
                f"What is at {self.file} can't be read ({error}). Move it away, then restore again."
            ) from None

    def load(self, copy: Path) -> None:
        """Put a copy in the place of what is there, all at once. Raises Refused while somebody has it open."""
        if self.file.exists():
            self._see_that_nobody_has_it()
        backup_file.keep(copy)
        for beside in ("-wal", "-shm"):
            self.file.with_name(self.file.name + beside).unlink(missing_ok=True)
        os.replace(copy, self.file)
        backup_file.keep(self.file)

    def _see_that_nobody_has_it(self) -> None:
        """A service that goes on would write into the file that was taken away, and lose it."""
        with closing(_open(self.file)) as connection:
            try:
                # Only whoever is alone with a file may end its write-ahead log.
                alone = _one(connection, "PRAGMA journal_mode=DELETE") == "delete"
            except sqlite3.OperationalError:
                alone = False
        if not alone:
            raise Refused("The service still has the database open: stop it, then restore again.")

    @contextmanager
    def scratch(self, copy: Path) -> Iterator[Contents]:
        """What is found in a copy once it is restored somewhere else."""
        yield self.contents(copy)


TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)
REVISION = "SELECT version_num FROM alembic_version"


def _open(file: Path) -> sqlite3.Connection:
    """One that is there already: what isn't is not made."""
    return sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=5, isolation_level=None)


def _one(connection: sqlite3.Connection, question: str) -> object:
    found = connection.execute(question).fetchone()
    return found[0] if found else ""
