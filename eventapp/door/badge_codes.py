"""The code in a badge's QR: it names one RSVP, and nobody can make one up (pure).

It is derived from the secret key and the nonce of the RSVP's personal link, so it opens nothing
but the door, and dies when a cancelled guest comes back with a new link and a new badge.
"""

import hmac
import re

from eventapp import tokens

LENGTH = 22
_SHAPE = re.compile(r"([1-9][0-9]{0,14})-([A-Za-z0-9_-]{22})")
_IN_ADDRESS = re.compile(r"/badge/([A-Za-z0-9_-]{24,38})/?$")


def code(secret: str, rsvp_id: int, nonce: str) -> str:
    """The code of one guest's badge: the RSVP's id, then 132 bits that only we can derive."""
    return f"{rsvp_id}-{tokens.derive(secret, f'badge:{rsvp_id}:{nonce}')[:LENGTH]}"


def named(text: str) -> int | None:
    """The RSVP id that a code speaks of; None for what is no code at all."""
    shaped = _SHAPE.fullmatch(text)
    return int(shaped[1]) if shaped else None


def fits(text: str, secret: str, rsvp_id: int, nonce: str) -> bool:
    """Whether this is that guest's code, compared in constant time."""
    return hmac.compare_digest(text.encode(), code(secret, rsvp_id, nonce).encode())


def scanned(text: str) -> str:
    """The code in what a scanner read: the badge's whole address, or the code alone."""
    text = text.strip()[:300]
    found = _IN_ADDRESS.search(text)
    return found[1] if found else text
