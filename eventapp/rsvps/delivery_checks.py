"""Letters about RSVPs are read anew when they leave: what waited may have become untrue."""

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps import actions, letters
from eventapp.rsvps.models import GUEST_STATES, Rsvp


def shared_still_true(message: Message) -> bool:
    """Whether a second guest still has a place or waits; their one letter is written anew.

    They hear of no change of the event in between, so that it may have moved.
    """
    rsvp = db.session.get(Rsvp, int(message.about.rpartition(":")[2]))
    if rsvp is None or rsvp.state not in GUEST_STATES or rsvp.event.cancelled_at:
        return False
    if not message.tries:
        letters.rewrite(message, rsvp, position=actions.position(rsvp))
    return True
