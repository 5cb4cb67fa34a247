"""Who came: listed, checked in, undone; by the actions of the door."""

from typing import TypedDict

from eventapp.api.events import event_of
from eventapp.api.operations import Call, Part, Reply, operation, part_of
from eventapp.api.rsvps import rsvp_of
from eventapp.api.schemas import Moment, Number
from eventapp.api.times import rfc3339
from eventapp.db import db
from eventapp.door import actions
from eventapp.door.models import Arrival
from eventapp.rsvps.models import Rsvp


class ArrivalShown(TypedDict):
    """A guest who is checked in. Who leaves early stays until `last_round`."""

    rsvp: int
    first_name: str
    last_name: str
    arrived_at: Moment
    by: str
    last_round: Number | None


def _shown(arrival: Arrival, zone: str) -> ArrivalShown:
    return ArrivalShown(
        rsvp=arrival.rsvp_id,
        first_name=arrival.rsvp.first_name,
        last_name=arrival.rsvp.last_name,
        arrived_at=rfc3339(arrival.arrived_at, zone),
        by=arrival.by_whom,
        last_round=arrival.last_round,
    )


@operation(
    "GET", "/events/<int:event>/arrivals", scope="arrivals:read", group="Arrivals",
    answers=ArrivalShown, listed=True,
)  # fmt: skip
def index(call: Call) -> Part:
    """List who is checked in.

    In the order in which they came.
    """
    event = event_of(call)
    asked = db.select(Arrival).join(Arrival.rsvp).where(Rsvp.event_id == event.id)
    total = db.session.scalar(db.select(db.func.count()).select_from(asked.subquery())) or 0
    start, many = part_of(call)
    part = asked.order_by(Arrival.arrived_at, Arrival.id).offset(start).limit(many)
    read = (
        db.contains_eager(Arrival.rsvp),
        db.joinedload(Arrival.by),
        db.joinedload(Arrival.by_pass),
    )
    found = db.session.scalars(part.options(*read))
    return Part([_shown(arrival, event.zone) for arrival in found], total)


@operation(
    "PUT", "/rsvps/<int:rsvp>/arrival", scope="arrivals:write", group="Arrivals",
    answers=ArrivalShown, status=(200, 201), noted="door.arrive",
)  # fmt: skip
def arrive(call: Call) -> Reply:
    """Check a guest in.

    Twice is once: 201 the first time, 200 for somebody who is in already. As at the door, whoever has
    no seat at the tables gets a free chair.
    """
    rsvp = rsvp_of(call)
    first = actions.arrive(rsvp, by=call.by, now=call.now)
    db.session.flush()
    arrival = db.session.scalars(db.select(Arrival).filter_by(rsvp_id=rsvp.id)).one()
    return Reply(_shown(arrival, rsvp.event.zone), 201 if first else 200)


@operation(
    "DELETE", "/rsvps/<int:rsvp>/arrival", scope="arrivals:write", group="Arrivals", status=(204,),
    noted="door.undo",
)  # fmt: skip
def undo(call: Call) -> Reply:
    """Take a check-in back.

    Twice is once. The seat stays theirs.
    """
    rsvp = rsvp_of(call)
    actions.undo(rsvp.event, rsvp.id, by=call.by, now=call.now)
    return Reply(None, 204)
