"""Events that are there already become dates of a series, and leave it again."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.copying.models import HELD
from eventapp.events.models import Event
from eventapp.events.series import actions
from eventapp.events.series.belonging import IN_SERIES
from eventapp.events.series.models import EventSeries, SeriesDate

# More than anybody looks through in a menu.
SHOWN = 60


def by_itself() -> ColumnElement[bool]:
    """Whether an event stands, as a date of no series and a session of no program."""
    found: ColumnElement[bool] = db.and_(
        Event.cancelled_at.is_(None),
        HELD,
        ~IN_SERIES.element,
        ~current_app.extensions["in_program"].element,
    )
    return found


def candidates(series: EventSeries, *, now: datetime) -> Sequence[Event]:
    """The next events of its community that are dates of no series and sessions of no program."""
    asked = (
        db.select(Event)
        .where(
            Event.community_id == series.community_id,
            Event.ends_at > now,
            Event.example.is_(False),
            by_itself(),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(SHOWN)
    )
    return db.session.scalars(asked).all()


def take_in(series: EventSeries, event: Event) -> None:
    """Make an event a date of a series; it stays as it is, and twice is once."""
    lock_row(Event, event.id)
    if actions.of(event) is series:
        return
    actions.refuse_repeating(event)
    if len(series.dates) >= actions.MOST:
        raise Refused(_("A series has at most %(num)s dates.", num=actions.MOST))
    db.session.add(SeriesDate(series=series, event=event))
    db.session.flush()


def take_in_all(series: EventSeries, events: Sequence[Event]) -> None:
    """Make events that are dates of no series dates of this one, as many as it holds."""
    lock_row(EventSeries, series.id)
    db.session.expire(series, ["dates"])
    room = actions.MOST - len(series.dates)
    series.dates += [SeriesDate(event=event) for event in events[:room]]
    db.session.flush()


def take_out(series: EventSeries, event: Event) -> None:
    """Make a date an event of its own, which stays as it is."""
    db.session.execute(
        db.delete(SeriesDate).where(
            SeriesDate.series_id == series.id, SeriesDate.event_id == event.id
        )
    )
