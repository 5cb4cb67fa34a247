"""What webhooks say of an event: what everybody who may see it sees."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eventapp.events.models import Event
from eventapp.webhooks import outbox


def post(event: Event, kind: str, *, now: datetime, **more: object) -> None:
    """Tell who wants to hear of an event, with what `more` it is about."""
    post_all(event, [(kind, more)], now=now)


def post_all(event: Event, news: Sequence[tuple[str, dict[str, Any]]], *, now: datetime) -> None:
    """The same for much at once."""
    if event.community.webhooks and not event.example:
        said = about(event)
        news = [(kind, {"event": said, **more}) for kind, more in news]
        outbox.post_all(event.community, news, now=now)


def about(event: Event) -> dict[str, Any]:
    """An event as payloads have it."""
    return {
        "id": event.id,
        "slug": event.slug,
        "title": event.title,
        "starts_at": outbox.moment(event.starts_at),
        "ends_at": outbox.moment(event.ends_at),
        "zone": event.zone,
        "state": event.state,
        "url": outbox.page("rsvps.show", community=event.community.slug, event=event.slug),
    }
