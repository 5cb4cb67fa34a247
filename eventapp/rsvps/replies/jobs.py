"""What becomes by the clock of what came in: places that calendars gave back go on."""

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import calendar_answers


def give_back_due() -> int:
    """Let places go on to the next that calendars gave back and nobody kept in time; how many."""
    with reading():
        late = db.select(Rsvp.event_id).where(Rsvp.leaves_at <= clock.now()).distinct()
        events = list(db.session.scalars(late))
    number = 0
    for event_id in events:
        event = db.session.get_one(Event, event_id)
        number += calendar_answers.give_back_due(event, now=clock.now())
        db.session.commit()
    return number
