"""A letter that an organizer types to some of the guests of an event; it is about this event alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.mail.placeholders import paragraphs
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps import actions, announcements, letters
from eventapp.rsvps.announcements import Told
from eventapp.rsvps.models import LISTED_STATES, Announcement, Rsvp

# Whoever gave their place back or was turned away is left in peace.
READERS = LISTED_STATES


@dataclass(frozen=True)
class Readers:
    """Who of those that were chosen gets a letter, by RSVP, and how many don't."""

    told: list[int]
    without_address: int
    off_the_list: int


def readers(event: Event, chosen: Sequence[int]) -> Readers:
    """Whom a letter to some guests reaches."""
    asked = (
        db.select(Rsvp.id, Rsvp.state, Person.email)
        .join(Rsvp.person)
        .where(Rsvp.event_id == event.id, Rsvp.id.in_(chosen))
        .where(preferences.wanted("message", Rsvp.person_id))
        .order_by(Rsvp.id)
    )
    told, without, off = [], 0, 0
    for number, state, email in db.session.execute(asked):
        if state not in READERS:
            off += 1
        elif email is None:
            without += 1
        else:
            told.append(number)
    return Readers(told, without, off)


def send(
    event: Event, chosen: Sequence[int], *, subject: str, text: str, once: str, now: datetime
) -> Readers:
    """Have some guests written to, part by part where they are many. The same form twice is once."""
    actions.lock(event)
    found = readers(event, chosen)
    if not found.told:
        raise Refused(_("Nobody of those has an address of their own and is on the list."))
    before = db.select(Announcement.before).where(
        Announcement.event_id == event.id, Announcement.kind == "message"
    )
    if once not in {said["once"] for said in db.session.scalars(before)}:
        said = {"subject": subject, "text": text, "to": found.told, "once": once}
        announcements.announce(event, "message", people=len(found.told), before=said, now=now)
    return found


def write(found: Announcement, told: Sequence[Told], now: datetime) -> list[Message]:
    """The letters of a part."""
    said = found.before
    words = {"subject": said["subject"], "paragraphs": paragraphs(said["text"])}
    stops = preferences.addresses((rsvp.person_id for rsvp, _ in told), "message", now=now)
    written = []
    for rsvp, _before in told:
        key, stop = f"message:{rsvp.id}:a{found.id}", stops[rsvp.person_id]
        letter = letters.written("message", rsvp, key=key, now=now, unsubscribe_url=stop, **words)
        letter.unsubscribe = stop
        written.append(letter)
    return written
