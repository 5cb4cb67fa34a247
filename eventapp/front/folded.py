"""What stands in lists: events that everybody may come upon, one session for its program, one date for its series."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, or_
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import SeriesDate
from eventapp.programs.models import Program, Session

IS_PROGRAM = and_(Program.published_at.is_not(None), Program.cancelled_at.is_(None))
# A program that is shown as one; the sessions of others stand for themselves.
PROGRAM_SHOWN = and_(Program.id.is_not(None), IS_PROGRAM)


def public(event: Any = Event) -> ColumnElement[bool]:
    """Whether an event stands in lists: published, for everybody, not called off."""
    return and_(
        event.published_at.is_not(None), event.visibility == "listed", event.cancelled_at.is_(None)
    )


def when(now: datetime, *, back: bool, event: Any = Event) -> ColumnElement[bool]:
    """Whether an event is to come or, looking back, over."""
    # What has ended has begun: so the latest are found in their order.
    return and_(event.starts_at < now, event.ends_at <= now) if back else event.ends_at > now


def nearer_session(now: datetime, *, back: bool) -> ColumnElement[bool]:
    """Whether another session of its program would stand for it; looking back, a later one, also to come."""
    other, mine = aliased(Event), aliased(Session)
    order = _before(Event, other) if back else and_(other.ends_at > now, _before(other, Event))
    found: Select[Any] = db.select(mine.id).join(other, other.id == mine.event_id)
    same = mine.program_id == Session.program_id
    return found.where(same, public(other), order).correlate(Event, Session).exists()


def nearer_date(
    now: datetime, *, back: bool, among: Select[Any] | None = None
) -> ColumnElement[bool]:
    """Whether another date of its series would stand for it, of these or of all."""
    other = aliased(Event)
    order = _before(Event, other) if back else _before(other, Event)
    found = _dates(other, now, back=back).where(order)
    return (found if among is None else found.where(other.id.in_(among))).exists()


def further_dates(now: datetime, *, back: bool) -> ScalarSelect[int]:
    """How many dates of its series come after it; looking back, how many were before it."""
    other = aliased(Event)
    order = _before(other, Event) if back else _before(Event, other)
    found = _dates(other, now, back=back).where(order)
    return found.with_only_columns(db.func.count(other.id)).scalar_subquery()


def _dates(other: Any, now: datetime, *, back: bool) -> Select[Any]:
    """The dates of the series of an event that stand in lists."""
    mine, its = aliased(SeriesDate), aliased(SeriesDate)
    found: Select[Any] = (
        db.select(other.id)
        .select_from(mine)
        .join(its, its.series_id == mine.series_id)
        .join(other, other.id == its.event_id)
        .where(mine.event_id == Event.id, public(other), when(now, back=back, event=other))
        .correlate(Event)
    )
    return found


def _before(one: Any, other: Any) -> ColumnElement[bool]:
    same_time = one.starts_at == other.starts_at
    return or_(one.starts_at < other.starts_at, and_(same_time, one.id < other.id))
