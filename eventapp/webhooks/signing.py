"""Signatures by the Standard Webhooks specification: HMAC-SHA256 of id, time and body."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"


def secret(key: str, nonce: str) -> bytes:
    """What signs for one endpoint: derived from the site's key, so that no secret rests in a table."""
    return hmac.new(key.encode(), b"webhook:" + nonce.encode(), hashlib.sha256).digest()


def shown(of: bytes) -> str:
    """A secret as receivers want it."""
    return PREFIX + b64encode(of).decode()


def headers(
    message_id: str, body: bytes, *, secrets: Sequence[bytes], at: datetime
) -> dict[str, str]:
    """The three headers of one try; while a secret is being changed there are two signatures."""
    moment = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), moment.encode(), body))
    signatures = [
        "v1," + b64encode(hmac.new(one, signed, hashlib.sha256).digest()).decode()
        for one in secrets
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(signatures),
    }
