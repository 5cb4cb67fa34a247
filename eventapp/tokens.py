"""Secrets in links: derived from the secret key and a stored nonce, known to the table only as a hash.

A letter that waits in the outbox names a link by its nonce (`~nonce~`); the token itself is put in
when the letter leaves. So neither the database nor a copy of it opens anybody's page.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Container

# What a personal link's path begins with; its secret follows.
PATHS = "r|c|e|u|i|d|team|sign-in|address|interests|badge|B|calendar"
# A token in such a path, also where a mail's encoding (quoted-printable) broke the line within it.
_IN_PATH = re.compile(rf"(/(?:{PATHS})/)(?:[A-Za-z0-9_-](?:=\r?\n)?){{32}}(?![A-Za-z0-9_-])")
PLACEHOLDER = re.compile(r"~([A-Za-z0-9_-]{22})~")


def new_nonce() -> str:
    """128 random bits as 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def derive(secret: str, nonce: str) -> str:
    """The token that belongs to a nonce: 192 bits as 32 URL-safe characters (HMAC-SHA256, cut)."""
    mac = hmac.new(secret.encode(), b"link:" + nonce.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(mac[:24]).decode()


def fingerprint(secret: str, of: str) -> str:
    """By what somebody who is erased, or a setting, is known again, and by nobody without the secret: HMAC-SHA256 in hex."""
    return hmac.new(secret.encode(), b"erased:" + of.encode(), hashlib.sha256).hexdigest()


def digest(token: str) -> str:
    """What the database keeps of a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def hidden(text: str) -> str:
    """The text with the personal links in it opening nothing: what people send on holds their own."""
    return _IN_PATH.sub(r"\1…", text)


def placeholder(nonce: str) -> str:
    """How a stored letter names the token of a nonce."""
    return f"~{nonce}~"


def reveal(text: str, secret: str, *, only: Container[str] | None = None) -> str:
    """The text with every placeholder replaced by its token; with `only`, those of these nonces."""
    return PLACEHOLDER.sub(
        lambda found: derive(secret, found[1]) if only is None or found[1] in only else found[0],
        text,
    )
