"""The worker's part of the cards: an event at a time, some guests in each transaction."""

import structlog

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups.sending import actions

log = structlog.get_logger()
AT_ONCE = 25


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
