"""How long the door waits for a change of tables, in one table: it measures, it is no test.

    python benchmarks/door.py [--people 200] [--tables 25] [--times 7]

An evening of three rounds is made in a database of its own: twelve people are missing, four have
walked in, one table is closed. Times are seconds for one request and its page, the median
and the slowest of several by the wall, and the median on one core alone.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import door_builders
import make
import seating_builders
from conftest import make_tables, running, visitor
from visitor import Visitor, forms

from eventapp import clock
from eventapp.door.reseating import actions as reseating
from eventapp.door.reseating import gaps
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.seating import actions as seating


def main() -> None:
    """Make the evening and print a line for each thing that is measured."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, default=200)
    options.add_argument("--tables", type=int, default=25)
    options.add_argument("--times", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/eventapp.db"
        make_tables(url)
        with running(url, Path(folder)) as app:
            event, guest = evening(given.people, given.tables)
            client = visitor(app)
            make.sign_in(client, make.member(event.community, "door"))
            measure(client, event, guest, given.tables // 2, given.times)


def evening(people: int, tables: int) -> tuple[Event, str]:
    """Published tables with gaps; the event, and the address of a guest's own page."""
    start = clock.now() - timedelta(minutes=10)
    event, guests = seating_builders.room(
        people,
        tables=tables,
        seats=-(-people // tables) + 1,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
    )
    seating.publish(seating_builders.plan(event), now=clock.now())
    away = set(guests[:: people // 12][:12])
    door_builders.come(*(rsvp for rsvp in guests if rsvp not in away))
    for n in range(4):
        door_builders.walk_in(event, f"Walk{n}")
    reseating.close(event, tables // 2, again=False, now=clock.now())
    return event, f"/r/{token_of(guests[1].link)}"


def measure(client: Visitor, event: Event, guest: str, shut: int, times: int) -> None:
    """Ask and time."""
    page = door_builders.door(event)
    client.get(page)
    said("GET the proposal", [timed(lambda: client.get(page), 200) for _ in range(times)])
    applied, undone = [], []
    for _ in range(times):
        html = client.get(page).text
        data = next(f for f in forms(html) if f.action.endswith("/changes")).values
        applied.append(timed(lambda d=data: client.post(f"{page}/changes", data=d), 303))
        # Nobody goes back to a closed table.
        reseating.close(event, shut, again=True, now=clock.now())
        version = {"version": door_builders.newest(event).version}
        undone.append(timed(lambda v=version: client.post(f"{page}/undoings", data=v), 303))
        reseating.close(event, shut, again=False, now=clock.now())
    said("POST the change", applied)
    said("POST the undoing", undone)
    said("GET a guest's page", [timed(lambda: client.get(guest), 200) for _ in range(times)])
    live = door_builders.look(event)
    found = live.option("fewest")
    assert found
    moved = {c.who for c in gaps.changes(live.room, found.plan)}
    print(
        f"{len(live.entries)} guests, {len(live.room.missing)} missing, {len(moved)} seats change"
    )


def timed(ask: Callable[[], object], status: int) -> tuple[float, float]:
    """Seconds until an answer, by the wall and of this process."""
    begun = time.perf_counter(), time.process_time()
    answer = ask()
    took = time.perf_counter() - begun[0], time.process_time() - begun[1]
    assert getattr(answer, "status_code", 0) == status, answer
    return took


def said(what: str, took: list[tuple[float, float]]) -> None:
    """Print a line."""
    wall, core = zip(*took, strict=True)
    print(
        f"{what:20} {statistics.median(wall):.3f} s, at most {max(wall):.3f} s; "
        f"{statistics.median(core):.3f} s of one core"
    )


if __name__ == "__main__":
    main()
