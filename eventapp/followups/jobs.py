"""What follow-up does by the clock."""

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.followups.feedback import actions as feedback
from eventapp.followups.nudges import actions as nudges
from eventapp.mail.jobs import in_parts

# Seconds between parts, in which others write.
PAUSE = 0.1


def ask_how_it_was() -> int:
    """Ask who was at an event and got no card how it was; how many were asked."""
    with reading():
        events = feedback.due(clock.now())
    return sum(map(_ask_guests_of, events))


def _ask_guests_of(event_id: int) -> int:
    event = db.session.get_one(Event, event_id)
    return in_parts(
        lambda: feedback.ask_part(event, now=clock.now()),
        pause=PAUSE,
        ended=lambda: event.feedback_asked_at,
    )


def nudge() -> int:
    """Ask two who were introduced four weeks ago whether they met again; how many introductions."""
    with reading():
        if not nudges.any_due(clock.now()):
            return 0
    return in_parts(lambda: nudges.nudge_part(now=clock.now()), pause=PAUSE)
