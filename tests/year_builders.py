"""A community's months of events to look back on: new people each time, and some who keep coming."""

import random
from datetime import datetime, timedelta

import evening_builders
import make

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import presence
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.followups.models import Connection
from eventapp.people.models import Person


def months(
    number: int, people: int, *, last: datetime | None = None, seed: int = 1
) -> tuple[Community, list[Event]]:
    """So many events of one community, each a month after the other, the last one a day ago."""
    community = make.community()
    luck = random.Random(seed)
    last = last or clock.now() - timedelta(days=1, hours=3)
    pool: list[Person] = []
    events = []
    for n in range(number):
        starts_at = last - timedelta(days=30 * (number - 1 - n))
        events.append(held(community, pool, people, luck, starts_at=starts_at))
    # The worker begins by forgetting what isn't committed.
    db.session.commit()
    return community, events


def held(
    community: Community, pool: list[Person], people: int, luck: random.Random, **given: object
) -> Event:
    """One event: about half of its guests were there before, as far as there are so many."""
    begun = given["starts_at"]
    tables = max(2, -(-people // 6))
    fields = {
        "community": community, "tables": tables, "seats": 8, "rounds": 3, "capacity": None,
        "minutes": 25, "ends_at": begun + timedelta(hours=2),
        "published_at": begun - timedelta(days=30), "reminded_at": begun - timedelta(days=1),
    }  # fmt: skip
    event = make.past_event(**fields | given)
    old = luck.sample(pool, min(len(pool), people // 2))
    guests = old + [make.person() for _n in range(people - len(old))]
    pool += guests[len(old) :]
    rsvps = [evening_builders.guest(event, n, luck, person=who) for n, who in enumerate(guests)]
    for rsvp in rsvps:
        rsvp.created_at = begun - timedelta(days=luck.triangular(0, 29, 6))
    away = set(luck.sample(range(people), people // 8))
    evening_builders.seat(event, rsvps, tables, luck)
    came = [rsvp for n, rsvp in enumerate(rsvps) if n not in away]
    for n, rsvp in enumerate(came):
        late = timedelta(minutes=50) if n % 9 == 7 else timedelta(0)
        db.session.add(Arrival(rsvp=rsvp, arrived_at=begun + late))
    db.session.flush()
    now = clock.now()
    presence.record(event, presence.at_tables(event, now=now), now=now)
    connect(event, [rsvp.person_id for rsvp in came], luck)
    return event


def connect(event: Event, people: list[int], luck: random.Random) -> None:
    """About every third one says yes to somebody who says yes to them; each two only once."""
    luck.shuffle(people)
    pairs = db.session.execute(db.select(Connection.low_id, Connection.high_id))
    known = {(low, high) for low, high in pairs}
    for one, other in zip(
        people[: len(people) // 3 : 2], people[1 : len(people) // 3 : 2], strict=False
    ):
        low, high = sorted((one, other))
        if (low, high) not in known:
            db.session.add(
                Connection(event_id=event.id, low_id=low, high_id=high, connected_at=clock.now())
            )
    db.session.flush()
