"""A letter as one guest gets it, before it is sent: looked at, or sent to whoever types it."""

import hashlib
from datetime import datetime

from eventapp.events.models import Event
from eventapp.front.letters import preview
from eventapp.front.letters.actions import as_test
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.placeholders import paragraphs
from eventapp.people.models import Person
from eventapp.rsvps import letters


def letter(
    event: Event, first_name: str, last_name: str, *, subject: str, text: str, now: datetime
) -> Message:
    """The letter to somebody of this name, in no outbox; its links open the event's public page."""
    guest = preview.made_up(event, first_name, last_name, state="going")
    words = {"subject": subject, "paragraphs": paragraphs(text)}
    found = letters.written("message", guest, key=f"sample:{event.id}", now=now, **words)
    return preview.opening_nothing(found, event)


def copy_to(to: Person, event: Event, *, subject: str, text: str, now: datetime) -> Message | None:
    """Queue a copy to an organizer. The same one within a minute is one."""
    mark = hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:16]
    key = f"test:{event.id}:{to.id}:{mark}:{now:%Y%m%d%H%M}"
    found = letter(event, to.first_name, to.last_name, subject=subject, text=text, now=now)
    outbox.post_all([as_test(found, event, to=to, key=key)])
    return found
