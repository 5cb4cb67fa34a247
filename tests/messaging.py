"""Letters that an organizer types to the guests of an event."""

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.models import Announcement, Rsvp

SAID = {"subject": "The room", "text": "Come by the yard.", "once": "a"}


def sent(event: Event, guests: list[Rsvp], **given: object) -> Announcement:
    chosen = [rsvp.id for rsvp in guests]
    found = messages.send(event, chosen, **SAID | {"now": clock.now()} | given)
    db.session.commit()
    return found
