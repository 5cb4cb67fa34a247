"""What anybody may take of an event besides its page: calendar entries, feeds, the share picture."""

import hashlib
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import calendar_links, clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import atom, feeds, news
from eventapp.events.access import public_community, public_event
from eventapp.events.models import Event
from eventapp.events.series.belonging import PartOf
from eventapp.events.series.structured import part_of
from eventapp.mail.outbox import address_of

bp = Blueprint("events", __name__)


@bp.get("/<community>/events/<event>.ics")
def calendar(community: str, event: str) -> ResponseReturnValue:
    """One event as a calendar file, under the same UID as in the invites."""
    found, now = public_event(community, event), clock.now()
    source = address_of("events.calendar", community=found.community.slug, event=found.slug)
    body = feeds.calendar([found], name=found.title, source_url=source)
    version = feeds.version_of(found, body, now=now)
    return _unindexed(feeds.answer(version, lambda: body, now=now), found)


@bp.get("/<community>/calendar.ics")
def feed(community: str) -> ResponseReturnValue:
    """The listed events of a community; cancelled ones stay 30 days, so that they go away."""
    now = clock.now()
    theirs = db.and_(Event.community_id == Community.id, feeds.recent(now))
    shown = db.and_(Event.visibility == "listed", feeds.stands(now))
    rows = db.session.execute(
        db.select(*feeds.columns(shown, Community.name))
        .select_from(Community)
        .outerjoin(Event, theirs)
        .where(Community.slug == community, Community.closed_at.is_(None))
        .order_by(*feeds.IN_ORDER)
    ).all() or abort(404)
    name = rows[0].name

    def write() -> bytes:
        found = db.select(Event).join(Community, theirs).where(Community.slug == community, shown)
        events = found.options(db.contains_eager(Event.community)).order_by(*feeds.IN_ORDER)
        source = address_of("events.feed", community=community)
        return feeds.calendar(db.session.scalars(events), name=name, source_url=source)

    version = feeds.version(rows, said=(community, name), now=now)
    return feeds.answer(version, write, now=now)


@bp.get("/<community>/events.atom")
def latest(community: str) -> ResponseReturnValue:
    """What a community published last, for feed readers: events, and programs with their sessions."""
    now, newest = clock.now(), (Event.published_at.desc(), Event.id.desc())
    theirs = db.and_(Event.community_id == Community.id, Event.published_at.is_not(None))
    series = news.together()
    beside = Event.zone.label("zone"), Community.name, *series.columns
    asked = db.select(*feeds.columns(Event.visibility == "listed", *beside))
    asked = series.join(asked.select_from(Community).outerjoin(Event, theirs))
    asked = asked.where(Community.slug == community, Community.closed_at.is_(None))
    asked = asked.order_by(*newest).limit(news.MOST)
    rows = db.session.execute(asked).all() or abort(404)
    shown = [row for row in rows if row.shown]

    def write() -> bytes:
        alone = [int(row.id) for row in shown if row.together is None]
        events = db.select(Event).where(Event.id.in_(alone))
        found = news.entries_of(db.session.scalars(events.options(db.joinedload(Event.community))))
        of_many = series.entries({row.together for row in shown if row.together is not None})
        # Each once, where its newest event stands.
        entries = dict.fromkeys(
            found[int(row.id)] if row.together is None else of_many[row.together] for row in shown
        )
        return news.written(public_community(community), list(entries))

    more = [tuple(row[-len(series.columns) :]) for row in shown]
    said = (community, rows[0].name, [(row.published_at, row.zone) for row in shown], more)
    version = feeds.version(rows, said=said, now=now)
    return feeds.answer(version, write, now=now, mimetype=atom.MIMETYPE)


@bp.get("/<community>/calendar")
def subscribing(community: str) -> ResponseReturnValue:
    """How to take all events of a community into a calendar, for every program."""
    host = public_community(community)
    return render_template(
        "events/subscribing.html",
        ways=calendar_links.subscriptions(
            address_of("events.feed", community=host.slug), host.name
        ),
        lead=_("Subscribe once, and every evening appears by itself."),
        back=url_for("front.community", community=host.slug),
        atom=address_of(".latest", community=host.slug),
    )


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
        found.community.colour,
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


def structured(
    event: Event, *, places_left: int | None, series: PartOf | None = None, free: bool = True
) -> dict[str, Any]:
    """The event as schema.org/Event, for search engines (schema.org/Event, JSON-LD)."""
    status = "EventCancelled" if event.cancelled_at else "EventScheduled"
    address = address_of("rsvps.show", community=event.community.slug, event=event.slug)
    mode, location = _attendance(event, address)
    full = places_left is not None and places_left <= 0
    opens = event.rsvps_open_at
    of = part_of(event.community.slug, series.slug, series.title) if series else {}
    # From when one can answer, where that isn't from publication on.
    valid = {"validFrom": opens.isoformat()} if opens else {}
    offer = {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "EUR",
        "url": address,
        "availability": f"https://schema.org/{'SoldOut' if full else 'InStock'}",
        **valid,
    }
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
        **of,
        **({"isAccessibleForFree": True, "offers": offer} if free else {}),
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
