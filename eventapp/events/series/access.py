"""Which series somebody may see."""

from flask import abort

from eventapp import languages
from eventapp.communities.access import desk_community
from eventapp.communities.face import host_page
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate

# A series has no state of its own: it is there for everybody as soon as one of its events is listed.
_other, _of = Event.__table__.alias(), SeriesDate.__table__.alias()
PUBLIC = (
    db.exists()
    .where(
        _of.c.series_id == EventSeries.id,
        _of.c.event_id == _other.c.id,
        _other.c.published_at.is_not(None),
        _other.c.visibility == "listed",
    )
    .correlate(EventSeries)
)


def public_series(community: str, slug: str) -> EventSeries:
    """A series by its address; 404 while none of its events is listed."""
    found: EventSeries | None = db.session.scalar(
        db.select(EventSeries)
        .join(EventSeries.community)
        .options(
            db.contains_eager(EventSeries.community),
            db.selectinload(EventSeries.dates).joinedload(SeriesDate.event),
        )
        .where(Community.slug == community, EventSeries.slug == slug, PUBLIC)
    )
    series = found or abort(404)
    host_page.about(series.community)
    languages.held_in(*series.languages)
    return series


def desk_series(community: str, slug: str) -> EventSeries:
    """A series at its community's desk, with its events, for its organizers; else 404."""
    host = desk_community(community)
    found: EventSeries | None = db.session.scalar(
        db.select(EventSeries)
        .where(EventSeries.community_id == host.id, EventSeries.slug == slug)
        .options(
            db.joinedload(EventSeries.community),
            db.selectinload(EventSeries.dates).joinedload(SeriesDate.event),
        )
    )
    return found or abort(404)
