"""PostgreSQL and its standby: the first is killed while guests answer, the second takes over; what is lost?

    .venv/bin/python experiments/standby.py [asynchronous|synchronous] [--guests 60]

The line to the standby stands still for the last four seconds before the first is killed, as lines do. The app has
both in its address and finds whichever takes writes. Before that, pages are asked of the standby alone: which of them it can show.

The last result, with PostgreSQL 18.4:

    asynchronous  ready again 0.2 s after the second was promoted, 59 requests of 333 failed meanwhile; lost: 9
    synchronous   ready again 0.3 s after the second was promoted, 66 requests of 310 failed meanwhile; lost: 0
    Both times the standby alone showed 12 pages of 12.
"""

import argparse
import os
import shutil
import signal
import socket
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import load  # noqa: E402
import psycopg  # noqa: E402
from conftest import running, visitor  # noqa: E402
from load_people import Crowd, Pauses, Seen  # noqa: E402
from load_site import KEY, evening, ready, site  # noqa: E402
from postgres_server import Postgres  # noqa: E402
from services import free_port, start, wait_until  # noqa: E402
from sqlalchemy import make_url  # noqa: E402

STILL, UNTIL_PROMOTED, AFTER = 4.0, 3.0, 4.0


class Line:
    """What is said between the first and its standby, passed on while it flows; what is held back then is gone for good."""

    def __init__(self, to: int) -> None:
        self._to, self._flows = to, threading.Event()
        self._flows.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stand_still(self) -> None:
        """Pass nothing on any more, and take nobody new."""
        self._flows.clear()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                asking, _address = self._listener.accept()
                asked = socket.create_connection(("127.0.0.1", self._to))
                for ends in ((asking, asked), (asked, asking)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while (part := one.recv(65536)) and self._flows.is_set():
                other.sendall(part)
            # Whoever heard nothing more must learn that nothing comes.
            if not part:
                one.close()
                other.close()


class Pair(Postgres):
    """A PostgreSQL with a standby that follows it."""

    def follow(self) -> None:
        """Start the standby from a copy."""
        self.line = Line(self.port)
        where = ("-h", "127.0.0.1", "-p", self.line.port, "-U", "postgres")
        self.other, home = free_port(), self.folder / "standby"
        self._run("pg_basebackup", *where, "-D", home, "-R", "--checkpoint=fast")
        program = [self._binaries / "postgres", "-D", home, "-p", self.other]
        flags = ("-cmax_connections=300", "-clisten_addresses=127.0.0.1", "-cfsync=off")
        self._standby = start(
            *program, *flags, "-cunix_socket_directories=", dies_by="INT", user=self._user
        )
        wait_until(lambda: self._says("SELECT pg_is_in_recovery()") is True, what="the standby")

    def wait_for_standby(self, database: str) -> None:
        """From now on an answer is given when the standby has it, too."""
        self.say(f"ALTER DATABASE {database} SET synchronous_commit = on")
        self.say("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.say("SELECT pg_reload_conf()")

    def die(self) -> None:
        """The first is gone, from one moment to the next."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)

    def promote(self) -> None:
        """The standby takes over."""
        self._says("SELECT pg_promote()")

    def remove(self) -> None:
        """End both and leave nothing behind."""
        for one in (self._process, self._standby):
            if one.poll() is None:
                one.send_signal(signal.SIGQUIT)
                one.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def say(self, statement: str) -> object:
        """One statement, to the first."""
        return _said(self.port, statement)

    def _says(self, statement: str) -> object:
        try:
            return _said(self.other, statement)
        except psycopg.OperationalError:
            return None


def try_once(mode: str, guests: int) -> None:
    """Guests answer, the first dies, the second takes over."""
    pair = Pair()

    def followed(_folder: Path, url: str) -> str:
        pair.follow()
        if mode == "synchronous":
            pair.wait_for_standby(str(make_url(url).database))
        hosts = [f"127.0.0.1:{port}" for port in (pair.port, pair.other)]
        return (
            make_url(f"postgresql+psycopg://postgres@/{make_url(url).database}")
            .update_query_dict({"host": hosts, "target_session_attrs": "read-write"})
            .render_as_string()
        )

    with ExitStack() as stack:
        served = site(stack, postgres=pair, before=followed)
        second = make_url(served.url).set(port=pair.other).render_as_string()
        where, seen, pauses = evening(served, guests, 20), Seen(), Pauses(90, 3)
        crowd = Crowd(served.port, where, guests, 20, seen, pauses)
        crowd.come()
        pauses.wait(20)
        pages_of_standby(second, served.folder, [where.page, "/", *(p.mine for p in crowd.phones)])
        before = seen.answers
        pair.line.stand_still()
        pauses.wait(STILL)
        pair.die()
        died, errors = time.monotonic(), sum(seen.wrong.values())
        pauses.wait(UNTIL_PROMOTED)
        pair.promote()
        wait_until(lambda: ready(served.port), what="the site", seconds=60)
        back = time.monotonic() - died
        # Not for long: who changes once more hides that the change before was lost.
        pauses.wait(AFTER)
        crowd.leave()
        missing = load.lost(replace(served, url=second), crowd)
        wrong = sum(seen.wrong.values()) - errors
        print(
            f"{mode:13} {before} answers before; ready again {back:.1f} s after the first died, "
            f"{UNTIL_PROMOTED:.0f} s of them until somebody promoted the second; "
            f"{wrong} requests of {seen.answers - before + wrong} since then failed; lost: {len(missing)}"
        )
        for what in missing[:5]:
            print(f"    {what}")


def pages_of_standby(url: str, folder: Path, asked: list[str]) -> None:
    """Which pages a site shows whose database lets it read alone."""
    asked = [page for page in asked if page][:12]
    with running(url, folder / "reading") as app:
        app.config["SECRET_KEY"] = KEY
        answers = [visitor(app).get(page).status_code for page in asked]
    print(f"pages that the standby alone shows: {answers.count(200)} of {len(asked)}")


def main() -> None:
    """Try what was named, or both."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("modes", nargs="*", default=["asynchronous", "synchronous"])
    asked.add_argument("--guests", type=int, default=60)
    given = asked.parse_args()
    for mode in given.modes:
        try_once(mode, given.guests)


def _said(port: int, statement: str) -> object:
    address = f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        done = connection.execute(statement)  # type: ignore[call-overload]
        row = done.fetchone() if done.description else None
        return row[0] if row else None


if __name__ == "__main__":
    main()
