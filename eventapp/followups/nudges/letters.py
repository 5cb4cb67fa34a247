"""The letter that asks one of two whether they met again."""

from datetime import datetime

from eventapp import clock, languages
from eventapp.db import db
from eventapp.followups.delivery_checks import introduction_still_agreed
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.models import Nudge
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp


def ask(nudge: Nudge, other: Rsvp, *, planned: Meeting | None, now: datetime) -> None:
    """Write to one of the two about the other, and about the half-hour that they had planned."""
    rsvp = nudge.rsvp
    stop = preferences.address(rsvp.person, "nudge", now=now)
    page = outbox.personal_address(
        "nudges.show", nonce_of(rsvp.link), of=rsvp.event.community.slug, number=nudge.connection_id
    )
    given = {"link": page, "unsubscribe_url": stop, "met": other.first_name}
    with languages.spoken(*rsvp.languages):
        given |= {"half_hour": half_hour(planned, rsvp)}
        letter = letters.written("nudge", rsvp, key=f"nudge:{nudge.id}", now=now, **given)
    # As the introduction is, so that whatever stops that one stops this one.
    letter.about = f"connection:{nudge.connection_id}"
    letter.in_reply_to = None
    outbox.post_all([letter])


def half_hour(planned: Meeting | None, rsvp: Rsvp) -> str:
    """When two had planned to talk, in words; "" where they hadn't."""
    if planned is None:
        return ""
    zone = rsvp.event.zone
    return f"{clock.day(planned.starts_at, zone)}, {clock.hour(planned.starts_at, zone)}"


def still_asked(message: Message) -> bool:
    """Whether the guest hasn't answered already, and both still want to be in touch."""
    nudge = db.session.get(Nudge, int(message.key.rpartition(":")[2]))
    return nudge is not None and not nudge.answer and introduction_still_agreed(message)
