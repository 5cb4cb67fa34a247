"""What a device at the door sends, and what became of it."""

from datetime import datetime, timedelta
from uuid import uuid4

import door_builders
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events.models import Event


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def pressed(kind: str, at: datetime, **about: object) -> dict[str, object]:
    """A report as a device keeps it, whose clock is right and who heard from us an hour before."""
    seen = ms(at - timedelta(hours=1))
    fields = {"id": str(uuid4()), "kind": kind, "number": 1, "pressed": ms(at), "ahead": 0}
    return fields | {"contact": seen} | about


def running(client: Visitor) -> Event:
    """An event that has begun and takes in everybody; the door is signed in."""
    event = door_builders.event(minutes=-10, capacity=None)
    door_builders.staff(client, event)
    return event


def send(client: Visitor, event: Event, *reports: dict[str, object]) -> dict[str, str]:
    """Send a batch; the word about each."""
    data = {"sent": ms(clock.now()), "reports": list(reports)}
    answer = client.post(door_builders.door(event, "/reports"), json=data)
    assert answer.status_code == 200
    answers = answer.json["answers"]
    return {str(one["id"]): answers[one["id"]]["outcome"] for one in reports}


def arrivals() -> dict[int, datetime]:
    return dict(db.session.execute(db.select(Arrival.rsvp_id, Arrival.arrived_at)).all())


def listed(client: Visitor, event: Event) -> str:
    return client.get(door_builders.door(event, "")).text
