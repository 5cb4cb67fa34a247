#!/bin/sh
# One would guess: a verifier of Open Badges 3.0 that is asked for the status of a badge reads the list that 1EdTech made for it and that
#   stands in the specification's own examples, 1EdTechRevocationList; or says that it doesn't know such a list and the rest is right.
# True is: openbadgeslib 4.6.3 knows the W3C's bit lists alone. With check_status=True it raises for a valid badge that nobody withdrew
#   the error that it raises for a forged one, and never fetches the list; without, the same badge is valid.
# Why it matters here: our badges name such a list, for an index into a list of bits would number people. So whoever checks them with this
#   library leaves the status to the list itself or to the page of the certificate, which says whether it was withdrawn.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openbadgeslib==4.6.3 cryptography==50.0.2 pyjwt==2.15.1 2>/dev/null
cat >"$folder/look.py" <<'PY'
import json
from importlib.metadata import version

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from openbadgeslib.ob3 import Achievement, Issuer, OB3Signer, OB3VerificationError, OB3Verifier, OpenBadgeCredential

ISSUER = "https://tables.example/issuers/1"
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
private = key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
public = key.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
badge = OpenBadgeCredential(
    issuer=Issuer(id=ISSUER, name="Data Kitchen"),
    achievement=Achievement(
        id=f"{ISSUER}/programs/1", name="First steps", description="Six evenings",
        criteria_narrative="Took part in five of six",
    ),
    recipient_id="https://tables.example/certificates/7K2M-Q9XD#holder",
)
badge.credential_status = [{"id": f"{ISSUER}/revocations", "type": "1EdTechRevocationList"}]
token, asked = OB3Signer(private).sign(badge), []


def fetch(address):
    asked.append(address)
    return json.dumps({"id": address, "issuer": ISSUER, "revokedCredential": []}).encode()


print("openbadgeslib", version("openbadgeslib"))
print("without its status:", OB3Verifier(public).verify(token).achievement.name, "is valid")
try:
    OB3Verifier(public).verify(token, check_status=True, download=fetch)
except OB3VerificationError as no:
    print("with its status:", no)
    assert "1EdTechRevocationList" in str(no), "It is refused for something else by now."
else:
    raise SystemExit("It takes the badge by now.")
assert asked == [], "It fetches the list by now."
print("As described: a valid badge is refused, and its list was never fetched.")
PY
"$folder/venv/bin/python" "$folder/look.py"
