"""A database of PostgreSQL as a backup sees it: by the server's own programs, in one transaction each."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from eventapp.backups.manifest import Contents, see_that_it_is_ours
from eventapp.errors import Refused


class Postgresql:
    """The database that the settings name."""

    kind = "postgresql"
    part = "database.dump"

    def __init__(self, url: URL) -> None:
        self.url = url

    @property
    def where(self) -> str:
        """How it is called in a sentence."""
        return f"{self.url.database} on {self.url.host or 'this machine'}"

    @property
    def version(self) -> int:
        """The server's, as in 17."""
        with self._connected() as connection:
            return connection.info.server_version // 10_000

    def dump(self, target: Path) -> Contents:
        """Copy it as it is at one moment, and say what it held then; nobody has to wait."""
        program = self._program("pg_dump")
        with self._connected() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            found = _contents(connection, self.where)
            # What was counted and what is copied are the same moment.
            moment = _one(connection, "SELECT pg_export_snapshot()")
            given = ("--format=custom", "--compress=0", "--no-owner", "--no-privileges")
            self._run(program, *given, f"--snapshot={moment}", f"--file={target}", self._address)
        return found

    def people(self) -> int:
        """How many people are in what is there now."""
        return self._ask("person", "SELECT count(*) FROM person")

    def waiting(self) -> int:
        """How many letters wait in it."""
        return self._ask("message", "SELECT count(*) FROM message WHERE state = 'queued'")

    def _ask(self, table: str, question: str) -> int:
        with self._connected() as connection:
            tables = _tables(connection)
            see_that_it_is_ours(tables, self.where)
            return int(_one(connection, question)) if table in tables else 0

    def load(self, copy: Path) -> None:
        """Put a copy in the place of what is there, all of it or nothing.

        Raises Refused while somebody else is in the database under the same name.
        """
        with self._connected() as connection:
            connection.autocommit = True
            # Who has just left is still seen for a moment.
            end = time.monotonic() + MOMENT
            while (others := int(_one(connection, OTHERS))) and time.monotonic() < end:
                time.sleep(0.05)
            tables = _tables(connection)
        if others:
            raise Refused(
                f"{others} other connections to {self.where} are open: stop web and worker, then restore again."
            )
        script, away = copy.with_suffix(".sql"), copy.with_suffix(".away.sql")
        away.write_text("".join(f'DROP TABLE "{table}" CASCADE;\n' for table in tables))
        # As a whole before the first line of it is run: what breaks off must not be taken for the end.
        self._run(
            self._program("pg_restore"), "--no-owner", "--no-privileges", f"--file={script}", copy
        )
        at_once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        self._run(
            self._program("psql"), *at_once, f"--file={away}", f"--file={script}", self._address
        )
        script.unlink()

    def contents(self, _file: Path) -> Contents:
        """What is in it now."""
        with self._connected() as connection:
            return _contents(connection, self.where)

    @contextmanager
    def scratch(self, copy: Path) -> Iterator[Contents]:
        """What is found in a copy once it is restored into a database of its own, which goes again."""
        name = f"eventapp_check_{token_hex(6)}"
        other = Postgresql(self.url.set(database=name))
        with self._connected() as connection:
            connection.autocommit = True
            try:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
                )
            except psycopg.errors.InsufficientPrivilege:
                raise Refused(
                    "To restore it somewhere else takes a database, which this user may not make: "
                    f'ALTER ROLE "{connection.info.user}" CREATEDB, or name another EVENTAPP_DATABASE_URL.'
                ) from None
            try:
                other.load(copy)
                yield other.contents(copy)
            finally:
                connection.execute(
                    sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                )

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        address = _rendered(self.url.set(drivername="postgresql"))
        try:
            connection = psycopg.connect(address, connect_timeout=10)
        except psycopg.OperationalError as error:
            raise Refused(f"PostgreSQL does not answer: {str(error).strip()}") from None
        with connection:
            yield connection

    @property
    def _address(self) -> str:
        """Without the password: what a program is called with, everybody on the machine can read."""
        bare = self.url._replace(drivername="postgresql", password=None)
        return _rendered(bare.difference_update_query(["password"]))

    @property
    def _password(self) -> dict[str, str]:
        """The password as the programs look for it, where only this user can read it."""
        given = self.url.password or self.url.query.get("password")
        return {"PGPASSWORD": str(given)} if given else {}

    def _program(self, name: str) -> str:
        """Where a program of PostgreSQL is; it must know this server's version."""
        path = shutil.which(name)
        version = self.version
        if not path:
            raise Refused(
                f"{name} isn't installed here: install PostgreSQL's client programs (postgresql-client-{version})."
            )
        said = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False
        ).stdout
        found = re.search(r"(\d+)(\.|devel|beta|rc|$|\s)", said.removeprefix(name))
        theirs = int(found[1]) if found else 0
        if theirs < version:
            raise Refused(
                f"{name} here is version {theirs}, and the server {version}: it can't read a newer one. "
                f"Install postgresql-client-{version}."
            )
        return path

    def _run(self, program: str, *words: object) -> None:
        done = subprocess.run(
            [program, *map(str, words)],
            env=os.environ | self._password,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Refused(f"{Path(program).name} gave up: {done.stderr.strip()[-2000:]}")


MOMENT = 3.0
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND usename = current_user AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def _rendered(url: URL) -> str:
    """An address as libpq reads it, which takes no spaces as they are; SQLAlchemy leaves them in."""
    return url.render_as_string(hide_password=False).replace(" ", "%20")


def _tables(connection: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    )
    return [row[0] for row in found]


def _contents(connection: psycopg.Connection[tuple[Any, ...]], where: str) -> Contents:
    tables = _tables(connection)
    if "alembic_version" not in tables:
        raise Refused(f"{where} has no tables of this app. Are these the service's settings?")
    counted = sql.SQL("SELECT count(*) FROM {}")
    counts = {
        table: int(_one(connection, counted.format(sql.Identifier(table))))
        for table in tables
        if table != "alembic_version"
    }
    return Contents(str(_one(connection, "SELECT version_num FROM alembic_version")), counts)


def _one(connection: psycopg.Connection[tuple[Any, ...]], question: Any) -> Any:
    found = connection.execute(question).fetchone()
    return found[0] if found else ""
