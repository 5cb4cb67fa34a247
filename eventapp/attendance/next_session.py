"""The session that a trainer gets ready for: today's, or the next one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.attendance import record
from eventapp.attendance.grid import Grid, Line, Meeting
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.door import presence
from eventapp.people.names import full_name
from eventapp.programs.models import Program, Session
from eventapp.role_marks import GUEST
from eventapp.rsvps.models import Ask, Rsvp

NOTHING = Grid((), ())


@dataclass(frozen=True)
class Asked:
    """What somebody who comes would like help with."""

    text: str
    name: str
    mark: int


@dataclass(frozen=True)
class NextSession:
    """A session with what its trainer looks at first."""

    session: Session
    # Its number in the program.
    number: int
    days_left: int
    expected: int
    waiting: int
    here: int
    asks: Sequence[Asked]
    # The session before it, and who of the enrolled missed that without an excuse.
    before: Meeting | None
    missed: Sequence[Line]


def next_session(program: Program, *, now: datetime, grid: Grid = NOTHING) -> NextSession | None:
    """The first published session of a program that isn't over; None when all are. Three queries.

    Who missed the one before is known where the grid is given.
    """
    coming = [
        (number, one)
        for number, one in enumerate(record.standing(program), start=1)
        if not one.event.over(now)
    ]
    if not coming:
        return None
    number, session = coming[0]
    states = _states(session)
    return NextSession(
        session,
        number,
        session.event.days_left(now),
        states["going"],
        states["waitlisted"],
        # Nobody is, on a day before.
        0 if session.event.days_left(now) else presence.here(session.event),
        _asks(session),
        grid.meetings[grid.last] if grid.last is not None else None,
        grid.missed(grid.last) if grid.last is not None else (),
    )


def _states(session: Session) -> Counter[str]:
    rows = db.session.execute(
        db.select(Rsvp.state, db.func.count(Rsvp.id))
        .where(Rsvp.event_id == session.event_id)
        .group_by(Rsvp.state)
    )
    return Counter(dict(rows.all()))


def _asks(session: Session) -> list[Asked]:
    rows = db.session.execute(
        db.select(Ask.text, Rsvp.first_name, Rsvp.last_name, Role.mark)
        .join(Rsvp, Rsvp.id == Ask.rsvp_id)
        .outerjoin(Role, Role.id == Rsvp.role_id)
        .where(Rsvp.event_id == session.event_id, Rsvp.state == "going", Ask.text != "")
        .order_by(Rsvp.turn)
    )
    return [Asked(text, full_name(first, last), mark or GUEST) for text, first, last, mark in rows]
