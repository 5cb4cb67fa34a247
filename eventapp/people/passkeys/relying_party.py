"""What is asked of a browser that holds passkeys, and whether its answer is true (pure).

The only one who knows fido2. The site is what the settings say it is, never what a request says.
"""

import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

# A passkey may stand in for the letter, so it has to be more than a thing that was found: the device
# asks for its PIN, a finger or a face each time.
VERIFIED = UserVerificationRequirement.REQUIRED
PORTS = {"https": 443, "http": 80}


class Untrue(Exception):
    """An answer that no browser of ours gives, or for another site."""


@dataclass(frozen=True)
class Site:
    """The site as passkeys know it: its address by the settings, and its name."""

    base: str
    name: str

    @property
    def host(self) -> str:
        """The name that passkeys are made for."""
        return urlsplit(self.base).hostname or ""

    @property
    def origin(self) -> str:
        """Where pages of the site come from, as browsers write it."""
        parts = urlsplit(self.base)
        port = "" if parts.port in {None, PORTS.get(parts.scheme)} else f":{parts.port}"
        return f"{parts.scheme}://{parts.hostname}{port}"

    @property
    def can_have_passkeys(self) -> bool:
        """Whether browsers keep passkeys for it: under a name, and by https but on this machine."""
        try:
            ip_address(self.host)
        except ValueError:
            return self.base.startswith("https://") or self.host == "localhost"
        return False


@dataclass(frozen=True)
class Made:
    """A passkey that a device has just made: what it is called, its public half, its counter."""

    key: bytes
    credential: bytes
    counter: int


@dataclass(frozen=True)
class Signed:
    """What a passkey said when it signed: for whom it was made, and how often it has signed."""

    handle: str | None
    counter: int


def to_make(
    site: Site, challenge: bytes, *, handle: str, email: str, name: str, known: list[bytes]
) -> dict[str, Any]:
    """What a browser is asked to make a passkey by; devices that hold a known one say so."""
    options, _state = _server(site).register_begin(
        PublicKeyCredentialUserEntity(id=handle.encode(), name=email, display_name=name),
        [AttestedCredentialData(one) for one in known],
        # One that the device finds by itself: nobody types who they are.
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
        challenge=challenge,
    )
    asked: dict[str, Any] = dict(options.public_key)
    return asked


def to_sign(site: Site, challenge: bytes, *, allowed: list[bytes]) -> dict[str, Any]:
    """What a browser is asked to sign by: one of some passkeys, or any that it has for the site."""
    options, _state = _server(site).authenticate_begin(
        [AttestedCredentialData(one) for one in allowed] or None,
        user_verification=VERIFIED,
        challenge=challenge,
    )
    asked: dict[str, Any] = dict(options.public_key)
    return asked


def challenge_in(answer: str) -> bytes:
    """The challenge that an answer says it is to."""
    try:
        said = websafe_decode(json.loads(answer)["response"]["clientDataJSON"])
        challenge = CollectedClientData(said).challenge
    except Exception as error:
        raise Untrue from error
    return challenge


def key_in(answer: str) -> bytes:
    """By which passkey an answer says it was signed."""
    try:
        key: bytes = AuthenticationResponse.from_dict(json.loads(answer)).raw_id
    except Exception as error:
        raise Untrue from error
    return key


def made(site: Site, answer: str, challenge: bytes) -> Made:
    """The passkey of an answer to `to_make`; Untrue when it is none, or for another site."""
    try:
        given = RegistrationResponse.from_dict(json.loads(answer))
        data = _server(site).register_complete(_state(challenge), given)
        kept = data.credential_data
        cross = given.response.client_data.cross_origin
    except Exception as error:
        raise Untrue from error
    # Of a kind that was offered: any other would be kept, and could sign nothing.
    if kept is None or cross or kept.public_key.ALGORITHM not in CoseKey.supported_algorithms():
        raise Untrue
    return Made(key=kept.credential_id, credential=bytes(kept), counter=data.counter)


def signed(site: Site, answer: str, challenge: bytes, *, credential: bytes) -> Signed:
    """What a passkey says in its answer to `to_sign`; Untrue when it wasn't signed by this one, here."""
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        known = AttestedCredentialData(credential)
        _server(site).authenticate_complete(_state(challenge), [known], given)
        handle = given.response.user_handle
        told = handle.decode() if handle else None
    except Exception as error:
        raise Untrue from error
    if given.response.client_data.cross_origin:
        raise Untrue
    return Signed(handle=told, counter=given.response.authenticator_data.counter)


def copied(before: int, now: int) -> bool:
    """Whether a counter says that a second one of the same passkey has signed meanwhile."""
    return (before, now) != (0, 0) and now <= before


def _server(site: Site) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(id=site.host, name=site.name)
    return Fido2Server(party, verify_origin=lambda origin: origin == site.origin)


def _state(challenge: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(challenge), "user_verification": VERIFIED}
