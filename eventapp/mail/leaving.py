"""A letter of the outbox as it leaves: with its links, with our addresses in it, and signed."""

from typing import Any

from flask import current_app

from eventapp import tokens
from eventapp.mail import compose, own_addresses, pictures, signatures


def letter(message: Any) -> compose.Letter:
    """The letter with all that was put into the outbox, and what only belongs in it when it leaves."""
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
        pictures=pictures.of(message.picture),
        unsubscribe_url=message.unsubscribe and tokens.reveal(message.unsubscribe, secret),
        request_id=message.request_id,
        date=message.created_at,
    )


def content(letter: compose.Letter) -> bytes:
    """The bytes that travel, signed where the settings give a key."""
    unsigned, key = compose.mime(letter), current_app.config["DKIM_KEY"]
    if key is None:
        return unsigned
    domain, selector = letter.sender.rpartition("@")[2], current_app.config["DKIM_SELECTOR"]
    return signatures.signed(unsigned, key, domain=domain, selector=selector, date=letter.date)
