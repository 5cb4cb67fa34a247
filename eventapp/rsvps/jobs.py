"""What becomes of answers by the clock."""

from datetime import timedelta

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Link
from eventapp.rsvps.models import Repeat, Rsvp

KEPT = timedelta(days=30)


def forget_needs() -> int:
    """Delete access and food needs 30 days after the event, as the form promises; how many.

    With them goes what was typed once more: by then nobody opens its page.
    """
    over = db.select(Event.id).where(Event.ends_at < clock.now() - KEPT)
    told = db.or_(Rsvp.access_needs != "", Rsvp.food != "")
    found = db.session.scalars(db.select(Rsvp.id).where(Rsvp.event_id.in_(over), told)).all()
    if found:
        forgotten = db.update(Rsvp).where(Rsvp.id.in_(found)).values(access_needs="", food="")
        db.session.execute(forgotten)
    typed = db.select(Repeat.link_id).where(Repeat.event_id.in_(over))
    if links := db.session.scalars(typed).all():
        db.session.execute(db.delete(Link).where(Link.id.in_(links)))
    db.session.commit()
    return len(found)
