"""The letter that asks one of two whether they met again."""

from datetime import datetime

from eventapp.db import db
from eventapp.followups.delivery_checks import introduction_still_agreed
from eventapp.followups.models import Nudge
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp


def ask(nudge: Nudge, other: Rsvp, *, now: datetime) -> None:
    """Write to one of the two about the other."""
    rsvp = nudge.rsvp
    stop = preferences.address(rsvp.person, "nudge", now=now)
    page = outbox.personal_address("nudges.show", nonce_of(rsvp.link), number=nudge.connection_id)
    given = {"link": page, "unsubscribe_url": stop, "met": other.first_name}
    letter = letters.written("nudge", rsvp, key=f"nudge:{nudge.id}", now=now, **given)
    # As the introduction is, so that whatever stops that one stops this one.
    letter.about = f"connection:{nudge.connection_id}"
    letter.in_reply_to = None
    outbox.post_all([letter])


def still_asked(message: Message) -> bool:
    """Whether the guest hasn't answered already, and both still want to be in touch."""
    nudge = db.session.get(Nudge, int(message.key.rpartition(":")[2]))
    return nudge is not None and not nudge.answer and introduction_still_agreed(message)
