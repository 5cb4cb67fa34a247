"""The key that signs badges, and what it signs; the only one who knows joserfc."""

from typing import Any

from flask import current_app
from joserfc import jwt
from joserfc.jwk import RSAKey

from eventapp.data_folder import kept

ALGORITHM = "RS256"
BITS = 2048
FILE = "badge-key.pem"


def signed(claims: dict[str, Any]) -> str:
    """Claims as a JWT that names where its key is found."""
    header = {"alg": ALGORITHM, "kid": _address(_key()), "typ": "JWT"}
    return jwt.encode(header, claims, _key(), algorithms=[ALGORITHM])


def public_key() -> dict[str, Any]:
    """What anybody checks signatures with (RFC 7517)."""
    key = _key()
    return key.as_dict(private=False) | {"kid": _address(key), "alg": ALGORITHM, "use": "sig"}


def _address(key: RSAKey) -> str:
    """Where a key stands among ours, by its thumbprint (RFC 7638)."""
    return f"{current_app.config['BASE_URL']}/certificates/keys#{key.thumbprint()}"


def _key() -> RSAKey:
    found: RSAKey | None = current_app.extensions.get("badge_key")
    if found is None:
        pem = current_app.config["BADGE_KEY"] or kept(
            current_app.config["DATA_DIR"] / FILE,
            lambda: RSAKey.generate_key(BITS, private=True).as_pem(private=True).decode(),
        )
        found = current_app.extensions["badge_key"] = RSAKey.import_key(pem)
    return found
