"""What the worker does for pictures: they are made when an event is over, and anew when it changed."""

import structlog

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.insights import actions

log = structlog.get_logger()


def make_pictures() -> int:
    """Make the pictures that are due, each event in a transaction of its own; of how many events."""
    made = 0
    with reading():
        events = actions.due(clock.now())
    for number in events:
        try:
            made += make(number)
        except Exception:
            db.session.rollback()
            log.exception("pictures", id=number)
    return made


def make(number: int) -> bool:
    """Make the pictures of one event, unless those that are kept are true; whether any was made.

    Nobody who writes waits while it is read and drawn, which may take seconds.
    """
    with reading():
        new = actions.drawn(db.session.get_one(Event, number), now=clock.now())
    if new is None:
        return False
    made = actions.keep(db.session.get_one(Event, number), new, now=clock.now())
    db.session.commit()
    return made
