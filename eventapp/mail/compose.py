"""A letter as the bytes that travel. Pure: the same letter gives the same bytes, so a retry does too.

The headers are encoded here: the standard library decodes an encoded-word that stands in a given
name, and a line break hidden in it then begins a header of its own.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Any

from email_validator import EmailNotValidError, validate_email

# RFC 5321, 4.5.3.1; checking a longer one letter by letter would only take time.
LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `content_type` as in `text/vcard; charset=utf-8`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one person; `calendar` is iCalendar bytes of the `method` named beside it."""

    message_id: str
    sender_name: str
    sender: str
    to_name: str
    to: str
    reply_to: str | None = None
    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: str | None = None
    attachments: Sequence[Attachment] = ()
    in_reply_to: str | None = None
    unsubscribe_url: str | None = None
    date: datetime


def mime(letter: Letter) -> EmailMessage:
    """The message: plain text, HTML, then the calendar as alternatives; files beside them.

    The calendar goes twice, inside for mail programs that answer it and as `invite.ics` for the
    rest (RFC 6047, 2.4). Raises ValueError naming the field that can't be sent.
    """
    _check(letter)
    message = EmailMessage(policy=POLICY)
    for name, value in _headers(letter).items():
        message[name] = value
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    if letter.calendar is not None:
        params = {"charset": "utf-8", "method": letter.method}
        message.add_alternative(letter.calendar, "text", "calendar", cte="base64", params=params)
        file = Attachment("invite.ics", "application/ics", letter.calendar)
        _attach(message, file, name=file.name)
    for file in letter.attachments:
        _attach(message, file)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        # No line of base64 holds "=_", so the boundary needs no chance to be safe.
        part.set_boundary(f"=_{sha256(letter.message_id.encode()).hexdigest()[:24]}-{number}")
    return message


def address(text: str, _: Callable[[str], str] = str) -> str:
    """The one plain address in what somebody typed, in ASCII with the domain in small letters.

    Look-alikes are folded first (NFKC), so what is checked is what will be written to. Raises
    ValueError with a sentence for whoever typed it, in the language of `_`.
    """
    if len(text.strip()) > LONGEST_ADDRESS:
        raise ValueError(_("An address has at most 254 letters. Check what was pasted."))
    folded = unicodedata.normalize("NFKC", text).strip()
    if any(_unsafe(c) or c.isspace() for c in folded):
        raise ValueError(_("Leave out spaces and line breaks: an address has none."))
    if folded.count("@") != 1 or any(c in folded for c in ",;<>"):
        raise ValueError(_("Give one email address, as in aiko@example.org."))
    try:
        found = validate_email(
            folded, check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        raise ValueError(
            _("That doesn't look like an email address. Check it for a missing letter or dot.")
        ) from None
    if found.ascii_email is None:
        raise ValueError(_("Our mail can't reach an address with such letters. Give another one."))
    return found.ascii_email


def tidy(text: str) -> str:
    """A rendered text part: no trailing blanks, never two empty lines in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def one_line(text: str) -> str:
    """A rendered subject: its white space collapsed."""
    return " ".join(text.split())


class _Plain:
    """A header whose text is kept as given and written on one line: some readers need it whole."""

    max_count = 1

    @classmethod
    def parse(cls, value: Any, kwds: dict[str, Any]) -> None:
        kwds["decoded"] = str(value)
        kwds["parse_tree"] = None

    def fold(self: Any, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Words(_Plain):
    """A header of free text."""

    def fold(self: Any, *, policy: Any) -> str:
        text = str(self)
        written = text if _sendable(text) else _encoded(text)
        return f"{self.name}: {written}{policy.linesep}"


class _Mailbox(_Plain):
    """A header with one address and the name it belongs to."""

    addresses: tuple[Address, ...]

    @classmethod
    def parse(cls, value: Any, kwds: dict[str, Any]) -> None:
        super().parse(value, kwds)
        kwds["addresses"] = (value,)

    def init(self: Any, name: str, *, addresses: tuple[Address, ...], **kwds: Any) -> None:
        self.addresses = addresses
        BaseHeader.init(self, name, **kwds)

    def fold(self: Any, *, policy: Any) -> str:
        mailbox = self.addresses[0]
        name = mailbox.display_name
        if not name:
            return f"{self.name}: {mailbox.addr_spec}{policy.linesep}"
        escaped = re.sub(r'(["\\])', r"\\\1", name)
        written = f'"{escaped}"' if _sendable(name) else _encoded(name)
        line = f"{self.name}: {written} <{mailbox.addr_spec}>"
        if len(line) > 76:
            line = f"{self.name}: {written}\r\n <{mailbox.addr_spec}>"
        return f"{line}{policy.linesep}"


def _policy() -> Any:
    kinds: dict[str, Any] = {
        "from": _Mailbox,
        "to": _Mailbox,
        "reply-to": _Mailbox,
        "subject": _Words,
        "message-id": _Plain,
        "in-reply-to": _Plain,
        "references": _Plain,
        "list-unsubscribe": _Plain,
    }
    registry = HeaderRegistry()
    for name, kind in kinds.items():
        registry.map_to_type(name, kind)
    return SMTP.clone(header_factory=registry)


POLICY = _policy()


def _headers(letter: Letter) -> dict[str, Any]:
    headers: dict[str, Any] = {
        "From": _mailbox(letter.sender_name, letter.sender, "sender"),
        "To": _mailbox(letter.to_name, letter.to, "to"),
        "Subject": letter.subject,
        "Date": letter.date,
        "Message-ID": _bracketed(letter.message_id, "message_id"),
    }
    if letter.reply_to:
        headers["Reply-To"] = _mailbox("", letter.reply_to, "reply_to")
    if letter.in_reply_to:
        headers["In-Reply-To"] = _bracketed(letter.in_reply_to, "in_reply_to")
        headers["References"] = headers["In-Reply-To"]
    headers["Auto-Submitted"] = "auto-generated"
    headers["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _check(letter: Letter) -> None:
    for name in ("sender_name", "to_name", "subject"):
        if any(map(_unsafe, getattr(letter, name))):
            raise ValueError(f"{name} holds a control character.")
    if not letter.subject.strip():
        raise ValueError("subject is empty.")
    if letter.date.tzinfo is None:
        raise ValueError("date needs a time zone.")
    url = letter.unsubscribe_url
    if url is not None and not re.fullmatch(r"https?://[!-;=?-~]{1,900}", url):
        raise ValueError("unsubscribe_url must be an ASCII http or https address.")
    stated = re.findall(rb"(?m)^METHOD:([A-Z-]+)\r?$", letter.calendar or b"")
    if stated != ([letter.method.encode()] if letter.method else []):
        raise ValueError("method must be the METHOD of the calendar, and go with one.")


def _mailbox(name: str, addr_spec: str, field: str) -> Address:
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", addr_spec):
        raise ValueError(f"{field} must be one plain ASCII address.")
    user, _, domain = addr_spec.partition("@")
    return Address(one_line(name), user, domain)


def _bracketed(identifier: str, field: str) -> str:
    bare = identifier.removeprefix("<").removesuffix(">")
    if not re.fullmatch(r"[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}", bare):
        raise ValueError(f"{field} must look like <left@right>, in ASCII.")
    return f"<{bare}>"


def _attach(message: EmailMessage, file: Attachment, **params: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}", file.name):
        raise ValueError("An attachment's name must be short and plain ASCII.")
    known = re.fullmatch(r"([a-z]+)/([a-z0-9.+-]+)(?:; *charset=([a-z0-9-]+))?", file.content_type)
    if not known:
        raise ValueError("An attachment's content_type must look like text/vcard; charset=utf-8.")
    main, sub, charset = known.groups()
    params |= {"charset": charset} if charset else {}
    message.add_attachment(file.content, main, sub, filename=file.name, params=params)


def _unsafe(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def _sendable(text: str) -> bool:
    # "=?" would be read as an encoded-word; longer lines would have to be folded.
    return text.isascii() and "=?" not in text and len(text) <= 62


def _encoded(text: str) -> str:
    """The text as encoded-words (RFC 2047, 2), each of at most 64 characters."""
    chunks, chunk = [], b""
    for octets in (character.encode() for character in text):
        if len(chunk) + len(octets) > 39:
            chunks.append(chunk)
            chunk = b""
        chunk += octets
    words = [f"=?utf-8?b?{b64encode(part).decode()}?=" for part in [*chunks, chunk]]
    return "\r\n ".join(words)
