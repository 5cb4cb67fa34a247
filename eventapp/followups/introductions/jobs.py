"""What introductions do by the clock."""

import time
from datetime import datetime

import structlog

from eventapp import clock
from eventapp.db import db, reading, release
from eventapp.events.models import Event
from eventapp.followups.introductions import actions

log = structlog.get_logger()
PART = 25
# Seconds between parts, in which others write.
PAUSE = 0.1


def introduce_due() -> int:
    """Make the introductions of every event whose set time has come; how many.

    Each event by itself: one that fails doesn't hold up the others. No log says who it was.
    """
    with reading():
        due = actions.due(clock.now())
    made = 0
    for event_id, moment in due:
        try:
            made += _batch(event_id, moment)
        except Exception:
            db.session.rollback()
            log.exception("introductions", id=event_id)
    return made


def _batch(event_id: int, moment: datetime) -> int:
    """One batch, in parts; killed, it is taken up where it was, since who is connected stays so."""
    with reading():
        pairs = actions.pairs(event_id, moment)
    event = db.session.get_one(Event, event_id)
    release()
    made = 0
    for start in range(0, len(pairs), PART):
        made += actions.introduce(
            event, pairs[start : start + PART], moment=moment, now=clock.now()
        )
        db.session.commit()
        time.sleep(PAUSE)
    actions.finish(event, moment)
    db.session.commit()
    return made


def forget_ticks() -> int:
    """Wipe the ticks of closed cards, as every card promises; how many."""
    wiped = actions.forget_ticks(clock.now())
    db.session.commit()
    return wiped
