"""A person's details as a contact card, vCard 3.0: the version that every address book reads. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from eventapp.content_lines import clean, clean_lines, escaped, fold
from eventapp.people.names import full_name


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What one person chose to share; the same `uid` with a later `revised_at` updates the card."""

    first_name: str
    last_name: str
    email: str
    phone: str | None = None
    organization: str | None = None
    url: str | None = None
    note: str | None = None
    uid: str
    revised_at: datetime


def vcard(contact: Contact) -> bytes:
    """The card as UTF-8 bytes (RFC 2426): CRLF, lines of 75 octets, only the fields that are set.

    Raises ValueError when the contact has neither a name nor an address, or a naive time.
    """
    if contact.revised_at.tzinfo is None:
        raise ValueError("revised_at needs a time zone.")
    first, last = clean(contact.first_name), clean(contact.last_name)
    shown = full_name(first, last) or clean(contact.email)
    if not shown:
        raise ValueError("A contact needs a name or an address.")
    lines = [
        ("N", ";".join([escaped(last), escaped(first), "", "", ""])),
        ("FN", escaped(shown)),
        ("ORG", escaped(clean(contact.organization or ""))),
        ("EMAIL;TYPE=INTERNET", escaped(clean(contact.email))),
        ("TEL;TYPE=VOICE", escaped(clean(contact.phone or ""))),
        ("URL", _address(contact.url or "")),
        ("NOTE", escaped(clean_lines(contact.note or "").strip())),
        ("UID", escaped(clean(contact.uid))),
        ("REV", contact.revised_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")),
    ]
    body = [f"{name}:{value}" for name, value in lines if value]
    return b"".join(map(fold, ["BEGIN:VCARD", "VERSION:3.0", *body, "END:VCARD"]))


def filename(contact: Contact) -> str:
    """A plain name for the attachment: `aiko-tanaka.vcf`, or `contact.vcf` for other scripts."""
    name = f"{contact.first_name} {contact.last_name}"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return (re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "contact") + ".vcf"


def _address(value: str) -> str:
    # A URI is not escaped, so whatever could end it or look like an escape stays out. vobject 0.9, and
    # so khard, reads it up to the first comma: commas and semicolons are written as their codes.
    if not re.fullmatch(r"https?://[!-\[\]-~]+", value):
        return ""
    return value.replace(",", "%2C").replace(";", "%3B")
