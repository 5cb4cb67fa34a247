"""How long an organizer waits for a community's year: it measures, it is no test.

    python benchmarks/year.py [--events 200] [--pairs 10000]

So many events of 300 people, each with so many pairs that met (2,000,000 in all), are written to a
database of its own. It prints how long the worker takes to count them all, how long for one more, and
milliseconds for the page of a year: all of it, and only reading what was kept.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import make
from conftest import make_tables, running, visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.insights.years import jobs, reading
from eventapp.insights.years.models import EventFigures
from eventapp.people.models import Link, Person
from eventapp.rsvps.models import Rsvp

PEOPLE, NEW, TIMES = 300, 90, 30


def main() -> None:
    """Write the events, count them, ask for the page, print what it took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--events", type=int, default=200)
    options.add_argument("--pairs", type=int, default=10_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/eventapp.db"
        make_tables(url)
        with running(url, Path(folder)) as app:
            community = built(given.events, given.pairs)
            counted()
            client = visitor(app)
            make.sign_in(client, make.member(community, "organizer"))
            db.session.commit()
            path = f"/desk/{community.slug}/lookback"
            show("the page", lambda: client.get(path))
            show("what was kept, read", lambda: read(community))


def built(events: int, pairs: int) -> Community:
    """The events, two or so a month, with their people and who met whom."""
    luck, begun = random.Random(1), time.perf_counter()
    community = make.community()
    template = make.rsvp(
        make.past_event(community=community, starts_at=clock.now() - timedelta(days=1, hours=3))
    )
    like = {c.key: getattr(template, c.key) for c in Rsvp.__table__.columns if c.key != "id"}
    people: list[int] = []
    for n in range(events):
        starts_at = clock.now() - timedelta(days=15 * (events - n) + 2)
        event = make.past_event(
            community=community, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
        )
        here = luck.sample(people, min(len(people), PEOPLE - NEW))
        new = [make_person(len(people) + m) for m in range(PEOPLE - len(here))]
        here += db.session.scalars(db.insert(Person).returning(Person.id), new).all()
        people = list({*people, *here})
        answers(event, here, like)
        met(event, here, pairs, luck)
        db.session.commit()
    print(
        f"wrote {events} events and {events * pairs} pairs in {time.perf_counter() - begun:.0f} s"
    )
    return community


def make_person(number: int) -> dict[str, object]:
    """Somebody new, as a row."""
    return {"email": f"p{number}@example.org", "first_name": "P", "created_at": make.NOON}


def answers(event: Event, people: list[int], like: dict[str, object]) -> None:
    """Everybody has a place and came."""
    number = int(db.session.scalar(db.select(db.func.max(Link.id))) or 0)
    links = [
        {
            "id": number + n, "purpose": "rsvp", "person_id": who, "created_at": event.starts_at,
            "nonce": f"{event.id}-{who}", "digest": f"{event.id}-{who}",
        }
        for n, who in enumerate(people, start=1)
    ]  # fmt: skip
    db.session.execute(db.insert(Link), links)
    rows = [
        {**like, "event_id": event.id, "person_id": who, "turn": n, "link_id": number + n}
        for n, who in enumerate(people, start=1)
    ]
    ids = db.session.scalars(db.insert(Rsvp).returning(Rsvp.id), rows).all()
    db.session.execute(
        db.insert(Arrival), [{"rsvp_id": one, "arrived_at": event.starts_at} for one in ids]
    )


def met(event: Event, people: list[int], pairs: int, luck: random.Random) -> None:
    """So many pairs of them, in one round."""
    found: set[tuple[int, int]] = set()
    while len(found) < pairs:
        low, high = sorted(luck.sample(people, 2))
        found.add((low, high))
    row = {"event_id": event.id, "round": 1, "table": 1, "met_at": event.starts_at}
    db.session.execute(
        db.insert(Encounter), [{**row, "low_id": low, "high_id": high} for low, high in found]
    )


def counted() -> None:
    """What the worker takes for all of them, and for the latest again."""
    begun, number = time.perf_counter(), 0
    while some := jobs.count_events():
        number += some
    print(f"the worker counted {number} events in {time.perf_counter() - begun:.1f} s")
    last = db.session.scalar(
        db.select(EventFigures.event_id).join(Event, Event.id == EventFigures.event_id)
        .order_by(Event.starts_at.desc()).offset(1).limit(1)
    )  # fmt: skip
    begun = time.perf_counter()
    jobs.count(last, now=clock.now())
    db.session.rollback()
    print(f"one more takes {time.perf_counter() - begun:.2f} s")


def read(community: Community) -> None:
    """What was kept of every event."""
    db.session.rollback()
    years = reading.years_of(db.session.get_one(Community, community.id))
    reading.year_of(community, years[0], now=clock.now())


def show(name: str, act) -> None:  # type: ignore[no-untyped-def]
    """Milliseconds of the median and of nine in ten."""
    took = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        act()
        took.append((time.perf_counter() - begun) * 1000)
    took = sorted(took[3:])
    print(
        f"{name}: median {statistics.median(took):.1f} ms, 9 of 10 {took[len(took) * 9 // 10]:.1f} ms"
    )


if __name__ == "__main__":
    main()
