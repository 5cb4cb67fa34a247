"""A guest's code for the door on their own page: the one on their badge, on the day of the event."""

from datetime import datetime

from eventapp.badges import qr
from eventapp.door import presence
from eventapp.door.actions import badge_address
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans


def shape(rsvp: Rsvp, *, now: datetime) -> qr.Shape | None:
    """The code as it is drawn, to be held up at the door; none on any other day, for others, and
    for whoever is in.

    The page after a form has none: whoever typed an address is not known to be its owner.
    """
    event = rsvp.event
    today = event.days_left(now) == 0 and event.open_at_door(now)
    comes = rsvp.going and bool(event.place_name) and rsvp.joins != "online"
    if not (today and comes) or rsvp.link.from_page:
        return None
    if presence.is_in(rsvp):
        return None
    plan = plans.published(event)
    return qr.shape(badge_address(rsvp, plan.version if plan else None))
