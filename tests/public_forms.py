"""Somebody types an address into a public form; what they are shown of it."""

import re

from visitor import Visitor

from eventapp.events.models import Event
from eventapp.programs.models import Program

SECRET = "a ramp, and no stairs"


def page_of(thing: Event | Program) -> str:
    kind = "events" if isinstance(thing, Event) else "programs"
    return f"/{thing.community.slug}/{kind}/{thing.slug}"


def answer(client: Visitor, thing: Event | Program, email: str, **given: object) -> str:
    """Fill in the form of a page as a visitor does; the page that follows."""
    to = "rsvps" if isinstance(thing, Event) else "enrolments"
    role = thing.community.roles[0].id
    fields = {"first_name": "Aiko", "last_name": "Sato", "role": role} | given
    sent = client.submit(page_of(thing), to=to, email=email, **fields)
    assert sent.status_code == 303, sent.text
    return sent.headers["Location"]


def plain(page: str, *addresses: str) -> str:
    """A page without what every page has of its own: links, tokens, nonces, the typed address."""
    for address in addresses:
        page = page.replace(address, "ADDRESS")
    # The lines of a calendar file are folded, also within a link.
    page = re.sub(r"/(r|e)/[\w-]{20,}", "/LINK", page.replace("\r\n ", ""))
    page = re.sub(
        r'(name="csrf_token"[^>]*value|nonce|name="csrf-token" content)="[^"]*"', "", page
    )
    return re.sub(r'value="[\w.-]{40,}"', "", page)
