"""The lines that calendars and contact cards are made of (RFC 5545, 3.1; RFC 2426, 2.6). Pure."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote


def clean(text: str) -> str:
    """The text on one line, without control characters and halves of surrogate pairs."""
    return " ".join(clean_lines(text).split())


def clean_lines(text: str) -> str:
    """The text with plain line feeds, without other control characters and lone surrogates."""
    # What is printable holds none of these, and most of what is typed is.
    if text.isprintable():
        return text
    text = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text).replace("\t", " ")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def escaped(text: str) -> str:
    """Text as a property's value (RFC 5545, 3.3.11; RFC 2426, 5)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n")


def uri(address: str) -> str:
    """An address as a property's value: in ASCII, and on its line."""
    return quote(clean(address), safe="!#$%&'()*+,/:;=?@[]~")


def fold(line: str) -> bytes:
    """A content line as UTF-8 with CRLF at its end, cut every 75 octets.

    Never cut inside a character; nor inside an escape, because some calendars drop such lines.
    """
    octets, rows, at, room = line.encode(), [], 0, 75
    while len(octets) - at > room:
        end = at + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        row = octets[at:end]
        if (len(row) - len(row.rstrip(b"\\"))) % 2:
            end -= 1
        rows.append(octets[at:end])
        at, room = end, 74
    return b"\r\n ".join([*rows, octets[at:]]) + b"\r\n"


def rewritten(content: bytes, change: Callable[[str], str]) -> bytes:
    """Content lines as `fold` made them, each as `change` makes it, folded anew."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    return b"".join(fold(change(line)) for line in lines[:-1])
