"""A letter is sent to an organizer who wants to see it arrive."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.front.letters import preview
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


def send_test(event: Event, kind: str, guest: Rsvp | None, *, to: Person, now: datetime) -> Message:
    """Queue a letter of an event to an organizer's own address, at most one a minute.

    It has no calendar part, so that nothing lands in a calendar that a later letter couldn't take out.
    """
    lock_row(Event, event.id)
    key = f"test:{event.id}:{to.id}:{now:%Y%m%d%H%M}"
    if db.session.scalar(db.select(Message.id).where(Message.key == key)):
        raise Refused(_("A test has just left. Send the next one in a minute."))
    letter = as_test(preview.letter(event, kind, guest, now=now), event, to=to, key=key)
    letter.sender_name = outbox.one_line(sender(event))
    letter.calendar = letter.method = None
    return outbox.queue(letter)


def as_test(letter: Message, event: Event, *, to: Person, key: str) -> Message:
    """A letter that was written for nobody, addressed to an organizer and marked as a test."""
    # Nothing is asked anew before it leaves, and no list of an event's letters shows it.
    letter.kind, letter.about = "test", f"test:{event.id}"
    letter.key, letter.message_id = key, outbox.message_id(key)
    letter.to, letter.to_name = to.email or "", to.name
    letter.subject = _("[Test] %(subject)s", subject=letter.subject)
    return letter
