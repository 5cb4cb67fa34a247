"""How many come, and as what."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Row

from eventapp import rows
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.places import Kind
from eventapp.rsvps.standing import standing


class Counted(Protocol):
    """A role, as far as it is counted: the record itself or a row with its columns."""

    name: Any
    mark: Any
    position: Any


@dataclass
class Tally:
    """The answers to one event, counted."""

    going: int = 0
    waiting: int = 0
    left: int | None = None
    roles: list[tuple[Counted, int]] = field(default_factory=list)
    # Where not everybody may have the places that are left: the roles who would wait, and whether all would.
    who_wait: tuple[str, ...] = ()
    all_wait: bool = False
    # Whether a session takes its program's people alone, and whether all others wait for a place.
    program_only: bool = False
    drop_ins_wait: bool = False

    @classmethod
    def of(cls, capacity: int | None, counts: Iterable[Row[Any]]) -> "Tally":
        """The same from rows with the columns of a role, and `state` and `number`."""
        tally = cls(left=capacity)
        for row in counts:
            tally.add(row.state, row if row.id else None, row.number)
        return tally.closed()

    def add(self, state: str, role: Counted | None, number: int) -> None:
        """Count so many more who answered alike."""
        if state == "waitlisted":
            self.waiting += number
            return
        self.going += number
        if role:
            self.roles.append((role, number))

    def closed(self) -> "Tally":
        """All are counted: the roles in their order, and what is left of the places."""
        self.roles.sort(key=lambda pair: pair[0].position)
        if self.left is not None:
            self.left = max(0, self.left - self.going)
        return self

    @property
    def full(self) -> bool:
        """Whether the next yes waits: no place is free, or somebody waits already."""
        if self.who_wait or self.all_wait:
            return self.all_wait
        return self.left == 0 or (self.left is not None and self.waiting > 0)

    def marks(self, most: int = 7) -> list[int]:
        """The marks of one likely table: each role in its share, at most `most` of them."""
        total = sum(number for _, number in self.roles) or 1
        seats = [
            role.mark
            for role, number in self.roles
            for _ in range(max(1, round(min(most, total) * number / total)))
        ]
        return seats[:most]


def limited(tally: Tally, event: Event, *, now: datetime) -> Tally:
    """The same with what the rules about places make of it: who would get one now, and who would wait."""
    held = standing(event, now=now)
    room = held.room
    if room.free is not None:
        tally = replace(tally, left=room.free)
    if (limit := room.rules.drop_in) is not None:
        alone = max(0, limit - room.drop_ins)
        left = alone if tally.left is None else min(tally.left, alone)
        tally = replace(tally, left=left, program_only=limit == 0, drop_ins_wait=room.free != 0)
    if held.room.rules.plain:
        return tally
    wait = [r.name for r in event.roles if held.answer([Kind(r.id)]) == "waitlisted"]
    return replace(tally, who_wait=tuple(wait), all_wait=len(wait) == len(event.roles))


def tallies(events: Iterable[Event]) -> dict[int, Tally]:
    """A tally for each event, in one query."""
    found = {event.id: Tally(left=event.capacity) for event in events}
    for row in rows.read(_COUNTED, {"events": list(found)}) if found else ():
        found[row.event_id].add(row.state, row if row.id else None, row.number)
    return {number: tally.closed() for number, tally in found.items()}


_RSVP, _ROLE = Rsvp.__table__.c, Role.__table__.c
# Counted before they are named: that reads an index alone.
_ANSWERS = (
    db.select(_RSVP.event_id, _RSVP.state, _RSVP.role_id, db.func.count().label("number"))
    .where(
        _RSVP.event_id.in_(db.bindparam("events", expanding=True)), _RSVP.state.in_(GUEST_STATES)
    )
    .group_by(_RSVP.event_id, _RSVP.state, _RSVP.role_id)
    .subquery()
)
_COUNTED = db.select(
    _ANSWERS.c.event_id, _ANSWERS.c.state, _ANSWERS.c.number,
    _ROLE.id, _ROLE.name, _ROLE.mark, _ROLE.position,
).outerjoin_from(_ANSWERS, Role.__table__, _ANSWERS.c.role_id == _ROLE.id)  # fmt: skip
