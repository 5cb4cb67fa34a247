"""An evening to look back on: many people, three rounds at mixed tables, and who came."""

import random
from datetime import timedelta

import make

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import presence
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.followups.models import Connection
from eventapp.rsvps.models import Rsvp
from eventapp.seating.plans import next_plan

# How many of a hundred come as what, by the order of a community's roles; one has none.
ROLES = (21, 16, 26, 10, 11, 8, 7, 1)
STAGES = ("studying", "early", "mid", "senior", "changing", "")
ASKS = (
    "a first job in data",
    "somebody to look over my CV",
    "security careers",
    "moving into management",
    "salary negotiation",
    "learning SQL",
    "going freelance",
    "",
)
OFFERS = (
    "mock interviews",
    "CV reviews",
    "advice on salary negotiation",
    "SQL practice",
    "how to get into management",
    "help with a first job in data",
    "how I got into security",
    "",
)


def evening(
    number: int, *, tables: int = 0, seed: int = 1, **given: object
) -> tuple[Event, list[Rsvp]]:
    """A past event with so many answers, in three rounds at tables of six; nearly all came."""
    luck = random.Random(seed)
    tables = tables or -(-number // 6)
    fields = {"tables": tables, "seats": 7, "rounds": 3, "capacity": None, "minutes": 25}
    event = make.past_event(**fields | given)
    people = [guest(event, n, luck) for n in range(number)]
    away = set(luck.sample(range(number), number // 15))
    came = [rsvp for n, rsvp in enumerate(people) if n not in away]
    seat(event, people, tables, luck)
    for n, rsvp in enumerate(came):
        late = timedelta(minutes=50) if n % 41 == 7 else timedelta(0)
        db.session.add(
            Arrival(
                rsvp=rsvp,
                arrived_at=event.starts_at + late,
                last_round=2 if n % 29 == 3 else None,
            )
        )
    db.session.flush()
    now = clock.now()
    presence.record(event, presence.at_tables(event, now=now), now=now)
    connect(event, came, luck)
    return event, people


def guest(event: Event, n: int, luck: random.Random, **given: object) -> Rsvp:
    """One answer; roles, asks and offers are spread as they are in a real room."""
    role = luck.choices(range(len(ROLES)), ROLES)[0]
    fields = {
        "role_id": event.roles[role].id if role < len(event.roles) else None,
        "stage": luck.choice(STAGES),
        "ask": luck.choices(ASKS, (9, 7, 5, 4, 4, 3, 2, 8))[0],
        "offer": luck.choices(OFFERS, (4, 4, 4, 6, 2, 6, 1, 12))[0],
        "keep_in_touch": luck.random() < 0.85,
        "show_name": luck.random() < 0.8,
    }
    return make.rsvp(event, **fields | given)


def seat(event: Event, people: list[Rsvp], tables: int, luck: random.Random) -> None:
    """Publish tables that deal each role evenly, otherwise in every round."""
    seats = {}
    for number in (1, 2, 3):
        turn = {rsvp.role_id: luck.random() for rsvp in people}
        dealt = sorted(people, key=lambda rsvp: (turn[rsvp.role_id], luck.random()))
        shift = luck.randrange(tables)
        seats[number] = {rsvp.id: (at + shift) % tables + 1 for at, rsvp in enumerate(dealt)}
    next_plan(
        event,
        rounds=3,
        tables=[(number, 7, None) for number in range(1, tables + 1)],
        seats=seats,
        now=event.starts_at,
        seed=1,
        figures={},
        bounds={},
        published_at=event.starts_at - timedelta(days=1),
    )


def connect(event: Event, came: list[Rsvp], luck: random.Random) -> None:
    """About every second one has said yes to somebody who said yes to them."""
    ids = sorted(rsvp.person_id for rsvp in came)
    luck.shuffle(ids)
    for one, other in zip(ids[0 : len(ids) // 2 : 2], ids[1 : len(ids) // 2 : 2], strict=False):
        low, high = sorted((one, other))
        db.session.add(
            Connection(event_id=event.id, low_id=low, high_id=high, connected_at=clock.now())
        )
    db.session.flush()


def series(number: int, people: int, *, seed: int = 1) -> tuple[Community, list[Event]]:
    """Several evenings of one community, each with people of its own; the oldest first."""
    community = make.community()
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    events = []
    for n in range(number):
        begins = start - timedelta(days=30 * (number - n), hours=3)
        made, _people = evening(
            people,
            seed=seed + n,
            community=community,
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
        )
        events.append(made)
    return community, events
