"""The series of a community, each with its next date and how many it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
