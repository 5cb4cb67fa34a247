"""The series of a community, each with its next date and how many it has: at the desk, and for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate


@dataclass(frozen=True)
class Line:
    """A series with its next date, if there is one, how many dates are to come, and how many there are."""

    series: EventSeries
    coming: Sequence[Event]
    number: int


def of(host: Community, *, now: datetime) -> list[Line]:
    """Those with a date to come first, the soonest first; then the others by name. Two queries."""
    found = db.session.scalars(
        db.select(EventSeries)
        .where(EventSeries.community_id == host.id)
        .options(db.selectinload(EventSeries.dates).joinedload(SeriesDate.event))
        .order_by(EventSeries.title, EventSeries.id)
    )
    lines = []
    for series in found:
        ahead = [one for one in series.events if not one.over(now) and not one.cancelled_at]
        lines.append(Line(series, ahead, len(series.dates)))
    return sorted(
        lines, key=lambda one: (not one.coming, one.coming[0].starts_at if one.coming else now)
    )


def coming(host: Community, *, now: datetime) -> Sequence[Row[Any]]:
    """Those with a date to come that everybody sees: what a series says of itself, when it is next, and how
    many dates are to come; the soonest first. One query.
    """
    of = {"partition_by": SeriesDate.series_id}
    dates = (
        db.select(
            SeriesDate.series_id, Event.starts_at, Event.ends_at, Event.zone,
            db.func.row_number().over(**of, order_by=(Event.starts_at, Event.id)).label("place"),
            db.func.count().over(**of).label("number"),
        )
        .join(Event, Event.id == SeriesDate.event_id)
        .where(
            Event.community_id == host.id,
            Event.published_at.is_not(None),
            Event.visibility == "listed",
            Event.cancelled_at.is_(None),
            Event.ends_at > now,
        )
        .subquery()
    )  # fmt: skip
    return db.session.execute(
        db.select(EventSeries.slug, EventSeries.title, EventSeries.summary, dates)
        .join(dates, dates.c.series_id == EventSeries.id)
        .where(dates.c.place == 1)
        .order_by(dates.c.starts_at, EventSeries.id)
    ).all()
