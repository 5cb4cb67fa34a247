"""What anybody may take of an event besides its page: calendar entries, feeds, the share picture."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from sqlalchemy import ColumnElement

from eventapp import clock, ical
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.access import public_community, public_event
from eventapp.events.appointment import appointment
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of

bp = Blueprint("events", __name__)


# What of an event its feed depends on: only if one of these is another, it is written anew.
SHOWN = (
    "id", "uid", "slug", "sequence", "title", "summary", "starts_at", "ends_at", "place_name",
    "place_address", "online_url", "online_public", "hybrid", "revised_at", "cancelled_at",
)  # fmt: skip
IN_ORDER = (Event.starts_at, Event.id)


@bp.get("/<community>/events/<event>.ics")
def calendar(community: str, event: str) -> ResponseReturnValue:
    """One event as a calendar file, under the same UID as in the invites."""
    found = public_event(community, event)
    body = ical.single(appointment(found))
    response = _calendar(body, tag=hashlib.sha256(body).hexdigest()[:32])
    return _unindexed(response, found).make_conditional(request)


@bp.get("/<community>/calendar.ics")
def feed(community: str) -> ResponseReturnValue:
    """The listed events of a community; cancelled ones stay 30 days, so that they go away.

    Calendars ask for it again and again: whether anything has changed is decided before it is
    written, by what it would be written from.
    """
    host = public_community(community)
    now = clock.now()
    listed = (
        Event.community_id == host.id,
        Event.published_at.is_not(None),
        Event.visibility == "listed",
        Event.ends_at > now - timedelta(days=365),
        db.or_(Event.cancelled_at.is_(None), Event.cancelled_at > now - timedelta(days=30)),
    )
    tag = _version_of(host, listed)
    if request.if_none_match.contains_weak(tag):
        return _calendar(b"", tag=tag, status=304)
    events = db.session.scalars(db.select(Event).where(*listed).order_by(*IN_ORDER))
    body = ical.feed(
        [appointment(event) for event in events],
        name=host.name,
        source_url=address_of("events.feed", community=host.slug),
    )
    return _calendar(body, tag=tag)


def _version_of(host: Community, listed: tuple[ColumnElement[bool], ...]) -> str:
    """Another one for every other feed; the values are taken as the database has them."""
    columns = [db.type_coerce(getattr(Event, name), db.String) for name in SHOWN]
    rows = db.session.execute(db.select(*columns).where(*listed).order_by(*IN_ORDER)).all()
    settings = [current_app.config[name] for name in ("SITE_NAME", "MAIL_FROM", "BASE_URL")]
    said = repr((host.slug, host.name, str(get_locale()), settings, rows))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _calendar(body: bytes, *, tag: str, status: int = 200) -> Response:
    response = Response(body, mimetype="text/calendar", status=status)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "public, max-age=900"
    return response


@bp.get("/<community>/events/<event>/picture.png")
def picture(community: str, event: str) -> ResponseReturnValue:
    """The picture that a shared link shows."""
    # Drawing loads Pillow, which no other page needs.
    from eventapp.events.share_picture import share_picture

    found = public_event(community, event)
    body = share_picture(
        found.title,
        clock.when(found.starts_at, found.ends_at, found.zone),
        found.where,
        found.community.name,
        [role.mark for role in found.roles],
    )
    response = Response(body, mimetype="image/png")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "public, max-age=3600"
    return _unindexed(response, found).make_conditional(request)


def _unindexed(response: Response, event: Event) -> Response:
    """Ask search engines to leave out what stands in no list."""
    if not event.listed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def structured(event: Event, *, places_left: int | None) -> dict[str, Any]:
    """The event as schema.org/Event, for search engines (schema.org/Event, JSON-LD)."""
    status = "EventCancelled" if event.cancelled_at else "EventScheduled"
    address = address_of("rsvps.show", community=event.community.slug, event=event.slug)
    mode, location = _attendance(event, address)
    full = places_left is not None and places_left <= 0
    opens = event.rsvps_open_at
    # From when one can answer, where that isn't from publication on.
    valid = {"validFrom": opens.isoformat()} if opens else {}
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "startDate": event.local_start.isoformat(),
        "endDate": event.local_end.isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{mode}",
        "location": location,
        "url": address,
        "image": [address_of("events.picture", community=event.community.slug, event=event.slug)],
        "organizer": {
            "@type": "Organization",
            "name": event.community.name,
            "url": address_of("front.community", community=event.community.slug),
        },
        "isAccessibleForFree": True,
        "offers": {
            "@type": "Offer",
            "price": "0",
            "priceCurrency": "EUR",
            "url": address,
            "availability": f"https://schema.org/{'SoldOut' if full else 'InStock'}",
            **valid,
        },
    }


def _attendance(event: Event, address: str) -> tuple[str, object]:
    """How people attend, and where. A virtual location must have an address: ours, where one asks
    for a place, unless the link to join is for everybody."""
    place = {"@type": "Place", "name": event.place_name, "address": event.place_address}
    if not event.online:
        return "OfflineEventAttendanceMode", place
    virtual = {"@type": "VirtualLocation", "url": event.public_link or address}
    if event.place_name or event.place_address:
        return "MixedEventAttendanceMode", [place, virtual]
    return "OnlineEventAttendanceMode", virtual
