"""Published plans with known seats."""

import make

from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Seat, Table


def seated(
    event: Event, guests: list[Rsvp], *, tables: int = 2, capacity: int = 4, version: int = 1
) -> Plan:
    """A published plan of two rounds; the second moves everybody one table on."""
    plan = Plan(
        event=event, version=version, rounds=2, seed=1, figures={}, bounds={},
        created_at=make.NOON, published_at=make.NOON,
    )  # fmt: skip
    plan.tables = [Table(number=n + 1, capacity=capacity) for n in range(tables)]
    make.saved(plan)
    for number in (1, 2):
        for place, rsvp in enumerate(guests):
            table = plan.tables[(place + number - 1) % tables]
            make.saved(Seat(plan=plan, table=table, rsvp=rsvp, round=number))
    return plan
