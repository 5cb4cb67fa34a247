"""What a passkey is asked to sign: random, for one browser and one purpose, for some minutes (pure).

A challenge carries when it ends and a seal of the secret key, so that asking for one writes nothing.
Whoever takes an answer writes down that it was used.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

GOOD_FOR = timedelta(minutes=10)
_NONCE, _END = 16, 8


def new(secret: str, *, purpose: str, now: datetime, nonce: bytes) -> bytes:
    """A challenge; the purpose says for what, in which browser and for whom."""
    end = int((now + GOOD_FOR).timestamp()).to_bytes(_END)
    return nonce + end + _seal(secret, purpose, nonce + end)


def holds(challenge: bytes, secret: str, *, purpose: str, now: datetime) -> bool:
    """Whether a challenge was made here for this purpose and hasn't run out."""
    said, seal = challenge[: _NONCE + _END], challenge[_NONCE + _END :]
    if not hmac.compare_digest(seal, _seal(secret, purpose, said)):
        return False
    return now < ends_at(challenge)


def ends_at(challenge: bytes) -> datetime:
    """When a challenge that was made here runs out."""
    return datetime.fromtimestamp(int.from_bytes(challenge[_NONCE : _NONCE + _END]), UTC)


def _seal(secret: str, purpose: str, said: bytes) -> bytes:
    return hmac.digest(secret.encode(), b"passkey:" + said + purpose.encode(), hashlib.sha256)
