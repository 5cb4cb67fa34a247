"""A disk that fills up amid answers, and a folder that nobody may write to, with the shipped server.

    .venv/bin/python experiments/full_disk.py [sqlite|postgresql]

As root: the disk is a small one in memory (tmpfs), which is mounted for it. Everything of the site lies on
it: on SQLite database, queue, keys and log; on PostgreSQL the server's own folder, with its log of changes.

    filled     20 guests answer, the disk is filled, 20 more answer and pages are opened; room is made, and
               the 20 answer again. Whoever was answered is on the list with one letter; the database is whole
    read-only  the site begins where nobody may write

The last result is in docs/operating.md.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from crowd import Guest, event_of, lost, one_after_the_other, unanswered, wrongs  # noqa: E402
from http_phone import Phone  # noqa: E402
from live_server import Server, start_server, stop_all  # noqa: E402
from postgres_server import Databases, Postgres  # noqa: E402
from services import MailServer, start, wait_until  # noqa: E402

MEGABYTE = 2**20


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A disk of that size, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="eventapp-disk-"))
    folder.chmod(0o755)
    given = ("-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder))
    if subprocess.run(["mount", *given], check=False).returncode:
        sys.exit("No disk can be mounted here: run this as root, where mounting is allowed.")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path) -> Path:
    """Leave no byte free; the file that does it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as out:
        for size in (MEGABYTE, 4096, 1):
            with suppress(OSError):
                while out.write(b"x" * size) == size:
                    pass
    return filler


def statuses(guests: list[Guest]) -> str:
    """How often each status was answered; 0 is none."""
    counted = sorted(Counter(guest.status for guest in guests).items())
    return ", ".join(f"{number} × {status}" for status, number in counted)


def opened(server: Server, event: str, mine: str) -> str:
    """What the event's page, a guest's own, and others answer now."""
    found, one = [], Phone(server.url)
    for page in (event, mine, "/", "/sign-in", "/readyz", "/healthz"):
        try:
            one.get(page)
            found.append(str(one.status))
        except OSError as error:
            found.append(type(error).__name__)
    return " ".join(found)


def filled(server: Server, smtp: MailServer, disk: Path, folder: Path, whole) -> list[str]:
    """The experiment; what doesn't hold."""
    with event_of(server, folder, capacity=15) as (event, role, event_id):
        guests = [Guest(server.url, number) for number in range(40)]
        for guest in guests:
            guest.fill_in_yes(event, role)
        before, amid = guests[:20], guests[20:]
        one_after_the_other(before, connections=4, after=20, act=lambda: None)
        wait_until(lambda: len(smtp.letters) >= 20, what="the first letters")

        filler = fill(disk)
        one_after_the_other(amid, connections=4, after=20, act=lambda: None)
        first = statuses(amid)
        pages = opened(server, event, before[0].mine)
        time.sleep(65)
        later = opened(server, event, before[0].mine)
        filler.unlink()
        begun = time.monotonic()
        print(f"    while full: answers {first}; pages {pages}; a minute later {later}")
        again = [guest for guest in amid if not guest.mine]
        refused = len(again)
        while again and time.monotonic() < begun + 60:
            one_after_the_other(again, connections=4, after=1, act=lambda: None)
            again = [guest for guest in again if not guest.mine]
        print(
            f"    {refused} refused; with room again all answered after {time.monotonic() - begun:.1f} s"
        )
        wrong = unanswered(guests) + sorted(lost(event_id, guests)) + wrongs(event_id)
        addresses = {guest.email for guest in guests}
        with suppress(TimeoutError):
            wait_until(lambda: addresses <= smtp.receivers, what="letters", seconds=180)
    if lacking := addresses - smtp.receivers:
        wrong.append(f"{len(lacking)} without a letter")
    copies = Counter(letter["Message-ID"] for letter in smtp.letters)
    twice = sum(1 for number in copies.values() if number > 1)
    print(
        f"    letters: {len(copies)}, twice {twice}; the last after {time.monotonic() - begun:.0f} s"
    )
    if server.process.poll() is not None:
        wrong.append("the server ended")
    return wrong + whole()


def on_sqlite(stack: ExitStack, smtp: MailServer, other: Path) -> None:
    """Both experiments on SQLite."""
    disk = stack.enter_context(small_disk(32))
    server = start_server(disk, SMTP_URL=smtp.url, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=1000)
    stack.callback(lambda: server.process.poll() is None and server.kill())

    def whole() -> list[str]:
        with closing(sqlite3.connect(server.data_dir / "eventapp.db")) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return [] if found == "ok" else [found]

    print("SQLite, filled")
    print("   ", filled(server, smtp, disk, other, whole) or "holds")
    print(
        "    log:",
        Counter(
            line.partition('"event": "')[2].partition('"')[0] for line in server.log().splitlines()
        ),
    )
    print("SQLite, read-only")
    with event_of(server, other) as (event, role, _number):
        guests = [Guest(server.url, number) for number in range(100, 102)]
        for guest in guests:
            guest.fill_in_yes(event, role)
        guests[0].press()
    stop_all([server])
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    read_only(server, event, guests[0].mine, guests[1], other)


def read_only(server: Server, event: str, mine: str, asking: Guest, folder: Path) -> None:
    """Start where nobody may write, open pages and answer, and print what is said."""
    command = (*server.program, "serve")
    with (folder / "log").open("w") as log:
        server.process = start(
            *command, dies_by="TERM", cwd=server.cwd, env=server.environment, stdout=log, stderr=log
        )
    wait_until(server._ready, what="the server", seconds=60)
    asking.press()
    print(f"    pages {opened(server, event, mine)}; an answer {asking.status}")
    stop_all([server])


class OnSmallDisk(Postgres):
    """A PostgreSQL whose folder is on a disk that fills up."""

    def __init__(self, disk: Path) -> None:
        tempfile.tempdir = str(disk)
        try:
            super().__init__()
        finally:
            tempfile.tempdir = None

    def look_after(self) -> None:
        """Start it again when it has ended, as systemd does."""
        if self._process.poll() is not None:
            print("    PostgreSQL had ended, and is started again")
            with suppress(Exception):
                self._start()


def on_postgresql(stack: ExitStack, smtp: MailServer, other: Path) -> None:
    """The disk of PostgreSQL fills up."""
    disk = stack.enter_context(small_disk(400))
    postgres = OnSmallDisk(disk)
    stack.callback(postgres.remove)
    databases = Databases(postgres.port)
    server = start_server(
        other, SMTP_URL=smtp.url, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=1000,
        DATABASE_URL=databases.url(databases.create()),
    )  # fmt: skip
    stack.callback(lambda: stop_all([server]))
    print("PostgreSQL, filled")
    print("   ", filled(server, smtp, disk, other, list) or "holds")
    print(
        "    log:",
        Counter(
            line.partition('"event": "')[2].partition('"')[0] for line in server.log().splitlines()
        ),
    )
    postgres.look_after()


def main() -> None:
    """Try what was named, or all."""
    which = sys.argv[1:] or ["sqlite", "postgresql"]
    for name in which:
        with ExitStack() as stack:
            smtp = MailServer()
            stack.callback(smtp.remove)
            other = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            {"sqlite": on_sqlite, "postgresql": on_postgresql}[name](stack, smtp, other)


if __name__ == "__main__":
    main()
