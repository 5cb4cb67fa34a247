"""What a line that strangers read gives away of whoever wrote it (pure)."""

import re
import unicodedata
from collections.abc import Iterable

# A mail address, a name by which somebody is found elsewhere, or the beginning of a link.
_ADDRESS = re.compile(r"@\w|https?:|www\.|\bt\.me\b", re.IGNORECASE)
# Endings that programs and abbreviations don't have: "Node.js" and "e.g." are no sites.
_SITE = re.compile(
    r"[\w-]{2,}\.(?:com|org|net|info|io|dev|app|me|eu|uk|de|at|ch|fr|es|it|nl|pl|se|dk|be|ie|in|ly|gg)\b",
    re.IGNORECASE,
)
# Two years are eight digits.
_NUMBER = re.compile(r"(?:\d[\s()./+-]*){9,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Shorter names are words of other meanings too often.
_SHORTEST = 3


def has_contact(line: str) -> bool:
    """Whether there is a mail address, a site or a number to call in it."""
    # Full-width signs are read as the usual ones.
    plain = unicodedata.normalize("NFKC", line)
    return any(sign.search(plain) for sign in (_ADDRESS, _SITE, _NUMBER))


def has_name(line: str, names: Iterable[str]) -> bool:
    """Whether one of these names is in it, as names are written: "Will" isn't in "it will do"."""
    said = set(_WORD.findall(line))
    parts = {part for name in names for part in _WORD.findall(name) if len(part) >= _SHORTEST}
    return bool(said & {part[:1].upper() + part[1:] for part in parts})
