"""Half an hour that two who were introduced agree on: proposed to both, chosen, moved, called off by either."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups.meetings import half_hours, letters
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.meetings.pairs import answers_of, ended, pair
from eventapp.followups.models import Connection, SharedContact
from eventapp.mail import own_addresses
from eventapp.rsvps.models import Rsvp

# For so long after the introduction a half-hour can be chosen here.
OPEN_FOR = timedelta(weeks=8)
# And so far ahead; what lies later is better agreed on between the two.
FURTHEST = timedelta(days=60)
# So often a time is chosen, moved and called off: each is a letter to both.
MOST_CHANGES = 12


def open_now(connection: Connection, now: datetime) -> bool:
    """Whether one can still be chosen here."""
    return now < connection.connected_at + OPEN_FOR and not ended(connection)


def proposals(connection: Connection) -> list[datetime]:
    """The three half-hours for two who were introduced, the same in both letters and on both pages."""
    seed = f"{current_app.config['BASE_URL']}:{connection.id}"
    zone = ZoneInfo(connection.event.zone)
    return half_hours.proposed(seed, connection.connected_at, zone, _busy(connection))


def times_for(connection: Connection, rsvp: Rsvp) -> list[tuple[str, str]]:
    """The same in words for the letter to one of the two, each with the page where it is chosen."""
    return letters.times(connection, rsvp, proposals(connection))


def _busy(connection: Connection) -> list[half_hours.Span]:
    """When either of the two is at an event, or meets somebody else, in the days of the proposals.

    As far as it was known when they were introduced, and also where it was given back since: a time that
    goes, or comes, would tell one what the other does then.
    """
    people = [connection.low_id, connection.high_id]
    since = connection.connected_at
    until = since + timedelta(days=half_hours.LAST_DAY + 2)
    events = (
        db.select(Event.starts_at, Event.ends_at)
        .join(Rsvp, Rsvp.event_id == Event.id)
        .where(
            Rsvp.person_id.in_(people),
            Rsvp.created_at <= since,
            Event.cancelled_at.is_(None),
            Event.starts_at < until,
            Event.ends_at > since,
        )
    )
    others = (
        db.select(Meeting.starts_at, Meeting.ends_at)
        .join(Meeting.connection)
        .where(
            db.or_(Connection.low_id.in_(people), Connection.high_id.in_(people)),
            Connection.id != connection.id,
            Meeting.asked_at <= since,
            Meeting.ends_at > since,
        )
    )
    return [(start, end) for query in (events, others) for start, end in db.session.execute(query)]


def standing(connection: Connection, now: datetime) -> Meeting | None:
    """The half-hour that two have before them."""
    found: Meeting | None = db.session.scalar(
        db.select(Meeting)
        .where(
            Meeting.connection_id == connection.id,
            Meeting.cancelled_at.is_(None),
            Meeting.ends_at > now,
        )
        .order_by(Meeting.id.desc())
        .limit(1)
    )
    return found


def held(connections: Sequence[int], now: datetime) -> dict[int, Meeting]:
    """The last half-hour of each introduction whose time is over, by the number of the introduction."""
    found = db.select(Meeting).where(
        Meeting.connection_id.in_(connections),
        Meeting.cancelled_at.is_(None),
        Meeting.ends_at <= now,
    )
    return {one.connection_id: one for one in db.session.scalars(found.order_by(Meeting.starts_at))}


def choose(
    connection: Connection, by: Rsvp, *, starts_at: datetime, words: str, now: datetime
) -> Meeting:
    """Both get an invite for this half-hour; what stands already moves there. Twice is once."""
    lock_row(Connection, connection.id)
    if (found := pair(connection)) is None or not open_now(connection, now):
        raise Refused(closed_words())
    if not now < starts_at <= now + FURTHEST:
        raise Refused(_("Choose a time within the next two months."))
    meeting = standing(connection, now)
    if meeting and (meeting.starts_at, meeting.words) == (starts_at, words):
        return meeting
    _refuse_many(connection)
    times = {"starts_at": starts_at, "ends_at": starts_at + half_hours.LENGTH}
    asked = {"words": words, "asked_by_id": by.person_id, "asked_at": now}
    moved = meeting is not None
    if meeting is None:
        domain = current_app.config["MAIL_FROM"].rpartition("@")[2]
        meeting = Meeting(
            connection=connection,
            uid=f"half-hour-{secrets.token_hex(12)}@{domain}",
            organizer=own_addresses.form(),
            stamped_at=now,
            sequence=0,
            **times,
            **asked,
        )
        db.session.add(meeting)
    else:
        for name, value in (times | asked).items():
            setattr(meeting, name, value)
        _count(meeting, now)
    db.session.flush()
    letters.invite(meeting, found.both, by=by, moved=moved, now=now)
    return meeting


def call_off(connection: Connection, by: Rsvp, *, now: datetime) -> None:
    """The half-hour leaves both calendars, and the other hears of it. Twice is once.

    Also when one of the two has withdrawn since: then the letters name nobody.
    """
    lock_row(Connection, connection.id)
    if meeting := standing(connection, now):
        _end(meeting, by, named=pair(connection) is not None, now=now)


def end_of(connection: Connection, *, now: datetime) -> None:
    """The same of an introduction that is stopped, while it is known by which answers the two shared."""
    if meeting := standing(connection, now):
        _end(meeting, None, named=False, now=now)


def end(rsvp: Rsvp, *, now: datetime) -> None:
    """Call off what somebody agreed on by an answer whose place ends, as before they are erased."""
    found = (
        db.select(Meeting)
        .join(SharedContact, SharedContact.connection_id == Meeting.connection_id)
        .where(SharedContact.rsvp_id == rsvp.id)
        .where(Meeting.cancelled_at.is_(None), Meeting.ends_at > now)
    )
    for meeting in db.session.scalars(found.order_by(Meeting.id)).all():
        _end(meeting, rsvp, named=False, now=now)


def _end(meeting: Meeting, by: Rsvp | None, *, named: bool, now: datetime) -> None:
    connection = meeting.connection
    meeting.cancelled_at = now
    _count(meeting, now)
    db.session.flush()
    both = answers_of(connection)
    for rsvp in both:
        others = [one.first_name for one in both if one.id != rsvp.id]
        name = others[0] if named and others else ""
        letters.called_off(meeting, rsvp, other=name, mine=rsvp == by, now=now)


def _count(meeting: Meeting, now: datetime) -> None:
    meeting.sequence += 1
    # Of two with one SEQUENCE the later stamp holds, and some calendars look at nothing else.
    meeting.stamped_at = max(now, meeting.stamped_at + timedelta(seconds=1))


def _refuse_many(connection: Connection) -> None:
    changes = db.select(db.func.sum(Meeting.sequence + 1)).where(
        Meeting.connection_id == connection.id
    )
    if (db.session.scalar(changes) or 0) >= MOST_CHANGES:
        raise Refused(_("This was changed very often. Write to each other to agree on a time."))


def closed_words() -> str:
    """What is said wherever no half-hour can be chosen any more, whatever the reason."""
    return _("A half-hour can’t be arranged here any more. A line of your own works as well.")
