"""Mail that came in is kept once, taken up once at a time, and settled."""

import hashlib
import re
from datetime import datetime, timedelta

from flask_babel import gettext

from eventapp import rows
from eventapp.db import db
from eventapp.mail.incoming.models import Received

# What a calendar answer or a bounce needs many times over.
LARGEST = 10 * 2**20
# So often it is tried to read one; each time it is another's only after a longer wait.
TRIES = 3
WAIT = timedelta(minutes=2)
# What servers with mailboxes of one file write into a mail themselves, and change.
BOOKKEEPING = re.compile(rb"(?im)^(?:X-IMAP(?:base)?|X-UID|X-Keywords|(?:X-)?Status):.*(?:\n|\Z)")


class TooLarge(ValueError):
    """A mail is larger than what is read."""


def store(raw: bytes, *, recipient: str | None, now: datetime) -> Received | None:
    """Keep a mail as it came in; None when it is here already. TooLarge when nobody would read it."""
    if len(raw) > LARGEST:
        raise TooLarge
    return _once(
        Received(
            fingerprint=fingerprint(raw, recipient),
            recipient=recipient and recipient[:320],
            raw=raw,
            received_at=now,
            due_at=now,
        )
    )


def store_head(head: bytes, *, now: datetime) -> Received | None:
    """Hold the head of a mail that is too large: the rest stays where it is, for somebody to look at."""
    return _once(
        Received(
            fingerprint=fingerprint(head, None),
            raw=head[:LARGEST],
            received_at=now,
            due_at=now,
            tries=TRIES,
            reason=gettext("It is too large to be read here. Look at it in the mailbox."),
        )
    )


def fingerprint(raw: bytes, recipient: str | None) -> str:
    """By which a mail is known, whoever brings it once more."""
    head, body = (raw.partition(b"\n\r\n") if b"\n\r\n" in raw else raw.partition(b"\n\n"))[::2]
    known = (recipient or "").encode() + b"\0" + BOOKKEEPING.sub(b"", head) + b"\0" + body
    return hashlib.sha256(known).hexdigest()


def _once(mail: Received) -> Received | None:
    return rows.insert_once(mail, "fingerprint")


def take_next(now: datetime) -> Received | None:
    """The next mail to read, counted as tried; nobody else takes it for a while.

    One that was tried often enough is held, with the reason. Counted before it is read: a mail that takes the process down must not do so for ever.
    """
    mail: Received | None = db.session.scalar(
        db.select(Received)
        .where(Received.state == "waiting", Received.due_at <= now)
        .order_by(Received.due_at, Received.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if mail is None:
        return None
    mail.tries += 1
    mail.due_at = now + WAIT * mail.tries
    if mail.tries > TRIES:
        tried = gettext("It could not be read, though it was tried several times.")
        mail.state, mail.reason = "held", mail.reason or tried
    return mail


def settle(mail: Received, state: str) -> None:
    """Note what became of a mail, and forget what it said: whoever needs any of it has kept that.

    Its fingerprint stays, so that it is never read again.
    """
    mail.state, mail.due_at, mail.raw = state, None, None


def any_waiting(now: datetime) -> bool:
    """Whether there is a mail to read now."""
    waiting = db.select(Received.id).where(Received.state == "waiting", Received.due_at <= now)
    return db.session.scalar(waiting.limit(1)) is not None
