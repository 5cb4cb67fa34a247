"""How long the lists of a large event take to be written, how many queries, how much memory.

    python benchmarks/exports.py [--people 10000]

It measures, it is no test: seconds of one core for each file, from the request to its last byte, and
the most memory that Python held above what it held before.
"""

import argparse
import resource
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import make
from conftest import make_tables, running, visitor
from sqlalchemy import Engine, event

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.rsvps.importing import actions, parsing
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Seat, Table

AT_A_TABLE = 8


def main() -> None:
    """Fill an event, take its lists out, print what it took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=10_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/eventapp.db"
        make_tables(url)
        with running(url, Path(folder)) as app:
            meetup = make.event(capacity=None)
            fill(meetup, given.people)
            client = visitor(app)
            make.sign_in(client, make.member(meetup.community))
            db.session.commit()
            desk = f"/desk/{meetup.community.slug}/events/{meetup.slug}"
            client.get(f"{desk}/export")
            for name in ("people", "seats", "arrivals"):
                for kind in ("csv", "xlsx"):
                    measure(client, f"{desk}/{name}.{kind}")
    print(f"the process at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def fill(meetup, people: int) -> None:
    """Everybody came, and sat at two tables."""
    rows = [
        parsing.Entry(
            n + 2,
            f"Guest{n}",
            f"Ö{n}",
            f"guest{n}@example.com",
            ask=f"Ask {n}",
            organization="Leith",
        )
        for n in range(people)
    ]
    actions.bring_in(meetup, parsing.Intake(rows, [], [], [], [], []), now=clock.now())
    plan = Plan(
        event=meetup, version=1, rounds=2, seed=1, figures={}, bounds={},
        created_at=make.NOON, published_at=make.NOON,
    )  # fmt: skip
    tables = -(-people // AT_A_TABLE)
    plan.tables = [Table(number=n + 1, capacity=AT_A_TABLE) for n in range(tables)]
    make.saved(plan)
    numbers = list(db.session.scalars(db.select(Rsvp.id).order_by(Rsvp.turn)))
    seats = [
        {
            "plan_id": plan.id,
            "table_id": plan.tables[(n + r) % tables].id,
            "rsvp_id": who,
            "round": r,
        }
        for n, who in enumerate(numbers)
        for r in (1, 2)
    ]
    db.session.execute(db.insert(Seat), seats)
    came = [{"rsvp_id": who, "arrived_at": make.NOON} for who in numbers]
    db.session.execute(db.insert(Arrival), came)
    db.session.commit()


def measure(client, path: str) -> None:
    """One file: its size, seconds of one core, queries; then once more for the memory."""
    asked = []
    note = lambda *_args: asked.append(1)  # noqa: E731
    event.listen(Engine, "before_cursor_execute", note)
    begun, core = time.perf_counter(), time.process_time()
    size = len(client.get(path).data)
    wall, core = time.perf_counter() - begun, time.process_time() - core
    event.remove(Engine, "before_cursor_execute", note)
    tracemalloc.start()
    client.get(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"{path.rpartition('/')[2]:15} {size / 1e6:5.2f} MB, {core:.2f} s of one core "
        f"({wall:.2f} by the wall), {len(asked)} statements, {most / 1e6:.0f} MB of memory"
    )


if __name__ == "__main__":
    main()
