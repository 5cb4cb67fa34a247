"""When a copy of an event could be held, and templates of one's own: kept, used, renamed, thrown away."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import drafts, local_time
from eventapp.events.copying.models import EventTemplate
from eventapp.events.local_time import Repeated
from eventapp.events.models import Event
from eventapp.events.recurrence import Rhythm

# A new event from a template is held so long from now, until it is told otherwise.
AHEAD = timedelta(days=14)
MOST = 100


def suggested(event: Event, *, now: datetime) -> list[date]:
    """Days on which an event could be held again: the next weeks, and the next month likewise counted."""
    zone = ZoneInfo(event.zone)
    day, today = event.local_start.date(), now.astimezone(zone).date()
    usual = drafts.next_time(event, now=now).starts_at.astimezone(zone).date()
    weeks = [usual + timedelta(weeks=more) for more in range(3)]
    month = Rhythm(day, monthly="weekday").first_after(today)
    return sorted({*weeks, month})


def copy(event: Event, on: date, *, mark: str = "", now: datetime) -> tuple[Event, Repeated]:
    """A draft like an event on another day, at its hours on the clocks of its place; with its times.

    `mark` is that of the form that asks for it (`sent_twice`).
    """
    days = (on - event.local_start.date()).days
    zone = ZoneInfo(event.zone)
    then = local_time.repeated(event.starts_at, event.ends_at, zone, days=days)
    return drafts.copy(event, then, mark=mark, now=now), then


def kept(host: Community) -> Sequence[EventTemplate]:
    """A community's templates, by name."""
    return db.session.scalars(
        db.select(EventTemplate)
        .join(EventTemplate.event)
        .options(db.contains_eager(EventTemplate.event))
        .where(Event.community_id == host.id)
        .order_by(EventTemplate.name, EventTemplate.id)
    ).all()


def keep(event: Event, name: str, *, now: datetime) -> EventTemplate:
    """Keep an event as it is now, without its people: what becomes of it later changes no template."""
    if current_app.extensions["is_session"](event):
        raise Refused(_("This is a session of a program. Run the program again instead."))
    if len(kept(event.community)) >= MOST:
        raise Refused(_("A community keeps at most %(num)s templates.", num=MOST))
    then = Repeated(event.starts_at, event.ends_at)
    found = EventTemplate(event=drafts.copy(event, then, now=now), name=name, created_at=now)
    db.session.add(found)
    db.session.flush()
    return found


def begin(template: EventTemplate, *, mark: str = "", now: datetime) -> tuple[Event, Repeated]:
    """A new draft from a template, on its day of the week two weeks from now; with its times, `mark` as above."""
    event = template.event
    earliest = (now + AHEAD).astimezone(ZoneInfo(event.zone)).date()
    day = earliest + timedelta(days=(event.local_start.weekday() - earliest.weekday()) % 7)
    return copy(event, day, mark=mark, now=now)


def forget(template: EventTemplate) -> None:
    """Throw a template away; events that were made from it stay."""
    event = template.event
    db.session.delete(template)
    db.session.flush()
    db.session.delete(event)
    db.session.flush()


def refuse_template(event: Event) -> None:
    """Refused for a template: it is never held."""
    mine = db.select(EventTemplate.id).where(EventTemplate.event_id == event.id)
    if db.session.scalar(mine):
        raise Refused(_("This is a template. Make an event of it first."))
