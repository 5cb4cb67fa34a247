"""A phone number and a web address as people type them, tidied up or refused. Pure."""

import re
from urllib.parse import urlsplit

from werkzeug.urls import iri_to_uri

LONGEST_PHONE, LONGEST_WEB = 40, 200
# As numbers stand on cards: `+44 131 496 0123`, `(0131) 496-0123 ext. 7`.
_PHONE = re.compile(r"\+?[0-9()/.\- ]{4,36}(?:(?:x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]")
_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:/|$))", re.IGNORECASE)
# What no web address holds unescaped; a backslash is read as a slash by browsers.
_UNSAFE = re.compile(r"[\s\x00-\x20\"<>\\^`{|}\x7f]")


def phone_number(typed: str) -> str:
    """The number as it will be shown; raises ValueError for what can't be one."""
    number = " ".join(typed.split())
    digits = len(_DIGITS.findall(number))
    if len(number) > LONGEST_PHONE or not _PHONE.fullmatch(number) or not 5 <= digits <= 20:
        raise ValueError("No phone number.")
    return number


def dialled(number: str) -> str:
    """What a telephone dials for a number, without what comes after the line was taken."""
    line, _extension, _number = re.sub(r"x|ext", "#", number.lower()).partition("#")
    return re.sub(r"[^0-9+]", "", line)


def web_address(typed: str) -> str:
    """A link that is safe to follow, in ASCII; raises ValueError for all but http and https.

    Whoever leaves the beginning out means https.
    """
    typed = typed.strip()
    if _UNSAFE.search(typed):
        raise ValueError("No web address.")
    if not _SCHEME.match(typed):
        typed = f"https://{typed.lstrip('/')}"
    address = iri_to_uri(typed)
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or len(address) > LONGEST_WEB:
        raise ValueError("No web address.")
    if not _HOST.fullmatch((parts.hostname or "").lower()):
        raise ValueError("No web address.")
    return address
