"""Two who were introduced are asked once whether they met again; neither hears what the other says."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.followups import letters as introductions
from eventapp.followups.consent import agrees
from eventapp.followups.models import Connection, Nudge, SharedContact
from eventapp.followups.nudges import letters
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.rsvps.models import Rsvp

ANSWERS = ("yes", "not_yet", "no_more")
AFTER = timedelta(weeks=4)
# Whatever was missed for so long is asked about no more.
TOO_LATE = timedelta(weeks=8)
PART = 25


def _due(now: datetime) -> list[ColumnElement[bool]]:
    """Introductions whose time has come, by an index of those that nobody was asked about."""
    return [
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
    both = pair(connection)
    # Who took their consent back, or whose introduction was stopped, was never put in touch.
    if len(both) < 2 or not all(agrees(rsvp) for rsvp in both) or _stopped(connection):
        return
    for rsvp, other in (both, both[::-1]):
        if preferences.wants(rsvp.person, "nudge"):
            nudge = Nudge(connection=connection, rsvp=rsvp, asked_at=now)
            db.session.add(nudge)
            db.session.flush()
            letters.ask(nudge, other, now=now)


def pair(connection: Connection) -> list[Rsvp]:
    """The two of an introduction, each by the answer with which they share something."""
    found = (
        db.select(Rsvp)
        .join(SharedContact, SharedContact.rsvp_id == Rsvp.id)
        .where(SharedContact.connection_id == connection.id)
    )
    return list(db.session.scalars(found.options(db.joinedload(Rsvp.person)).order_by(Rsvp.id)))


def _stopped(connection: Connection) -> bool:
    keys = [
        introductions.introduction_key(connection.id, person)
        for person in (connection.low_id, connection.high_id)
    ]
    stopped = db.select(Message.id).where(Message.key.in_(keys), Message.state == "withdrawn")
    return db.session.scalar(stopped.limit(1)) is not None


def nudge_of(rsvp: Rsvp, number: int) -> Nudge | None:
    """What a guest was asked about an introduction, by its number; None when it isn't theirs."""
    found: Nudge | None = db.session.scalar(
        db.select(Nudge)
        .where(Nudge.rsvp_id == rsvp.id, Nudge.connection_id == number)
        .options(db.joinedload(Nudge.connection))
    )
    return found


def answer(nudge: Nudge, said: str, *, now: datetime) -> None:
    """Keep what one of the two says; 'no more, please' ends such letters altogether."""
    nudge.answer, nudge.answered_at = said, now
    if said == "no_more":
        preferences.switch_off(nudge.rsvp.person, "nudge", now=now)
