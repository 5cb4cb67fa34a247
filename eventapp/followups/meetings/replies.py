"""What somebody presses in the calendar entry of a half-hour: a no calls it off, anything else changes nothing."""

from collections.abc import Callable
from datetime import datetime

from eventapp.db import db
from eventapp.followups.meetings import actions
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.meetings.pairs import answers_of
from eventapp.mail.incoming.contents import CalendarAnswer, Incoming, NewTime
from eventapp.mail.incoming.models import Received
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import whose

TakeIn = Callable[[Received, Incoming, datetime], str]


def before(take_in: TakeIn) -> TakeIn:
    """The same as `take_in`, but what is about a half-hour never comes before an organizer."""

    def take(received: Received, incoming: Incoming, now: datetime) -> str:
        said = incoming.content
        meeting = _meeting(said.uid) if isinstance(said, CalendarAnswer | NewTime) else None
        if meeting is None:
            return take_in(received, incoming, now)
        return _take(meeting, received, incoming, now)

    return take


def _meeting(uid: str) -> Meeting | None:
    found: Meeting | None = db.session.scalar(db.select(Meeting).where(Meeting.uid == uid))
    return found


def _take(meeting: Meeting, received: Received, incoming: Incoming, now: datetime) -> str:
    said, rsvp = incoming.content, _whose(meeting, received, incoming)
    if rsvp is None or not isinstance(said, CalendarAnswer):
        return "dropped"
    mine = said.said_by(rsvp.person.email or "") or said
    # A no to the time before is none to the one it was moved to.
    if mine.partstat == "DECLINED" and mine.sequence >= meeting.sequence and meeting.stands(now):
        actions.call_off(meeting.connection, rsvp, now=now)
        db.session.flush()
    return "done"


def _whose(meeting: Meeting, received: Received, incoming: Incoming) -> Rsvp | None:
    """Who of the two it is: by the token of the address, or whom the receiving server vouches for."""
    both = answers_of(meeting.connection)
    rsvp = whose.by_token((received.recipient or "", *incoming.recipients))
    if rsvp is None and incoming.proven:
        sender = incoming.sender.lower()
        rsvp = next((one for one in both if sender and one.person.email == sender), None)
    return rsvp if rsvp in both else None
