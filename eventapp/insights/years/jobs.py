"""What pictures do by the clock: each event that is over is counted, and again while it still changes."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement

from eventapp import clock
from eventapp.db import db, reading
from eventapp.encounters.models import EventLedger
from eventapp.events.models import Event
from eventapp.insights.years import counting
from eventapp.insights.years.models import EventFigures

log = structlog.get_logger()
# After its end, by when late check-ins and rounds that ran longer are in.
AFTER = timedelta(hours=3)
# Cards are answered and tables corrected for some weeks.
AGAIN = tuple(timedelta(days=days) for days in (1, 2, 9, 35))
AT_ONCE = 5
# What changes with cards alone says nothing about later events.
_OWN = ("connected", "connected_people", "web")


def count_events() -> int:
    """Count some of the events that are due; how many."""
    with reading():
        due = _due(clock.now())
    for number in due:
        try:
            count(number, now=clock.now())
            db.session.commit()
        except Exception:
            db.session.rollback()
            log.exception("figures", id=number)
    return len(due)


def count(number: int, *, now: datetime) -> None:
    """Count one event; when that changes what is known of it, the later ones are counted again."""
    with reading():
        # Nobody who writes waits for what is only read here.
        event = db.session.get_one(Event, number)
        found, last = counting.counted(event), _last_of_month(event, now=now)
        web = counting.web_until(event) if last else None
    event = db.session.get_one(Event, number)
    kept = db.session.get(EventFigures, number)
    before = kept.counted if kept else None
    found["web"] = web or (before or {}).get("web")
    if kept is None:
        kept = EventFigures(event_id=number)
        db.session.add(kept)
    kept.counted, kept.made_at = found, now
    kept.due_at = next((event.ends_at + wait for wait in AGAIN if event.ends_at + wait > now), None)
    if before is not None and _said(before) != _said(found):
        db.session.flush()
        recount_after(event, now=now)


def recount_after(event: Event, *, now: datetime) -> None:
    """Have the later events of a community counted again: who came or met before them has changed."""
    _recount(event, Event.starts_at > event.starts_at, now=now)


def recount_from(event: Event, *, now: datetime) -> None:
    """The same, and those at its hour: who came or met there has changed too."""
    _recount(event, Event.starts_at >= event.starts_at, now=now)


def _recount(event: Event, which: ColumnElement[bool], *, now: datetime) -> None:
    found = db.select(Event.id).where(Event.community_id == event.community_id, which)
    db.session.execute(
        db.update(EventFigures).where(EventFigures.event_id.in_(found)).values(due_at=now)
    )


def _said(counted: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in counted.items() if name not in _OWN}


def _due(now: datetime) -> list[int]:
    """Those to be counted again, the oldest first, since what is counted of one may change the later
    ones; then those that never were, the latest first, since these are looked at."""
    again = (
        db.select(EventFigures.event_id)
        .join(Event, Event.id == EventFigures.event_id)
        .outerjoin(EventLedger, EventLedger.event_id == Event.id)
        .where(
            # Who met was put right since.
            db.or_(EventFigures.due_at <= now, EventLedger.closed_at > EventFigures.made_at),
            *_took_place(now),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(AT_ONCE)
    )
    new = (
        db.select(Event.id)
        .outerjoin(EventFigures, EventFigures.event_id == Event.id)
        .where(EventFigures.event_id.is_(None), *_took_place(now))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(AT_ONCE)
    )
    found = [*db.session.scalars(again), *db.session.scalars(new)]
    return found[:AT_ONCE]


def _took_place(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Event.ends_at <= now - AFTER,
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
    )


def _last_of_month(event: Event, *, now: datetime) -> bool:
    """Whether no later event of its month is over: how wide the web is then is kept once a month."""
    here = event.local_start
    later = db.session.scalars(
        db.select(Event).where(
            Event.community_id == event.community_id,
            Event.starts_at > event.starts_at,
            Event.starts_at < event.starts_at + timedelta(days=31),
            *_took_place(now),
        )
    )
    return not any(
        (one.local_start.year, one.local_start.month) == (here.year, here.month) for one in later
    )
