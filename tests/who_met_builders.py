"""An evening whose meetings are written into the ledger, for tests."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations

import door_builders
import make

from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import jobs
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

Now = Callable[[datetime], None]


def tonight() -> tuple[Event, list[Rsvp], datetime]:
    """Two tables of three in two rounds, everybody checked in; when round 1 should begin."""
    event = door_builders.event(minutes=10)
    people = door_builders.guests(event, 6)
    door_builders.plan(event, *[[people[:3], people[3:]]] * 2)
    for rsvp in people:
        door.arrive(rsvp, by=make.person(), now=event.starts_at)
    db.session.commit()
    return event, people, event.starts_at + timedelta(minutes=20)


def met(round: int | None = None) -> set[tuple[int, int]]:
    found = db.select(Encounter.low_id, Encounter.high_id)
    if round:
        found = found.where(Encounter.round == round)
    return {(low, high) for low, high in db.session.execute(found)}


def pairs(*people: Rsvp) -> set[tuple[int, int]]:
    return set(combinations(sorted(rsvp.person_id for rsvp in people), 2))


def sweep(at: Now, moment: datetime) -> int:
    at(moment)
    return jobs.write_who_met()
