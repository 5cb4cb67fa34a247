"""What webhooks say of an event: what everybody who may see it sees."""

from datetime import datetime
from typing import Any

from eventapp.events.models import Event
from eventapp.webhooks import outbox


def post(event: Event, kind: str, *, now: datetime, **more: object) -> None:
    """Tell who wants to hear of an event, with what `more` it is about."""
    if event.community.webhooks and not event.example:
        outbox.post(event.community, kind, {"event": about(event), **more}, now=now)


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
