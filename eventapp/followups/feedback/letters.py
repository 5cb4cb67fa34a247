"""The letter that asks how it was; whoever gets a card is asked there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from eventapp import clock
from eventapp.db import db
from eventapp.followups.models import Feedback
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp

# A letter that couldn't leave for so long asks about an evening that is forgotten.
TOO_LATE = timedelta(days=14)


def address(rsvp: Rsvp) -> str:
    """The page where a guest says how it was, for a letter to them."""
    return outbox.personal_address(
        "feedback.show", nonce_of(rsvp.link), of=rsvp.event.community.slug
    )


def ask(guests: Sequence[Rsvp], *, now: datetime) -> None:
    """Write to some guests of an event, each once."""
    stops = preferences.addresses((rsvp.person_id for rsvp in guests), "feedback", now=now)
    written = []
    for rsvp in guests:
        given = {"link": address(rsvp), "unsubscribe_url": stops[rsvp.person_id]}
        key = f"feedback:{rsvp.id}"
        written.append(letters.written("feedback", rsvp, key=key, now=now, **given))
    outbox.post_all(written)


def still_asked(message: Message) -> bool:
    """Whether the guest hasn't said it already, and the evening isn't long ago."""
    rsvp = db.session.get(Rsvp, int(message.about.rpartition(":")[2]))
    if rsvp is None or rsvp.event.cancelled_at or clock.now() > rsvp.event.ends_at + TOO_LATE:
        return False
    return db.session.scalar(db.select(Feedback.id).filter_by(rsvp_id=rsvp.id)) is None
