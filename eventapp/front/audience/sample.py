"""A letter as one guest gets it, before it is sent: looked at, or sent to whoever types it."""

import hashlib
import re
from datetime import datetime

from flask_babel import gettext as _

from eventapp import tokens
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.placeholders import paragraphs
from eventapp.people.models import Link, Person
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp

_PERSONAL = re.compile(r"https?://[^\s\"<>]*" + tokens.PLACEHOLDER.pattern + r"[^\s\"<>]*")


def letter(
    event: Event, first_name: str, last_name: str, *, subject: str, text: str, now: datetime
) -> Message:
    """The letter to somebody of this name, in no outbox; its links open the event's public page."""
    person = Person(email="guest@example.org", first_name=first_name, created_at=now)
    link = Link(purpose="rsvp", person=person, nonce=tokens.new_nonce(), created_at=now)
    guest = Rsvp(
        event=event,
        person=person,
        link=link,
        state="going",
        first_name=first_name,
        last_name=last_name,
    )
    words = {"subject": subject, "paragraphs": paragraphs(text)}
    found = letters.written("message", guest, key=f"sample:{event.id}", now=now, **words)
    page = event_address(event)
    found.text = _PERSONAL.sub(page, found.text)
    found.html = _PERSONAL.sub(page, found.html)
    return found


def copy_to(to: Person, event: Event, *, subject: str, text: str, now: datetime) -> Message | None:
    """Queue a copy to an organizer. The same one within a minute is one."""
    mark = hashlib.sha256(f"{subject}\n{text}".encode()).hexdigest()[:16]
    key = f"test:{event.id}:{to.id}:{mark}:{now:%Y%m%d%H%M}"
    found = letter(event, to.first_name, to.last_name, subject=subject, text=text, now=now)
    # No list of an event's letters shows it.
    found.kind, found.about = "test", f"test:{event.id}"
    found.key, found.message_id = key, outbox.message_id(key)
    found.to, found.to_name = to.email or "", to.name
    found.subject = _("[Test] %(subject)s", subject=found.subject)
    outbox.post_all([found])
    return found
