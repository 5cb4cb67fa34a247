"""What the worker does for pictures: they are made when an event is over, and anew when it changed."""

import structlog

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.insights import actions, stamps
from eventapp.insights.models import LookBack

log = structlog.get_logger()


def make_pictures() -> int:
    """Make the pictures that are due, each event in a transaction of its own; of how many events."""
    made = 0
    with reading():
        events = [number for number in actions.due(clock.now()) if _changed(number)]
    for number in events:
        try:
            made += actions.made(db.session.get_one(Event, number), now=clock.now())
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("pictures", id=number)
    return made


def _changed(number: int) -> bool:
    """Whether what is kept of an event isn't what its rows say now."""
    kept = db.session.get(LookBack, number)
    return kept is None or kept.stamp != stamps.stamp_of(db.session.get_one(Event, number))
