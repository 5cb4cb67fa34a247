"""Two who were introduced are asked once whether they met again, or whether their half-hour took place.

Neither hears what the other says.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.meetings.pairs import pair
from eventapp.followups.models import Connection, Nudge
from eventapp.followups.nudges import letters
from eventapp.people import preferences
from eventapp.rsvps.models import Rsvp

ANSWERS = ("yes", "not_yet", "no_more")
AFTER = timedelta(weeks=4)
# Whatever was missed for so long is asked about no more.
TOO_LATE = timedelta(weeks=8)
PART = 25


def _due(now: datetime) -> list[ColumnElement[bool]]:
    """Introductions whose time has come, by an index of those that nobody was asked about.

    Two who have a half-hour before them are asked after it.
    """
    coming = db.select(Meeting.id).where(
        Meeting.connection_id == Connection.id,
        Meeting.cancelled_at.is_(None),
        Meeting.ends_at > now,
    )
    return [
        ~coming.exists(),
        Connection.nudged_at.is_(None),
        Connection.connected_at <= now - AFTER,
        Connection.connected_at > now - TOO_LATE,
    ]


def any_due(now: datetime) -> bool:
    """Whether somebody is to be asked."""
    found = db.session.scalar(db.select(Connection.id).where(*_due(now)).limit(1))
    return found is not None


def nudge_part(*, now: datetime) -> int:
    """Ask about some of the introductions whose time has come, each once; how many introductions."""
    next_ones = (
        db.select(Connection)
        .where(*_due(now))
        .order_by(Connection.connected_at)
        .limit(PART)
        .with_for_update()
    )
    found = db.session.scalars(next_ones).all()
    for connection in found:
        connection.nudged_at = now
        _ask(connection, now=now)
    db.session.flush()
    return len(found)


def _ask(connection: Connection, *, now: datetime) -> None:
    found = pair(connection)
    # Who took their consent back, or whose introduction was stopped, was never put in touch.
    if found is None:
        return
    planned = meetings.held([connection.id], now).get(connection.id)
    for rsvp in found.both:
        if preferences.wants(rsvp.person, "nudge"):
            nudge = Nudge(connection=connection, rsvp=rsvp, asked_at=now)
            db.session.add(nudge)
            db.session.flush()
            letters.ask(nudge, found.other(rsvp), planned=planned, now=now)


def nudge_of(rsvp: Rsvp, number: int) -> Nudge | None:
    """What a guest was asked about an introduction, by its number; None when it isn't theirs."""
    found: Nudge | None = db.session.scalar(
        db.select(Nudge)
        .where(Nudge.rsvp_id == rsvp.id, Nudge.connection_id == number)
        .options(db.joinedload(Nudge.connection))
    )
    return found


def answer(nudge: Nudge, said: str, *, now: datetime) -> None:
    """Keep what one of the two says. 'No more, please' ends these questions altogether, and every
    further letter about the other: no half-hour can be chosen any more, one that was is called off.

    'Not yet' is no reason to ask again: once was enough.
    """
    if said == "no_more":
        meetings.call_off(nudge.connection, nudge.rsvp, now=now)
    nudge.answer, nudge.answered_at = said, now
    if said == "no_more":
        preferences.switch_off(nudge.rsvp.person, "nudge", now=now)
