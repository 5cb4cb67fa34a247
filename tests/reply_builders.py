"""What came in, as a transport hands it over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import make
from flask import current_app

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import answer_addresses
from eventapp.mail.incoming.contents import Bounce, CalendarAnswer, Content, Incoming
from eventapp.mail.models import Message
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.rsvps.replies.models import GuestMail

FORM = "rsvp+TOKEN@example.org"
_n = count(1)


@dataclass
class Mail:
    """A message as a transport keeps it."""

    id: int
    recipient: str | None
    raw: bytes | None
    received_at: datetime


def guest(of: Event, **given: object) -> Rsvp:
    """A guest who has an invite."""
    made = make.rsvp(of, letter="invite", **given)
    db.session.commit()
    return made


def fresh(rsvp: Rsvp) -> Rsvp:
    """An RSVP as it is now."""
    db.session.refresh(rsvp)
    return rsvp


def address(kind: str, number: int) -> str:
    return answer_addresses.address(FORM, kind, number, current_app.config["SECRET_KEY"])


def of(rsvp: Rsvp) -> str:
    """The address that only this guest's letters name."""
    return address(answer_addresses.RSVP, rsvp.id)


def take_in(
    content: Content,
    *,
    to: str = "tables@example.org",
    sender: str = "",
    proven: bool = False,
    at: datetime | None = None,
    again: Mail | None = None,
    subject: str = "Re: You are in",
    raw: bytes = b"Subject: x\r\n\r\nraw",
) -> str:
    """Take a letter in as a transport does, in a transaction of its own; what became of it."""
    now = at or clock.now()
    received = again or Mail(next(_n), to, raw, now)
    incoming = Incoming(
        message_id=f"<{received.id}@elsewhere.example>",
        sender=sender,
        sender_name="Some Body",
        recipients=("tables@example.org",),
        subject=subject,
        proven=proven,
        content=content,
    )
    became = current_app.extensions["incoming"](received, incoming, now)
    db.session.commit()
    return became


def said(rsvp: Rsvp, partstat: str, **given) -> CalendarAnswer:
    """What the guest's calendar sends, a minute after the entry was written."""
    fields = {
        "uid": rsvp.event.uid,
        "partstat": partstat,
        "guest_email": rsvp.person.email or "",
        "sequence": rsvp.sequence or 0,
        "stamp": clock.now().replace(microsecond=0),
    }
    return CalendarAnswer(**fields | given)


def press(rsvp: Rsvp, partstat: str, **given) -> str:
    """The guest presses a button in their own calendar."""
    at = given.pop("at", None)
    if at:
        given.setdefault("stamp", at.replace(microsecond=0))
    return take_in(said(rsvp, partstat, **given), to=of(rsvp), at=at)


def bounce_of(message: Message, status: str = "5.1.1", **given) -> str:
    """A mail server gives a letter back to the address that it left from."""
    content = Bounce(recipient=message.to, message_id="", status=status, said="")
    to = address(answer_addresses.LETTER, message.id)
    return take_in(content, to=to, **given)


def letters(rsvp: Rsvp | None = None) -> list[str]:
    """The kinds of the letters about an RSVP, those taken back left out; without one, of all."""
    found = db.select(Message.kind).where(Message.state != "withdrawn").order_by(Message.id)
    if rsvp:
        found = found.where(Message.about == f"rsvp:{rsvp.id}")
    return list(db.session.scalars(found))


def history(rsvp: Rsvp) -> list[tuple[str, str, str]]:
    kept = db.select(HistoryEntry).where(HistoryEntry.rsvp_id == rsvp.id).order_by(HistoryEntry.id)
    return [(one.what, one.after, one.why) for one in db.session.scalars(kept)]


def held() -> list[GuestMail]:
    waits = db.select(GuestMail).where(GuestMail.done_at.is_(None)).order_by(GuestMail.id)
    return list(db.session.scalars(waits))


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
