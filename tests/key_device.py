"""A device with passkeys, without a browser around it: makes keys and signs, also what it never should."""

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

FLAGS = AuthenticatorData.FLAG
ORIGIN = "http://localhost"


class Key:
    """One passkey and who has it; what it says can be forged by keyword."""

    def __init__(self, name: str = "key", *, handle: str = "") -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.id = sha256(name.encode()).digest()
        self.handle = handle
        self.counter = 0

    def make(self, asked: dict[str, Any], **forged: Any) -> str:
        """The answer to a page that asks for a new passkey."""
        self.handle = websafe_decode(asked["user"]["id"]).decode()
        public = ES256.from_cryptography_key(self._private.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = self._data(asked["rp"]["id"], credential, **forged)
        attestation = AttestationObject.create("none", data, {})
        said = self._said("webauthn.create", asked, forged)
        return self._answer({"attestationObject": attestation}, said)

    def sign(self, asked: dict[str, Any], **forged: Any) -> str:
        """The answer to a page that asks for a passkey."""
        data = self._data(asked["rpId"], None, **forged)
        said = self._said("webauthn.get", asked, forged)
        signature = self._private.sign(data + said.hash, ec.ECDSA(SHA256()))
        handle = forged.get("handle", self.handle).encode()
        return self._answer(
            {"authenticatorData": data, "signature": signature, "userHandle": handle}, said
        )

    def _data(
        self,
        site: str,
        credential: AttestedCredentialData | None,
        *,
        verified: bool = True,
        counter: int | None = None,
        site_named: str = "",
        **_others: Any,
    ) -> AuthenticatorData:
        flags = FLAGS.UP | (FLAGS.UV if verified else 0) | (FLAGS.AT if credential else 0)
        digest = sha256((site_named or site).encode()).digest()
        self.counter = counter if counter is not None else self.counter
        return AuthenticatorData.create(digest, flags, self.counter, credential or b"")

    def _said(
        self, kind: str, asked: dict[str, Any], forged: dict[str, Any]
    ) -> CollectedClientData:
        return CollectedClientData.create(
            forged.get("kind", kind),
            forged.get("challenge", asked["challenge"]),
            forged.get("origin", ORIGIN),
            forged.get("framed", False),
        )

    def _answer(self, parts: dict[str, bytes], said: CollectedClientData) -> str:
        told = {name: websafe_encode(part) for name, part in parts.items()}
        key = websafe_encode(self.id)
        response = told | {"clientDataJSON": websafe_encode(said)}
        return json.dumps({"id": key, "rawId": key, "type": "public-key", "response": response})
