"""What the list of what is on costs at a site with thousands of events: it measures, it is no test.

    python benchmarks/listing.py [--events 2000] [--database postgresql]

So many events are to come and as many are over, of 20 communities with topics, a tenth of them in programs.
Each page is asked in this process: the least of several times in milliseconds of the processor (on
PostgreSQL by the wall, its own process included), its queries, and the size of the page. At the end
stands how much memory asking took at most.
"""

import argparse
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from conftest import make_tables, running
from flask import Flask
from sqlalchemy import Engine, event

from eventapp import clock
from eventapp.db import db

HOSTS, TOPICS = 20, ("Data", "Climate & energy", "Design", "Public speaking", "Hiring")
# A thousand letters of each: half of them with accents, which take longer to be read past.
SAID = "Come as you are, there is soup. ", "Komm, wie du bist: für alle da."
PLACES = ("The Reading Room, Leith", "Café Søren, Łódź", "Bücherei, München", "Bibliothèque, Lyon")
PAGES = (
    "/", "/?page=40", "/?q=cafe", "/?q=evening+17", "/?q=du+bist+fur", "/?q=nothing+at+all", "/?topic=Climate+%26+energy",
    "/?place=munchen", "/?where=online", "/?when=week", "/?when=past", "/?from=2027-06-01", "/?kind=program",
    "/?community=host-3", "/host-3", "/host-3?q=data", "/host-3?when=past", "/sitemap.xml", "/robots.txt",
)  # fmt: skip
TIMES = 7


def main() -> None:
    """Make the site, ask each page, print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--events", type=int, default=2000)
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    given = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(address(given.database, folder))
        make_tables(url)
        app = stack.enter_context(running(url, folder, RATELIMIT_ENABLED=False))
        fill(given.events, clock.now())
        measure(app, time.perf_counter if given.database == "postgresql" else time.process_time)


@contextmanager
def address(kind: str, folder: Path) -> Iterator[str]:
    """Of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/eventapp.db"
        return
    from postgres_server import Databases, Postgres

    server = Postgres()
    try:
        kept = Databases(server.port)
        yield kept.url(kept.create())
    finally:
        server.remove()


def fill(events: int, now: datetime) -> None:
    """So many events to come and as many that are over, every tenth a session of a program."""
    each: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in ("community", "role", "topic", "event", "event_role", "program", "session")
    }
    for n in range(1, HOSTS + 1):
        said = {"id": n, "slug": f"host-{n}", "name": f"Host {n}", "zone": "Europe/Berlin"}
        each["community"].append({**said, "created_at": now})
        each["role"].append({"id": n, "community_id": n, "name": "Guest", "mark": 1, "position": 1})
        each["topic"] += [{"community_id": n, "name": topic} for topic in TOPICS]
        for run in range(events // 500):
            number = n + HOSTS * run
            each["program"].append({
                "id": number, "community_id": n, "slug": f"program-{run}", "title": f"Program {run}",
                "created_at": now, "published_at": now,
            })  # fmt: skip
    programs = len(each["program"])
    for n in range(1, 2 * events + 1):
        host, turn = n // 2 % HOSTS + 1, n // 2 if n % 2 else -(n // 2) - 1
        starts = now + timedelta(hours=4 * turn + 1)
        each["event"].append({
            "id": n, "community_id": host, "slug": f"evening-{n}", "uid": f"{n}@example.org",
            "title": f"Evening {n}", "summary": f"About {TOPICS[n // 2 % 5].lower()}, over soup.",
            "description": SAID[n // 2 % 2] * 40, "starts_at": starts,
            "ends_at": starts + timedelta(hours=2), "zone": "Europe/Berlin",
            "place_name": PLACES[n // 2 % 4], "place_address": f"{n} High Street",
            "online_url": "https://meet.example.org/x" if n % 3 == 0 else "", "capacity": 36,
            "revised_at": now, "created_at": now, "published_at": now,
        })  # fmt: skip
        each["event_role"].append({"event_id": n, "role_id": host})
        if programs and n % 10 == 1:
            place = {
                "program_id": n // 10 % programs + 1,
                "event_id": n,
                "position": n,
                "materials": [],
            }
            each["session"].append(place)
    for name, rows in each.items():
        if rows:
            db.session.execute(db.metadata.tables[name].insert(), rows)
    db.session.commit()


def measure(app: Flask, timer: Any) -> None:
    """Each page several times; the least counts."""
    asked: list[str] = []
    event.listen(Engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    client = app.test_client()
    print(f"{'page':32}{'ms':>8}{'queries':>9}{'kB':>8}")
    for page in PAGES:
        took = []
        for _ in range(TIMES):
            asked.clear()
            begun = timer()
            answer = client.get(page)
            took.append(timer() - begun)
            assert answer.status_code == 200, (page, answer.status_code)
        print(f"{page:32}{min(took) * 1000:8.1f}{len(asked):9}{len(answer.data) / 1000:8.0f}")
    tracemalloc.start()
    for page in PAGES:
        client.get(page)
    print(f"\nmemory at most: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
