"""DKIM: signs a letter so that its receivers can tell who sent it, and that nobody changed it. Pure.

RFC 6376 with relaxed canonicalization, RSA or Ed25519 (RFC 8463). Written here because the library for
it has no wheel, and signs with RSA in Python alone: twenty times the CPU of the rest of a letter.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

# Each of these that a letter has is signed, in this order; RFC 8058 wants the two for unsubscribing.
SIGNED = (
    "from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references",
    "list-unsubscribe", "list-unsubscribe-post", "auto-submitted", "mime-version", "content-type",
    "content-transfer-encoding",
)  # fmt: skip
# These are named once more than they occur: another one put in on the way breaks the signature.
ONCE = ("from", "to", "subject", "date", "reply-to", "content-type")
LEAST_BITS = 1024


@dataclass(frozen=True)
class Key:
    """A private key; it shows nothing of itself."""

    algorithm: str
    private: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)
    public: str
    bits: int


def read_key(path: str) -> Key:
    """The key in a file; ValueError with a sentence for the operator when it can't be used."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{path} can't be read ({error.strerror})") from None
    if b"PUBLIC KEY" in content:
        raise ValueError(f"{path} is the public key, which belongs in DNS; give the private one")
    try:
        private = serialization.load_pem_private_key(content, password=None)
    except TypeError:
        raise ValueError(f"{path} is locked with a password; give a key without one") from None
    except Exception:
        raise ValueError(
            f"{path} holds no private key in PEM; `openssl genrsa -out {path} 2048` makes one"
        ) from None
    kinds = serialization.Encoding, serialization.PublicFormat
    if isinstance(private, ed25519.Ed25519PrivateKey):
        # RFC 8463, 4.2: the 32 bytes alone.
        raw = private.public_key().public_bytes(kinds[0].Raw, kinds[1].Raw)
        return Key("ed25519", private, b64encode(raw).decode(), 256)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise ValueError(f"{path} is neither an RSA nor an Ed25519 key; DKIM knows no other")
    if private.key_size < LEAST_BITS:
        raise ValueError(f"{path} has {private.key_size} bits, and receivers want 2048")
    raw = private.public_key().public_bytes(kinds[0].DER, kinds[1].SubjectPublicKeyInfo)
    return Key("rsa", private, b64encode(raw).decode(), private.key_size)


def selector(name: str) -> str:
    """The name of a key in DNS, checked: ValueError when DNS can't have it."""
    label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    if not re.fullmatch(rf"{label}(\.{label}){{0,3}}", name):
        raise ValueError("give letters, digits and hyphens, as in eventapp")
    return name


def record(key: Key) -> str:
    """What DNS says about a key."""
    return f"v=DKIM1; k={key.algorithm}; p={key.public}"


def signed(content: bytes, key: Key, *, domain: str, selector: str, date: datetime) -> bytes:
    """The letter with its signature before it; `content` has CRLF lines and is all ASCII."""
    head, _blank, body = content.partition(b"\r\n\r\n")
    headers = dict(_fields(head.decode("ascii")))
    names = [name for name in SIGNED if name in headers] + list(ONCE)
    tags = "; ".join(
        (
            f"v=1; a={key.algorithm}-sha256; c=relaxed/relaxed",
            f"d={domain}; s={selector}",
            f"t={int(date.timestamp())}",
            f"h={':'.join(names)}",
            f"bh={b64encode(sha256(_body(body)).digest()).decode()}",
            "b=",
        )
    )
    lines = [f"{name}:{headers[name]}" for name in names[: -len(ONCE)]]
    own = f"DKIM-Signature: {_folded(tags)}"
    text = "".join(f"{line}\r\n" for line in lines) + f"dkim-signature:{_value(_folded(tags))}"
    signature = b64encode(_sign(key, text.encode("ascii"))).decode()
    pieces = (signature[at : at + 72] for at in range(0, len(signature), 72))
    return (own + "".join(f"\r\n {piece}" for piece in pieces) + "\r\n").encode("ascii") + content


def _fields(head: str) -> Iterator[tuple[str, str]]:
    """The headers of a letter of ours, each of which stands in it once, with relaxed values."""
    for line in re.split(r"\r\n(?![ \t])", head):
        name, _colon, value = line.partition(":")
        yield name.strip().lower(), _value(value)


def _value(value: str) -> str:
    """RFC 6376, 3.4.2: unfolded, runs of blanks as one, none at the ends."""
    return " ".join(value.split())


def _body(body: bytes) -> bytes:
    """RFC 6376, 3.4.4: no blanks at the ends of lines, runs of them as one, no empty lines at the end."""
    if b" " in body or b"\t" in body:
        body = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n")
    body = body.removesuffix(b" ").rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


def _folded(tags: str) -> str:
    """The tags in lines of at most 76 signs, broken between tags and between names."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"[^;:]+[;:]?", tags):
        # The first one has the header's name before it.
        if line and len(line) + len(piece) > (74 if lines else 60):
            lines.append(line)
            line = ""
        line += piece
    return "\r\n ".join(part.strip() for part in [*lines, line])


def _sign(key: Key, text: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if isinstance(key.private, Ed25519PrivateKey):
        # RFC 8463, 3: the hash is signed, not the text.
        return key.private.sign(sha256(text).digest())
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    return key.private.sign(text, PKCS1v15(), SHA256())
