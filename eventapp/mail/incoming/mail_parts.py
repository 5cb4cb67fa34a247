"""The parts and headers of a mail, whatever a stranger wrote into them. Pure."""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from eventapp.content_lines import clean

type_of = Message.get_content_type
# What is longer than anybody's takes the library long to read.
LONGEST_HEADER = 20_000
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")


def parts(message: Message) -> Iterator[Message]:
    """The leaves of a mail in their order; a letter that is attached is one leaf."""
    if message.is_multipart() and message.get_content_maintype() != "message":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from parts(part)
    else:
        yield message


def content(part: Message) -> bytes:
    """What a leaf holds, its transfer encoding taken off."""
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def text(part: Message) -> str:
    """A leaf's text with plain line feeds; characters that can't be read are replaced."""
    data = content(part)
    for charset in ("utf-8", part.get_content_charset() or "latin-1"):
        try:
            found = data.decode(charset)
            break
        except (UnicodeError, LookupError):
            continue
    else:
        found = data.decode("latin-1")
    return re.sub(r"\r+\n|\r", "\n", found)


def header(message: Message, name: str) -> str:
    """A header on one line, decoded; empty where it is missing."""
    return decoded(next(iter(_every(message, name)), ""))


def decoded(written: str) -> str:
    """A header's words without their encoding, on one line."""
    try:
        return clean(str(make_header(decode_header(written))))
    except (MessageError, UnicodeError, LookupError, ValueError):
        return clean(written)


def addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    """Display names, as written, and addresses in small letters of these headers, in order."""
    written = [clean(value) for name in names for value in _every(message, name)]
    found = [pair for value in written for pair in getaddresses([value])]
    return [(name, email.lower()) for name, email in found if _ADDRESS.fullmatch(email)]


def _every(message: Message, name: str) -> list[str]:
    """Every header of that name that can be read, also with characters sent bare, as UTF-8."""
    return [
        value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for key, value in message.raw_items()
        if key.lower() == name.lower() and len(value) <= LONGEST_HEADER
    ]


def is_from_mail_system(message: Message) -> bool:
    """Whether it is from the name that mail servers write under."""
    return bool(re.search(r"\bmailer-daemon\b", header(message, "From").lower()))


def is_without_sender(message: Message) -> bool:
    """Whether its envelope had the empty sender, as the receiving server notes it."""
    return header(message, "Return-Path") == "<>"
