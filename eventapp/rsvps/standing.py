"""How the answers to an event stand, in one query: what whoever gives out places must know."""

from dataclasses import dataclass

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

_STANDING = (
    db.select(Rsvp.state, db.func.count(Rsvp.id), db.func.max(Rsvp.turn))
    .where(Rsvp.event_id == db.bindparam("event"))
    .group_by(Rsvp.state)
)


@dataclass(frozen=True)
class Standing:
    """Places given, people who wait, and the turn of the next yes."""

    going: int
    waiting: int
    next_turn: int


def standing(event: Event) -> Standing:
    """How the answers to an event stand; true as long as it is locked."""
    rows = db.session.execute(_STANDING, {"event": event.id}).all()
    found = {state: number for state, number, _turn in rows}
    turns = [turn for _state, _number, turn in rows]
    return Standing(found.get("going", 0), found.get("waitlisted", 0), max(turns, default=0) + 1)
