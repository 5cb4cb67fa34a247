"""The worker's part of the cards: an event at a time, some guests in each transaction."""

import time
from threading import Lock

import structlog

from eventapp import clock
from eventapp.db import db, reading, release
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups.sending import actions
from eventapp.mail import jobs

log = structlog.get_logger()
AT_ONCE = 25
# Seconds between parts, in which others write and letters leave.
PAUSE = 0.02
# Letters must not wait behind cards: only one of the worker's threads is ever busy with them.
_one = Lock()


def draft_due() -> int:
    """Write the cards of every event that was asked for, or whose time has come; how many are new.

    Each event is by itself: one that fails doesn't hold up the others.
    """
    if not _one.acquire(blocking=False):
        # Whoever is at it looks once more afterwards.
        return 0
    written, tried = 0, set[int]()
    try:
        while (event_id := _next(tried)) is not None:
            tried.add(event_id)
            written += _tried(event_id)
    finally:
        _one.release()
    return written


def _next(tried: set[int]) -> int | None:
    with reading():
        return next((one for one in actions.due(clock.now()) if one not in tried), None)


def _tried(event_id: int) -> int:
    try:
        return write_cards(event_id)
    except Refused:
        # Moved, cancelled or out of time since it was looked up: no cards now.
        db.session.rollback()
    except Exception:
        db.session.rollback()
        log.exception("cards", id=event_id)
    return 0


def write_cards(event_id: int) -> int:
    """Write the cards of one event, some at a time, so that nobody waits long; how many are new.

    A crash in between loses none: an event is followed up when its last card is written. Raises
    what `actions.begin` raises.
    """
    event = db.session.get_one(Event, event_id)
    evening = actions.begin(event, now=clock.now())
    db.session.commit()
    written = 0
    while True:
        part = actions.write_part(event, evening, now=clock.now(), most=AT_ONCE)
        db.session.commit()
        written += part.new
        jobs.ask("deliver")
        if part.last:
            release()
            return written
        time.sleep(PAUSE)
