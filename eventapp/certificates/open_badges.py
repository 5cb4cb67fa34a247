"""A certificate as an Open Badge 3.0 (1EdTech, W3C Verifiable Credentials 2.0): values, and a picture
that carries one (pure)."""

import struct
import zlib
from datetime import datetime
from typing import Any

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    # The terms of the list of what was withdrawn.
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
KEYWORD = b"openbadgecredential"
_IEND = b"\0\0\0\0IEND"


def profile(address: str, *, name: str, url: str) -> dict[str, Any]:
    """Who issues badges."""
    return {"id": address, "type": ["Profile"], "name": name, "url": url}


def achievement(address: str, *, name: str, description: str, criteria: str) -> dict[str, Any]:
    """What one was given for."""
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": name,
        "description": description,
        "criteria": {"narrative": criteria},
    }


def credential(
    name: str,
    *,
    holder: str,
    check: str,
    issuer: dict[str, Any],
    of: dict[str, Any],
    since: datetime,
    revocations: str,
) -> dict[str, Any]:
    """A badge: it tells of its holder what the page for checking does, their name."""
    return {
        "@context": CONTEXT,
        "id": name,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": of["name"],
        "issuer": issuer,
        "validFrom": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{check}#holder",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": holder,
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "achievement": of,
        },
        "evidence": [{"id": check, "type": ["Evidence"], "name": check}],
        "credentialStatus": {"id": revocations, "type": "1EdTechRevocationList"},
    }


def claims(badge: dict[str, Any], *, since: datetime) -> dict[str, Any]:
    """What is signed: the badge itself, with what a JWT says of it beside (§8.2.4)."""
    return badge | {
        "iss": badge["issuer"]["id"],
        "jti": badge["id"],
        "sub": badge["credentialSubject"]["id"],
        "nbf": int(since.timestamp()),
    }


def baked(png: bytes, token: str) -> bytes:
    """A picture that carries a signed badge, as an iTXt chunk before its end (§5.3.2)."""
    text = KEYWORD + b"\0\0\0\0\0" + token.encode()
    said = b"iTXt" + text
    chunk = struct.pack(">I", len(text)) + said + struct.pack(">I", zlib.crc32(said))
    end = png.rindex(_IEND)
    return png[:end] + chunk + png[end:]
