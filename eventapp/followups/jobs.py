"""What follow-up does by the clock."""

import structlog

from eventapp import clock
from eventapp.db import db, reading
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups import actions
from eventapp.followups.certificates import actions as certificates
from eventapp.followups.feedback import actions as feedback
from eventapp.followups.nudges import actions as nudges
from eventapp.mail.jobs import in_parts
from eventapp.programs.models import Program

log = structlog.get_logger()
AT_ONCE = 25
# Seconds between parts, in which others write.
PAUSE = 0.1


def draft_due() -> int:
    """Write the cards of every event whose morning after has come; how many cards are new.

    Each event is a transaction of its own: one that fails doesn't hold up the others.
    """
    written = 0
    events = actions.due(clock.now())
    db.session.rollback()
    for event_id in events:
        try:
            written += write_cards(event_id)
        except Refused:
            # Moved, cancelled or out of time since it was looked up: no cards now.
            db.session.rollback()
        except Exception:
            db.session.rollback()
            log.exception("cards", id=event_id)
    return written


def write_cards(event_id: int) -> int:
    """Write the cards of one event, some at a time, so that nobody waits long; how many are new.

    A crash in between loses none: an event is followed up when its last card is written. Raises
    what actions.draft raises.
    """
    written = 0
    while True:
        event = db.session.get_one(Event, event_id)
        new = actions.draft(event, now=clock.now(), most=AT_ONCE)
        db.session.commit()
        written += new
        if new < AT_ONCE:
            return written


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


def give_certificates() -> int:
    """Give the certificates of programs that ended; how many were given."""
    with reading():
        programs = certificates.due(clock.now())
    return sum(map(_certify, programs))


def _certify(program_id: int) -> int:
    program = db.session.get_one(Program, program_id)
    return in_parts(
        lambda: certificates.give_part(program, now=clock.now()),
        pause=PAUSE,
        ended=lambda: program.certified_at,
    )
