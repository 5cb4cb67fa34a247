"""What becomes of answers by the clock."""

from datetime import timedelta

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

KEPT = timedelta(days=30)


def forget_needs() -> int:
    """Delete access and food needs 30 days after the event, as the form promises; how many."""
    over = db.select(Event.id).where(Event.ends_at < clock.now() - KEPT)
    told = db.or_(Rsvp.access_needs != "", Rsvp.food != "")
    found = db.session.scalars(db.select(Rsvp.id).where(Rsvp.event_id.in_(over), told)).all()
    if found:
        forgotten = db.update(Rsvp).where(Rsvp.id.in_(found)).values(access_needs="", food="")
        db.session.execute(forgotten)
    db.session.commit()
    return len(found)
