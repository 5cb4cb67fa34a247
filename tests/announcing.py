"""An event that moves, the letters about it, and a worker that may be killed between two parts."""

from datetime import timedelta

from queueing import revised

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import in_parts
from eventapp.mail.models import Message
from eventapp.rsvps import jobs
from eventapp.rsvps.models import Announcement, Rsvp


def later(event: Event, hours: int = 1, **more: object) -> int:
    by = timedelta(hours=hours)
    return revised(event, starts_at=event.starts_at + by, ends_at=event.ends_at + by, **more)


def letters(kind: str, *, state: str | None = None) -> list[Message]:
    db.session.expire_all()
    found = db.select(Message).filter_by(kind=kind).order_by(Message.id)
    kept = db.session.scalars(found if state is None else found.filter_by(state=state))
    return [letter for letter in kept if state or letter.state != "withdrawn"]


def to(found: list[Message]) -> list[str]:
    return [letter.to for letter in found]


def email(*rsvps: Rsvp) -> list[str]:
    return [rsvp.person.email or "" for rsvp in rsvps]


def parts(number: int) -> None:
    """The worker writes so many parts, and then somebody pulls the plug."""
    db.session.commit()
    waiting = in_parts.waiting(Announcement, now=clock.now())
    db.session.rollback()
    for _ in range(number):
        jobs._letters(waiting)


def time_of(event: Event) -> str:
    return clock.when(event.starts_at, event.ends_at, event.zone)


def sequences(found: list[Message]) -> list[int]:
    lines = [(letter.calendar or b"").decode().split("\r\n") for letter in found]
    return [int(line[9:]) for one in lines for line in one if line.startswith("SEQUENCE:")]
