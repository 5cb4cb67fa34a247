"""Which series an event is a date of, as the event's own pages say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from eventapp import rows
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.access import PUBLIC
from eventapp.events.series.models import EventSeries, SeriesDate

_SERIES, _DATE, _EVENT = (of.__table__ for of in (EventSeries, SeriesDate, Event))
_ANY_OF = (
    db.select(_SERIES.c.slug, _SERIES.c.title)
    .join(_DATE, _DATE.c.series_id == _SERIES.c.id)
    .where(_DATE.c.event_id == db.bindparam("event"))
)
_OF = _ANY_OF.where(PUBLIC)

# As a column of a query about an event: whether it is a date of a series at all.
IN_SERIES = db.exists().where(_DATE.c.event_id == _EVENT.c.id).correlate(_EVENT).label("in_series")


@dataclass(frozen=True)
class PartOf:
    """The series of an event: its address and its name."""

    slug: str
    title: str


def of(event_id: int) -> PartOf | None:
    """The public series of an event, by its id; None for an event of its own. One query."""
    return _read(_OF, event_id)


def at_the_desk(event_id: int) -> PartOf | None:
    """The same, published or not. One query."""
    return _read(_ANY_OF, event_id)


def of_all(numbers: Sequence[int]) -> dict[int, PartOf]:
    """The series of each of some events that is a date of one, published or not. One query."""
    asked = (
        db.select(SeriesDate.event_id, EventSeries.slug, EventSeries.title)
        .join(SeriesDate.series)
        .where(SeriesDate.event_id.in_(numbers))
    )
    return {number: PartOf(slug, title) for number, slug, title in db.session.execute(asked)}


def _read(asked: Select[Any], event_id: int) -> PartOf | None:
    for row in rows.read(asked, {"event": event_id}):
        return PartOf(row.slug, row.title)
    return None
