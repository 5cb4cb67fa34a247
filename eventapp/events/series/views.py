"""What anybody may follow a series by: its calendar, and its feed. Its page is in `front`."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select

from eventapp import calendar_links, clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import atom, feeds, news
from eventapp.events.models import Event
from eventapp.events.series.access import PUBLIC, public_series
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.mail.outbox import address_of

bp = Blueprint("event_series", __name__)


def _dates(asked: Select[Any], community: str, series: str) -> Select[Any]:
    """A query about the events of a public series, of which there may be none to show."""
    return (
        asked.select_from(EventSeries)
        .join(EventSeries.community)
        .outerjoin(SeriesDate, SeriesDate.series_id == EventSeries.id)
        .outerjoin(Event, Event.id == SeriesDate.event_id)
        .where(Community.slug == community, Community.closed_at.is_(None))
        .where(EventSeries.slug == series, PUBLIC)
    )


def _events(community: str, series: str, shown: ColumnElement[bool]) -> Select[tuple[Event]]:
    asked: Select[tuple[Event]] = (
        db.select(Event)
        .join(SeriesDate, SeriesDate.event_id == Event.id)
        .join(SeriesDate.series)
        .join(Community, Community.id == EventSeries.community_id)
        .where(Community.slug == community, EventSeries.slug == series, shown)
        .options(db.joinedload(Event.community))
    )
    return asked


@bp.get("/<community>/series/<series>.ics")
def feed(community: str, series: str) -> ResponseReturnValue:
    """All dates of a series as a calendar, each under the UID of its own invites."""
    now = clock.now()
    shown = db.and_(Event.visibility == "listed", feeds.recent(now), feeds.stands(now))
    asked = db.select(*feeds.columns(shown, EventSeries.title.label("series")))
    rows = db.session.execute(
        _dates(asked, community, series).order_by(*feeds.IN_ORDER)
    ).all() or abort(404)
    title = rows[0].series

    def write() -> bytes:
        events = _events(community, series, shown).order_by(*feeds.IN_ORDER)
        source = address_of(".feed", community=community, series=series)
        return feeds.calendar(db.session.scalars(events), name=title, source_url=source)

    version = feeds.version(rows, said=(community, series, title), now=now)
    return feeds.answer(version, write, now=now)


@bp.get("/<community>/series/<series>.atom")
def latest(community: str, series: str) -> ResponseReturnValue:
    """The dates of a series that were published last, for feed readers."""
    now = clock.now()
    shown = db.and_(Event.visibility == "listed", Event.published_at.is_not(None))
    beside = Event.zone.label("zone"), EventSeries.title.label("series")
    asked = db.select(*feeds.columns(shown, *beside))
    # Drafts come last: PostgreSQL would have them first, and nothing beside.
    newest = Event.published_at.desc().nulls_last(), Event.id.desc()
    rows = db.session.execute(
        _dates(asked, community, series).order_by(*newest).limit(news.MOST)
    ).all() or abort(404)

    def write() -> bytes:
        found = public_series(community, series)
        events = _events(community, series, shown).order_by(*newest).limit(news.MOST)
        entries = list(news.entries_of(db.session.scalars(events)).values())
        url = address_of(".show", community=community, series=series)
        return atom.feed(
            entries,
            # It stays whatever becomes of the title of the series (RFC 4151).
            id=f"tag:{urlsplit(url).hostname},{found.created_at.year}:series/{found.id}",
            title=found.title,
            author=found.community.name,
            url=url,
            source_url=address_of(".latest", community=community, series=series),
            updated_at=max((one.updated_at for one in entries), default=found.created_at),
        )

    said = (community, series, [(row.published_at, row.zone, row.series) for row in rows])
    version = feeds.version(rows, said=said, now=now)
    return feeds.answer(version, write, now=now, mimetype=atom.MIMETYPE)


@bp.get("/<community>/series/<series>/calendar")
def subscribing(community: str, series: str) -> ResponseReturnValue:
    """How to take all dates of a series into a calendar."""
    found = public_series(community, series)
    return render_template(
        "events/subscribing.html",
        ways=ways_of(found),
        lead=_("Subscribe once, and every date appears by itself, also those that are added."),
        back=url_for(".show", community=community, series=series),
        atom=address_of(".latest", community=community, series=series),
    )


def ways_of(series: EventSeries) -> calendar_links.Subscription:
    """How calendars take in a series."""
    address = address_of("event_series.feed", community=series.community.slug, series=series.slug)
    return calendar_links.subscriptions(address, series.title)
