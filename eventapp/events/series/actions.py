"""A series is begun with an event or without, gets more dates, is put out and taken apart."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _

from eventapp.communities.access import slug_for
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events import drafts
from eventapp.events.copying.actions import refuse_template
from eventapp.events.local_time import Repeated
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate

# More than anybody reads, and its page still opens at once.
MOST = 260


def begin(
    host: Community,
    about: Mapping[str, object],
    meeting: Mapping[str, object],
    times: Sequence[Repeated],
    *,
    mark: str = "",
    now: datetime,
) -> EventSeries:
    """A series with its dates as drafts: `about` are its own columns, `meeting` those of each event.

    `mark` is that of the form that asks for them (`sent_twice`), here and below.
    """
    hours = {"starts_at": times[0].starts_at, "ends_at": times[0].ends_at}
    said = {name: about[name] for name in ("title", "summary", "description")}
    first = drafts.begin(host, {**meeting, **hours, **said}, mark=mark, now=now)
    series = gather([first], like=first, now=now)
    _copies(series, first, times[1:], mark="", now=now)
    return series


def repeat(
    event: Event, times: Sequence[Repeated], *, mark: str = "", now: datetime
) -> EventSeries:
    """A series that begins with an event, with more dates like it as drafts."""
    refuse_repeating(event)
    series = gather([event], like=event, now=now)
    _copies(series, event, times, mark=mark, now=now)
    return series


def gather(events: Sequence[Event], *, like: Event, now: datetime) -> EventSeries:
    """A series, called and described like an event, of events that are dates of none and stay as they are."""
    about = {name: getattr(like, name) for name in ("title", "summary", "description")}
    series = _begun(like.community, about, now=now)
    series.dates += [SeriesDate(event=event) for event in events[:MOST]]
    db.session.flush()
    return series


def refuse_repeating(event: Event) -> None:
    """Refused for what is repeated in another way or never held, or is a date of a series already."""
    if current_app.extensions["is_session"](event):
        raise Refused(_("This is a session of a program. Add sessions to the program instead."))
    if of(event):
        raise Refused(_("This event is in a series already. Add dates to the series."))
    if event.example:
        raise Refused(_("An example is a date of no series. Copy it."))
    refuse_template(event)


def _begun(host: Community, about: Mapping[str, object], *, now: datetime) -> EventSeries:
    taken = db.select(EventSeries.slug).where(EventSeries.community_id == host.id)
    slug = slug_for(str(about["title"]), set(db.session.scalars(taken)))
    series = EventSeries(community=host, slug=slug, created_at=now, **about)
    db.session.add(series)
    db.session.flush()
    return series


def _copies(
    series: EventSeries, like: Event, times: Sequence[Repeated], *, mark: str, now: datetime
) -> list[Event]:
    made = [
        drafts.copy(like, then, mark="" if number else mark, now=now)
        for number, then in enumerate(times)
    ]
    series.dates += [SeriesDate(event=event) for event in made]
    db.session.flush()
    return made


def last(series: EventSeries) -> Event:
    """The event that another date is made like: the last that isn't called off."""
    events = series.events
    if not events:
        raise Refused(_("This series has no event that another could be made like."))
    return ([one for one in events if not one.cancelled_at] or events)[-1]


def add(
    series: EventSeries, times: Sequence[Repeated], *, mark: str = "", now: datetime
) -> list[Event]:
    """More dates as drafts, made like the last one."""
    lock_row(EventSeries, series.id)
    db.session.expire(series, ["dates"])
    if len(series.dates) + len(times) > MOST:
        raise Refused(_("A series has at most %(num)s dates.", num=MOST))
    return _copies(series, last(series), times, mark=mark, now=now)


def unpublished(series: EventSeries, *, now: datetime) -> list[Event]:
    """The dates to come that nobody knows of yet."""
    return [
        one
        for one in series.events
        if one.state == "draft" and not one.example and not one.over(now)
    ]


def describe(series: EventSeries, about: Mapping[str, object]) -> None:
    """Change what a series says of itself; its events keep their own words, and its address stays."""
    for name, value in about.items():
        setattr(series, name, value)


def end(series: EventSeries) -> None:
    """Take a series apart: its events stay, each by itself."""
    db.session.delete(series)
    db.session.flush()


def of(event: Event) -> EventSeries | None:
    """The series that an event is a date of."""
    found: EventSeries | None = db.session.scalar(
        db.select(EventSeries)
        .join(SeriesDate, SeriesDate.series_id == EventSeries.id)
        .where(SeriesDate.event_id == event.id)
    )
    return found
