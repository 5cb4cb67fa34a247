"""What becomes by the clock of what came in: places that calendars gave back go on, old mail is forgotten."""

from datetime import timedelta

from eventapp import clock
from eventapp.db import db, reading
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import calendar_answers
from eventapp.rsvps.replies.models import GuestMail

# What people wrote is kept no longer, looked at or not.
KEPT = timedelta(days=90)


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


def forget_mail() -> int:
    """Delete what people wrote once it is old; how many letters."""
    old = db.select(GuestMail.id).where(GuestMail.at < clock.now() - KEPT)
    with reading():
        found = list(db.session.scalars(old))
    if found:
        db.session.execute(db.delete(GuestMail).where(GuestMail.id.in_(found)))
        db.session.commit()
    return len(found)
