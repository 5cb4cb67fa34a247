"""The events of a community that were published last, as a feed reader shows them."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.events import atom
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of

# So many are looked at: a reader keeps what it has read.
MOST = 50


def written(host: Community, events: Iterable[Event]) -> bytes:
    """The Atom feed of a community with these events."""
    entries = [_entry(event) for event in events]
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
