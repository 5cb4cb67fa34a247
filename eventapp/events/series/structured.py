"""A series as search engines read it (schema.org/EventSeries, JSON-LD)."""

from collections.abc import Sequence
from typing import Any

from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.mail.outbox import address_of


def of(series: EventSeries, events: Sequence[Event]) -> dict[str, Any]:
    """A series with some of its dates; each has its own page, which says more."""
    host = series.community
    first = events[0]
    return {
        "@context": "https://schema.org",
        **_named(host.slug, series.slug, series.title),
        "description": series.summary,
        "startDate": first.local_start.isoformat(),
        "endDate": max(one.local_end for one in events).isoformat(),
        "location": _where(first),
        "organizer": {
            "@type": "Organization",
            "name": host.name,
            "url": address_of("front.community", community=host.slug),
        },
        "subEvent": [
            {
                "@type": "Event",
                "name": one.title,
                "startDate": one.local_start.isoformat(),
                "endDate": one.local_end.isoformat(),
                "location": _where(one),
                "url": _page(one),
            }
            for one in events
        ],
    }


def part_of(community: str, slug: str, title: str) -> dict[str, Any]:
    """What an event's own page says of the series that it is a date of."""
    return {"superEvent": _named(community, slug, title)}


def _named(community: str, slug: str, title: str) -> dict[str, Any]:
    return {
        "@type": "EventSeries",
        "name": title,
        "url": address_of("event_series.show", community=community, series=slug),
    }


def _where(event: Event) -> dict[str, str]:
    if event.place_name:
        return {"@type": "Place", "name": event.place_name, "address": event.place_address}
    return {"@type": "VirtualLocation", "url": _page(event)}


def _page(event: Event) -> str:
    return address_of("rsvps.show", community=event.community.slug, event=event.slug)
