"""The code in a badge's QR: it names one RSVP and the plan printed on it; nobody can make one up (pure).

It is derived from the secret key and the nonce of the RSVP's personal link, so it opens nothing
but the door, and dies when a cancelled guest comes back with a new link and a new badge.

It is made of capitals and digits, and so is its address but for what a host name may hold: QR codes
store these in 5½ bits a sign instead of 8. With a host of up to 24 letters and ids below a million
the address has at most 61 signs, and its QR 29 modules a side; a longer one has 33. Badges printed
before had small letters in their codes and 33 to 37 modules; these go on opening.
"""

import hmac
import re
from base64 import b32encode, urlsafe_b64decode
from dataclasses import dataclass

from eventapp import tokens

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# 100 bits that only we can derive; badges printed before have 132 of the same.
TOKEN, EARLIER_TOKEN = 20, 22
# The plan's version has two letters. Of the last one nothing is said: it stands for all beyond, too.
UNTOLD = len(LETTERS) ** 2 - 1
_SHAPE = re.compile(rf"([B-Z2-7][A-Z2-7]{{0,9}})([A-Z2-7]{{2}})([A-Z2-7]{{{TOKEN}}})")
_EARLIER = re.compile(rf"([1-9][0-9]{{0,14}})-([A-Za-z0-9_-]{{{EARLIER_TOKEN}}})")
_IN_ADDRESS = re.compile(r"/(?:[bB]|badge)/([A-Za-z0-9_-]{23,38})/?$")


@dataclass(frozen=True)
class Read:
    """What a code says: whose badge it is, what proves it, and the version of the plan printed on it.

    The version is 0 for a badge without tables, and None where the code doesn't say.
    """

    rsvp_id: int
    token: str
    plan: int | None


def code(secret: str, rsvp_id: int, nonce: str, *, plan: int = 0) -> str:
    """The code of one guest's badge: the RSVP's id, the version of the plan on it, the token."""
    version = _in_letters(min(plan, UNTOLD)).rjust(2, LETTERS[0])
    return _in_letters(rsvp_id) + version + token(secret, rsvp_id, nonce)


def token(secret: str, rsvp_id: int, nonce: str) -> str:
    """What proves a code to be that guest's, the same on each of their badges."""
    return b32encode(urlsafe_b64decode(_derived(secret, rsvp_id, nonce)))[:TOKEN].decode()


def proofs(secret: str, rsvp_id: int, nonce: str) -> tuple[str, str]:
    """What proves a code to be that guest's: on each badge of now, and on those printed before.

    Whoever knows codes without the secret knows them by these: the plan in a code is free.
    """
    return token(secret, rsvp_id, nonce), _derived(secret, rsvp_id, nonce)[:EARLIER_TOKEN]


def read(text: str) -> Read | None:
    """What a code says, proved or not; None for what is no code at all."""
    if earlier := _EARLIER.fullmatch(text):
        return Read(int(earlier[1]), earlier[2], None)
    shaped = _SHAPE.fullmatch(text)
    if not shaped:
        return None
    version = _number(shaped[2])
    return Read(_number(shaped[1]), shaped[3], None if version == UNTOLD else version)


def fits(said: Read, secret: str, nonce: str) -> bool:
    """Whether a code is the guest's whom it names, compared in constant time."""
    now, earlier = proofs(secret, said.rsvp_id, nonce)
    wanted = earlier if len(said.token) == EARLIER_TOKEN else now
    return hmac.compare_digest(said.token.encode(), wanted.encode())


def plan_on(text: str) -> int | None:
    """The version of the plan on the badge with this code, as in `Read`."""
    said = read(text)
    return said.plan if said else None


def scanned(text: str) -> str:
    """The code in what a scanner read: the badge's whole address, or the code alone."""
    text = text.strip()[:300]
    found = _IN_ADDRESS.search(text)
    code = found[1] if found else text
    # Some scanners write an address in small letters.
    return code.upper() if code.isascii() and _SHAPE.fullmatch(code.upper()) else code


def in_capitals(address: str) -> str:
    """An address of the site with scheme and host in capitals, which mean the same there."""
    scheme, between, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.upper()}{between}{host.upper() if host.isascii() else host}{slash}{path}"


def _derived(secret: str, rsvp_id: int, nonce: str) -> str:
    return tokens.derive(secret, f"badge:{rsvp_id}:{nonce}")


def _in_letters(number: int) -> str:
    more, last = divmod(number, len(LETTERS))
    return (_in_letters(more) if more else "") + LETTERS[last]


def _number(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * len(LETTERS) + LETTERS.index(letter)
    return value
