"""How long a list of people takes to come in, and for how long it lets nobody else write.

    python benchmarks/lists.py [--rows 20000] [--bad 0] [--capacity 0] [--quiet] [--whole] [--profile]

A list is read and brought into a database of its own, part by part as the worker does it: with a
letter for each guest, or without any (--quiet); or all at one moment (--whole). So many rows of it
are bad (--bad): they are written to a file, mended and brought in again. It measures, it is no test: seconds by the wall and
of one core, and how long the transactions were that kept other writers out.
"""

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import make
from conftest import make_tables, running
from sqlalchemy import Engine, event

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps.importing import bad_rows, batches, preview
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.decisions import Decisions


class Held:
    """How long each transaction kept other writers out."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.begun = 0.0
        event.listen(Engine, "begin", self.begin)
        event.listen(Engine, "commit", self.end)
        event.listen(Engine, "rollback", self.end)

    def begin(self, _connection: object) -> None:
        """A writer is in."""
        self.begun = time.perf_counter()

    def end(self, _connection: object) -> None:
        """The next may write."""
        self.took.append(time.perf_counter() - self.begun)


def main() -> None:
    """Read a list, bring it in, print what it took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--bad", type=int, default=0, help="rows without an address among them")
    options.add_argument("--whole", action="store_true", help="all or nothing: one transaction")
    options.add_argument("--capacity", type=int, default=0, help="0: everybody gets in")
    options.add_argument("--quiet", action="store_true", help="write to nobody")
    options.add_argument("--profile", action="store_true", help="where the time goes")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/eventapp.db"
        make_tables(url)
        with running(url, Path(folder)):
            measure(given)


def measure(given: argparse.Namespace) -> None:
    """One list, and what it took."""
    meetup = make.event(capacity=given.capacity or None)
    db.session.commit()
    every = given.rows // max(given.bad, 1)
    rows = [
        f"Guest{n},Ö{n},{'' if given.bad and n % every == 1 else f'guest{n}@example.com'},Ask {n},Leith"
        for n in range(given.rows)
    ]
    data = "\n".join(["First name,Last name,Email,Ask,Organization", *rows]).encode()
    bad = bring(given, meetup, data)
    if given.whole or not given.bad:
        return
    print("\nthe bad rows, mended:")
    mended = bad.decode("utf-8-sig").replace(",,", ",mended@example.com,").splitlines(keepends=True)
    lines = [line.replace("mended@", f"mended{n}@") for n, line in enumerate(mended)]
    bring(given, meetup, "".join(lines).encode())


def bring(given: argparse.Namespace, meetup: Event, data: bytes) -> bytes:
    """One list, and what it took; its bad rows as a file."""
    begun = time.perf_counter()
    roles = [role.name for role in meetup.roles]
    looked = preview.look(data, Choices(decisions=Decisions(whole=given.whole)), roles=roles)
    print(
        f"read {len(looked.found.entries)} people and {len(looked.found.bad)} bad rows in "
        f"{time.perf_counter() - begun:.1f} s"
    )
    begun = time.perf_counter()
    to_mend = bad_rows.written(looked.sheet, looked.found.bad)
    print(f"wrote the bad rows in {time.perf_counter() - begun:.2f} s")
    db.session.rollback()
    held, wall, core = Held(), time.perf_counter(), time.process_time()
    profile = cProfile.Profile()
    if given.profile:
        profile.enable()
    kind = batches.Bringing if given.quiet else batches.Inviting
    coming = kind(meetup, looked.found, decisions=looked.decisions)
    with reading():
        coming.look()
    held.took.clear()
    while coming.part(now=clock.now()):
        db.session.commit()
        time.sleep(batches.PAUSE)
    db.session.commit()
    profile.disable()
    wall, core = time.perf_counter() - wall, time.process_time() - core
    print(coming.brought.said)
    print(f"{wall:.1f} s by the wall, {core:.1f} s of one core")
    print(
        f"{len(held.took)} transactions, together {sum(held.took):.1f} s, "
        f"the longest {max(held.took):.2f} s"
    )
    letters = db.session.scalar(db.select(db.func.count(Message.id)))
    print(f"{letters} letters in the outbox")
    if given.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    return to_mend


if __name__ == "__main__":
    main()
