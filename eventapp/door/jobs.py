"""What the door's check-ins lead to by the clock."""

import structlog

from eventapp import clock
from eventapp.db import db, reading
from eventapp.door import who_met
from eventapp.events.models import Event

log = structlog.get_logger()


def write_who_met() -> int:
    """Write into the ledger who met in the rounds that are over; how many events were written.

    Each event is a transaction of its own: one that fails doesn't hold up the others.
    """
    with reading():
        events = who_met.due(clock.now())
    for event_id in events:
        try:
            who_met.write(db.session.get_one(Event, event_id), now=clock.now())
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("who met", id=event_id)
    return len(events)
