"""Send what waits in the outbox: leased, sent, marked. At least once, never lost.

Nothing is locked while the mail server takes its time. What left is marked once a second: whoever is
killed in between sends a second's letters once more, under the same Message-IDs.
"""

import random
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app

from eventapp import clock, tokens
from eventapp.db import db, reading
from eventapp.mail import bounces, compose, leases, own_addresses
from eventapp.mail.models import Message

log = structlog.get_logger()
BATCH = 50
# Seconds until what became of letters is written down, and until the rest of a batch is let go:
# a slow mail server must not keep letters beyond their lease.
MARKED_EACH, AT_MOST = 1, 30
# So many seconds before it leaves a letter was surely not withdrawn: less than one takes to leave.
FRESH = 0.02
LONGEST_WAIT = timedelta(hours=24)
TIMEOUT = 20
NO_ANSWER = "The mail server could not be reached"

Transport = Callable[[compose.Letter], None]


class Unreachable(Exception):
    """The mail server doesn't answer at all: no use trying the next letter now."""


def deliver_due(limit: int = 1000) -> int:
    """Send every letter that is due, at most `limit`; the number that left."""
    sent = 0
    with closing_transport() as transport:
        for start in range(0, limit, BATCH):
            at_most = min(BATCH, limit - start)
            if not leases.any_due() or not (held := _held(at_most)):
                break
            batch, few = _Batch(held, transport), len(held) < at_most
            try:
                batch.work_off()
            except Unreachable:
                break
            finally:
                batch.let_go()
                sent += batch.number
            # Whoever posted a letter meanwhile has asked for another look.
            if few and not batch.left:
                break
    return sent


def _held(at_most: int) -> list[Any]:
    held = leases.take(clock.now(), at_most)
    db.session.commit()
    return held


@dataclass
class _Batch:
    """Letters that are held, and what became of those that were tried."""

    left: list[Any]
    transport: Transport
    number: int = 0
    _read: float = field(default_factory=time.monotonic)
    _waiting: set[int] = field(default_factory=set)
    _sent: list[int] = field(default_factory=list)
    _gone: list[int] = field(default_factory=list)
    _failed: dict[int, dict[str, Any]] = field(default_factory=dict)
    # What the server said of the addresses that it refused, and those that get no letters.
    _refused: dict[str, str] = field(default_factory=dict)
    _stopped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._waiting.update(letter.id for letter in self.left)
        with reading():
            self._stopped = bounces.stopped(letter.to for letter in self.left)

    def work_off(self) -> None:
        """Try them one by one, as long as they are safely held; Unreachable when it is no use."""
        begun = marked = time.monotonic()
        while self.left and time.monotonic() < begun + AT_MOST:
            self._try(self.left.pop(0))
            if time.monotonic() > marked + MARKED_EACH:
                self._mark()
                marked = time.monotonic()

    def let_go(self) -> None:
        """Write down what became of them; whoever comes next may take the others."""
        leases.write([held.id for held in self.left], leased_until=None)
        self._mark()

    def _try(self, held: Any) -> None:
        if held.to.lower() in self._stopped and held.kind not in bounces.ASKED_FOR:
            self._failed[held.id] = {"state": "failed", "trouble": bounces.STOPPED}
            return
        letter = held if self._waits(held) else None
        check = current_app.extensions["mail_checks"].get(held.kind)
        if letter and check:
            letter = _checked(held.id, check)
        if letter is None:
            self._gone.append(held.id)
            return
        state, failed = "sent", {}
        try:
            self.transport(_letter(letter))
        except Exception as error:
            self._failed[held.id] = failed = _failed(letter, error)
            state = failed.get("state", "queued")
            if refused := _refusal(error):
                self._refused[letter.to] = refused
        else:
            self._sent.append(held.id)
        log.info("letter", id=held.id, kind=held.kind, state=state, tries=letter.tries + 1)
        if failed.get("trouble", "").startswith(NO_ANSWER):
            raise Unreachable

    def _waits(self, held: Any) -> bool:
        """Whether a letter still waits: it may have been withdrawn since it was read, or erased."""
        if time.monotonic() > self._read + FRESH:
            self._read = time.monotonic()
            numbers = [held.id, *(letter.id for letter in self.left)]
            waits = db.select(Message.id).where(Message.id.in_(numbers), Message.state == "queued")
            with reading():
                self._waiting = set(db.session.scalars(waits))
        return held.id in self._waiting

    def _mark(self) -> None:
        tried: dict[str, Any] = {"tries": Message.tries + 1, "leased_until": None}
        leases.write(self._sent, state="sent", sent_at=clock.now(), trouble=None, **tried)
        leases.write(self._gone, state="withdrawn", leased_until=None)
        for number, values in self._failed.items():
            leases.write([number], **values, **tried)
        for address, said in self._refused.items():
            bounces.note(address, status="", said=said, now=clock.now())
        db.session.commit()
        # Whoever holds one of them sees what became of it.
        db.session.expire_all()
        self.number += len(self._sent)
        self._sent, self._gone, self._failed, self._refused = [], [], {}, {}


def _checked(number: int, check: Callable[[Message], bool]) -> Message | None:
    """A letter of a kind that is read anew just before it leaves; None when it shall not.

    Whoever took a consent back must be heard.
    """
    message = db.session.get(Message, number, populate_existing=True)
    leaves = message is not None and message.state == "queued" and check(message)
    # With the words that the check has written anew.
    db.session.commit()
    return message if leaves else None


def _failed(letter: Any, error: Exception) -> dict[str, Any]:
    """A final no is final; anything else is tried again, later each time."""
    code, now = _code(error), clock.now()
    trouble = {"trouble": _reason(error, code)}
    if isinstance(error, ValueError) or (code is not None and code >= 500):
        return trouble | {"state": "failed"}
    wait = min(timedelta(minutes=1) * 2 ** min(letter.tries, 11), LONGEST_WAIT)
    again: dict[str, Any] = {"due_at": now + wait * random.uniform(0.75, 1.25)}
    if now - letter.created_at > timedelta(days=3):
        again["state"] = "failed"
    return trouble | again


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    # Being turned away by the server as a whole says nothing about this letter.
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return None
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _refusal(error: Exception) -> str:
    """What the server says of one address that it will never take mail for; empty otherwise."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    code, said = next(iter(error.recipients.values()))
    return f"{code} {said.decode(errors='replace')}" if code >= 500 else ""


def _reason(error: Exception, code: int | None) -> str:
    if code is not None:
        return f"The mail server answered {code}."
    if isinstance(error, ValueError):
        return str(error)
    return f"{NO_ANSWER} or broke off ({type(error).__name__})."


def _letter(message: Any) -> compose.Letter:
    secret = current_app.config["SECRET_KEY"]
    attachments: tuple[compose.Attachment, ...] = ()
    if message.card:
        attachments = (
            compose.Attachment("contact.vcf", "text/vcard; charset=utf-8", message.card),
        )
    own = own_addresses.of(message)
    return compose.Letter(
        message_id=message.message_id,
        in_reply_to=message.in_reply_to,
        sender_name=message.sender_name,
        sender=current_app.config["MAIL_FROM"],
        reply_to=own.answers,
        envelope=own.bounces,
        to_name=message.to_name,
        to=message.to,
        subject=message.subject,
        text=tokens.reveal(message.text, secret),
        html=tokens.reveal(message.html, secret),
        calendar=own_addresses.revealed(message.calendar, message),
        method=message.method,
        attachments=attachments,
        unsubscribe_url=message.unsubscribe and tokens.reveal(message.unsubscribe, secret),
        date=message.created_at,
    )


class closing_transport:
    """One SMTP conversation for many letters, or the local mailbox; closed at the end."""

    def __enter__(self) -> Transport:
        self.server: smtplib.SMTP | None = None
        return self._smtp if current_app.config["SMTP_URL"] else to_mailbox

    def __exit__(self, *_exc: object) -> None:
        self._close()

    def _smtp(self, letter: compose.Letter) -> None:
        content = compose.mime(letter)
        try:
            self.server = self.server or connect(current_app.config["SMTP_URL"])
            self.server.sendmail(letter.envelope or letter.sender, [letter.to], content)
        except (smtplib.SMTPException, OSError):
            self._close()
            raise

    def _close(self) -> None:
        server, self.server = self.server, None
        if server:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def connect(url: str) -> smtplib.SMTP:
    """A conversation with the server that SMTP_URL names, secured and signed in as it says."""
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=_trusted())
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    if parts.scheme == "smtp+starttls":
        server.starttls(context=_trusted())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the system trusts, read once: it takes longer than a hundred letters."""
    return ssl.create_default_context()


def to_mailbox(letter: compose.Letter) -> None:
    """Keep a letter as a file in the local mailbox: what happens while no mail server is set."""
    folder: Path = current_app.config["DATA_DIR"] / "mailbox"
    folder.mkdir(parents=True, exist_ok=True)
    stem = letter.message_id.strip("<>").partition("@")[0]
    partial = folder / f".{stem}"
    partial.write_bytes(compose.mime(letter))
    partial.rename(folder / f"{time.time_ns()}-{stem}.eml")
