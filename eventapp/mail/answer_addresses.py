"""Addresses of our own by which an answer or a bounce is known: `rsvp+a12-…@example.org`. Pure.

A token is good for one thing only, cannot be guessed, and is written in small letters and digits, for
mail servers hand on a local part in capitals or not as they like (Exim 4.96 makes it small). It is short:
a local part has at most 64 octets (RFC 5321, 4.5.3.1.1).
"""

import hashlib
import hmac
import re
from base64 import b32encode

# Where the token stands in the address that the setting gives.
HOLE = "TOKEN"
# What a letter may be answered about, and what a bounce is about.
RSVP, LETTER = "a", "b"
# Where the address of an RSVP stands in a calendar object that waits; the token is put in when it leaves.
PLACEHOLDER = "~answers~"
LONGEST_TOKEN = 29
_TOKEN = re.compile(r"(?i)([ab])([1-9][0-9]{0,10})-([a-z2-7]{16})")


def form(setting: str) -> str:
    """The setting as it is kept, checked: ValueError with what to do when it can't be used."""
    local, at, domain = setting.rpartition("@")
    if not at or local.count(HOLE) != 1 or HOLE in domain:
        raise ValueError(f"write {HOLE} once before the @, as in rsvp+{HOLE}@example.org")
    if not re.fullmatch(r"[A-Za-z0-9._+=-]+@[A-Za-z0-9.-]{1,253}", setting):
        raise ValueError(f"give one plain address, as in rsvp+{HOLE}@example.org")
    if len(local) - len(HOLE) + LONGEST_TOKEN > 64:
        raise ValueError(
            "make the part before the @ shorter: with the token it has at most 64 signs"
        )
    return setting


def token(kind: str, number: int, secret: str) -> str:
    """The token for the RSVP or the letter of this number: 80 bits that nobody else can make."""
    mac = hmac.new(secret.encode(), f"answers:{kind}{number}".encode(), hashlib.sha256).digest()
    return f"{kind}{number}-{b32encode(mac[:10]).decode().lower()}"


def address(setting: str, kind: str, number: int, secret: str) -> str:
    """The address for the RSVP or the letter of this number."""
    return setting.replace(HOLE, token(kind, number, secret))


def hidden(text: str) -> str:
    """The text with no token in it."""
    return _TOKEN.sub(r"\1\2-…", text)


def number_in(recipient: str, kind: str, secret: str) -> int | None:
    """Which RSVP or letter an address stands for, whatever else stands in it; None without a good token."""
    for found in _TOKEN.finditer(recipient.lower()):
        if found[1] == kind and hmac.compare_digest(found[0], token(kind, int(found[2]), secret)):
            return int(found[2])
    return None
