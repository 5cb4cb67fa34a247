"""A stranger who types an address, over and over; and what reaches it."""

from collections import Counter
from datetime import timedelta

from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.programs.models import Program

VICTIM = "victim@example.org"


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = clock.now()

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def yes(client: Visitor, thing: Event | Program, email: str = VICTIM, name: str = "Vic") -> str:
    kind, to = ("events", "rsvps") if isinstance(thing, Event) else ("programs", "enrolments")
    role = thing.community.roles[0].id
    sent = client.submit(
        f"/{thing.community.slug}/{kind}/{thing.slug}",
        to=to, email=email, first_name=name, role=role,
    )  # fmt: skip
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def no(client: Visitor, page: str) -> None:
    assert client.submit(f"{page}/cancellation").status_code == 303


def delivered(app: Flask) -> Counter[str]:
    """Let the worker run; how many letters each address has been sent so far."""
    deliver.deliver_due()
    sent = db.session.scalars(db.select(Message.to).where(Message.state == "sent"))
    return Counter(sent)
