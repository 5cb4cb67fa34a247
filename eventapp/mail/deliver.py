"""Send what waits in the outbox: leased, sent, marked. At least once, never lost."""

import random
import smtplib
import ssl
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.mail import compose
from eventapp.mail.models import Message

log = structlog.get_logger()
LEASE = timedelta(minutes=2)
BATCH = 10
LONGEST_WAIT = timedelta(hours=24)
TIMEOUT = 20
NO_ANSWER = "The mail server could not be reached"

Transport = Callable[[EmailMessage, str], None]


class Unreachable(Exception):
    """The mail server doesn't answer at all: no use trying the next letter now."""


def deliver_due(limit: int = 1000) -> int:
    """Send every letter that is due, at most `limit`; the number that left."""
    sent = 0
    with closing_transport() as transport:
        for _ in range(0, limit, BATCH):
            leased = _lease(clock.now())
            if not leased:
                break
            try:
                for message in leased:
                    sent += _deliver(message, transport)
            except Unreachable:
                _let_go(leased)
                break
    return sent


def _lease(now: datetime) -> list[Message]:
    """The next letters that are due, held for two minutes: a crash lets them go again."""
    due = list(
        db.session.scalars(
            db.select(Message)
            .where(
                Message.state == "queued",
                Message.due_at <= now,
                db.or_(Message.leased_until.is_(None), Message.leased_until < now),
            )
            .order_by(Message.due_at, Message.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
    )
    for message in due:
        message.leased_until = now + LEASE
    db.session.commit()
    return due


def _let_go(leased: list[Message]) -> None:
    for message in leased:
        message.leased_until = None
    db.session.commit()


def _deliver(message: Message, transport: Transport) -> int:
    # Read anew: it may have been withdrawn since, and whoever took a consent back must be heard.
    db.session.refresh(message)
    check = current_app.extensions["mail_checks"].get(message.kind)
    if message.state != "queued" or (check and not check(message)):
        message.state, message.leased_until = "withdrawn", None
        db.session.commit()
        return False
    try:
        letter, to = _mime(message), message.to
        # Nothing is locked while the mail server takes its time.
        db.session.commit()
        transport(letter, to)
    except Exception as error:
        _failed(message, error)
    else:
        message.state, message.sent_at, message.trouble = "sent", clock.now(), None
    message.tries += 1
    message.leased_until = None
    log.info("letter", id=message.id, kind=message.kind, state=message.state, tries=message.tries)
    unreachable = message.trouble is not None and message.trouble.startswith(NO_ANSWER)
    db.session.commit()
    if unreachable:
        raise Unreachable
    return message.state == "sent"


def _failed(message: Message, error: Exception) -> None:
    """A final no is final; anything else is tried again, later each time."""
    code = _code(error)
    message.trouble = _reason(error, code)
    if isinstance(error, ValueError) or (code is not None and code >= 500):
        message.state = "failed"
        return
    wait = min(timedelta(minutes=1) * 2 ** min(message.tries, 11), LONGEST_WAIT)
    if clock.now() - message.created_at > timedelta(days=3):
        message.state = "failed"
    message.due_at = clock.now() + wait * random.uniform(0.75, 1.25)


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    # Being turned away by the server as a whole says nothing about this letter.
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return None
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _reason(error: Exception, code: int | None) -> str:
    if code is not None:
        return f"The mail server answered {code}."
    if isinstance(error, ValueError):
        return str(error)
    return f"{NO_ANSWER} or broke off ({type(error).__name__})."


def _mime(message: Message) -> EmailMessage:
    secret = current_app.config["SECRET_KEY"]
    attachments: tuple[compose.Attachment, ...] = ()
    if message.card:
        attachments = (
            compose.Attachment("contact.vcf", "text/vcard; charset=utf-8", message.card),
        )
    return compose.mime(
        compose.Letter(
            message_id=message.message_id,
            in_reply_to=message.in_reply_to,
            sender_name=message.sender_name,
            sender=current_app.config["MAIL_FROM"],
            to_name=message.to_name,
            to=message.to,
            subject=message.subject,
            text=tokens.reveal(message.text, secret),
            html=tokens.reveal(message.html, secret),
            calendar=message.calendar,
            method=message.method,
            attachments=attachments,
            unsubscribe_url=message.unsubscribe and tokens.reveal(message.unsubscribe, secret),
            date=message.created_at,
        )
    )


class closing_transport:
    """One SMTP conversation for many letters, or the local mailbox; closed at the end."""

    def __enter__(self) -> Transport:
        self.server: smtplib.SMTP | None = None
        return self._smtp if current_app.config["SMTP_URL"] else to_mailbox

    def __exit__(self, *_exc: object) -> None:
        self._close()

    def _smtp(self, letter: EmailMessage, to: str) -> None:
        try:
            self.server = self.server or connect(current_app.config["SMTP_URL"])
            self.server.send_message(letter, current_app.config["MAIL_FROM"], [to])
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
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 25, timeout=TIMEOUT)
    if parts.scheme == "smtp+starttls":
        server.starttls(context=context)
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def to_mailbox(letter: EmailMessage, _to: str) -> None:
    """Keep a letter as a file in the local mailbox: what happens while no mail server is set."""
    folder: Path = current_app.config["DATA_DIR"] / "mailbox"
    folder.mkdir(parents=True, exist_ok=True)
    stem = letter["Message-ID"].strip("<>").partition("@")[0]
    partial = folder / f".{stem}"
    partial.write_bytes(letter.as_bytes())
    partial.rename(folder / f"{time.time_ns()}-{stem}.eml")
