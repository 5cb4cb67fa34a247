"""Mail that comes in, as tests send it, and somebody who does something with it."""

from email import message_from_bytes, policy
from itertools import count

from flask import Flask

from eventapp.db import db, reading
from eventapp.mail.incoming import jobs
from eventapp.mail.incoming.contents import Incoming, Words
from eventapp.mail.incoming.models import Received

_n = count(1)


def mail(words: str = "I am coming.", **heads: str) -> bytes:
    """A mail as a server hands it on, unlike any other."""
    given = {
        "Message-ID": f"<{next(_n)}@example.org>",
        "From": "Ada <ada@example.org>",
        "To": "tables@example.org",
        "Date": "Thu, 26 Nov 2026 12:00:00 +0000",
        "Subject": "My answer",
    } | {name.replace("_", "-"): value for name, value in heads.items()}
    lines = [f"{name}: {value}" for name, value in given.items()]
    return "\r\n".join([*lines, "", words, ""]).encode()


def read(raw: bytes, *, recipient: str | None, trusted_server: str | None) -> Incoming:
    """What a mail says, for one that holds nothing but text."""
    message = message_from_bytes(raw, policy=policy.default)
    return Incoming(
        message_id=str(message["Message-ID"]),
        sender=str(message["From"]),
        sender_name="",
        recipients=(recipient,) if recipient else (),
        subject=str(message["Subject"]),
        proven=False,
        content=Words(text=message.get_content().strip()),
    )


class Organizer:
    """Hears what mails say; `says` is what becomes of one, or the fault that it causes."""

    def __init__(self, app: Flask, monkeypatch) -> None:
        self.heard: list[str] = []
        self.says: dict[str, str | Exception] = {}
        monkeypatch.setattr(jobs, "read", read)
        app.extensions["incoming"] = self

    def __call__(self, received: Received, incoming: Incoming, now: object) -> str:
        words = incoming.content.text
        says = self.says.get(words, "done")
        self.heard.append(words)
        if isinstance(says, Exception):
            # Whatever it has written by now must not stay.
            received.reason = "half done"
            db.session.flush()
            raise says
        return says


def kept() -> list[Received]:
    """All that has come in, as fresh as the database."""
    return fresh(Received)


def fresh(kind):
    """All records of a kind as they are now; nothing is held that a worker would wait for."""
    with reading():
        found = list(db.session.scalars(db.select(kind).order_by(kind.id)))
        db.session.expunge_all()
    return found
