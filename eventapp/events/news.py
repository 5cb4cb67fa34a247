"""The events of a community that were published last, as a feed reader shows them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.events import atom
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of

# So many are looked at: a reader keeps what it has read.
MOST = 50


@dataclass(frozen=True)
class Together:
    """Events that are one entry, as a later feature knows it: sessions of a program.

    `join` adds what it needs to a query about events, `columns` are those of it: the first, labelled
    `together`, is what such events have in common, and None for one of its own; all are part of what
    the feed says. `entries` gives the entry of each, by that.
    """

    join: Callable[[Select[Any]], Select[Any]]
    columns: tuple[Any, ...]
    entries: Callable[[Collection[int]], Mapping[int, atom.Entry]]


def init(app: Flask, together: Together) -> None:
    """Say which events are one entry."""
    app.extensions["together"] = together


def together() -> Together:
    """Which events are one entry."""
    found: Together = current_app.extensions["together"]
    return found


def written(host: Community, entries: Sequence[atom.Entry]) -> bytes:
    """The Atom feed of a community with these entries."""
    url = address_of("front.community", community=host.slug)
    return atom.feed(
        entries,
        id=f"tag:{urlsplit(url).hostname},{host.created_at.year}:{host.slug}",
        title=host.name,
        author=host.name,
        url=url,
        source_url=address_of("events.latest", community=host.slug),
        updated_at=max((one.updated_at for one in entries), default=host.created_at),
    )


def entries_of(events: Iterable[Event]) -> dict[int, atom.Entry]:
    """An entry for each of some events, by its id."""
    return {event.id: _entry(event) for event in events}


def _entry(event: Event) -> atom.Entry:
    published = event.published_at or event.created_at
    off = event.cancelled_at is not None
    when = clock.when(event.starts_at, event.ends_at, event.zone)
    name, _at, domain = event.uid.rpartition("@")
    return atom.Entry(
        # Made once with the event, and the same as in calendars (RFC 4151).
        id=f"tag:{domain},{event.created_at.year}:{name}",
        title=_("Cancelled: %(title)s", title=event.title) if off else event.title,
        summary="\n".join(filter(None, [event.summary, when, event.where])),
        url=event_address(event),
        published_at=published,
        updated_at=max(published, event.revised_at),
    )
