"""How the answers to an event stand, in one query: what whoever gives out places must know."""

from dataclasses import dataclass

from eventapp import rows
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

_RSVP = Rsvp.__table__.c
_STANDING = (
    db.select(_RSVP.state, db.func.count(_RSVP.id), db.func.max(_RSVP.turn))
    .where(_RSVP.event_id == db.bindparam("event"))
    .group_by(_RSVP.state)
)


@dataclass(frozen=True)
class Standing:
    """Places given, people who wait, and the turn of the next yes."""

    going: int
    waiting: int
    next_turn: int


def standing(event: Event) -> Standing:
    """How the answers to an event stand; true as long as it is locked."""
    counted = rows.read(_STANDING, {"event": event.id})
    found = {state: number for state, number, _turn in counted}
    turns = [turn for _state, _number, turn in counted]
    return Standing(found.get("going", 0), found.get("waitlisted", 0), max(turns, default=0) + 1)
