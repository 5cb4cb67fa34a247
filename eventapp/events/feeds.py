"""Calendars and readers that ask again and again: what they have is not written anew.

Whether it is another one is decided before it is written, by what it would be written from: a tag of
all that it shows (ETag), and the moment when that changed last (Last-Modified), for those who know no
tags. What no record dates, a new name of the community or of this site, counts from midnight on. So does
what drops out by its age: at midnight, when that moment moves for everybody.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, current_app, request
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_

from eventapp import ical
from eventapp.db import db
from eventapp.events.appointment import appointment
from eventapp.events.models import Event

# What of an event its feed depends on: only if one of these is another, it is written anew.
SHOWN = (
    "id", "uid", "slug", "sequence", "title", "summary", "starts_at", "ends_at", "place_name",
    "place_address", "online_url", "online_public", "hybrid", "revised_at", "cancelled_at",
)  # fmt: skip
IN_ORDER = (Event.starts_at, Event.id)
# So long what is over stays, and what was called off, so that it goes away in calendars, too.
PAST, CANCELLED = timedelta(days=365), timedelta(days=30)
# What is written beside a change may be committed after somebody looked, and HTTP counts in seconds:
# only what is older than this is dated (RFC 9110, 8.8.2.2).
SURE = timedelta(minutes=1)


@dataclass(frozen=True)
class Version:
    """Another one for every other feed."""

    tag: str
    changed_at: datetime


def day(now: datetime) -> datetime:
    """When the day began, in UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def recent(now: datetime) -> ColumnElement[bool]:
    """Whether an event that everybody may hear of is not long over."""
    return and_(Event.published_at.is_not(None), Event.ends_at > day(now) - PAST)


def stands(now: datetime) -> ColumnElement[bool]:
    """Whether an event takes place, or was called off a short while ago."""
    return or_(Event.cancelled_at.is_(None), Event.cancelled_at > day(now) - CANCELLED)


def columns(shown: ColumnElement[bool], *more: Any) -> list[Any]:
    """What to read of events for their version, as the database has it; `shown` is whether they are in it."""
    names = (*SHOWN, "published_at")
    read = [db.type_coerce(getattr(Event, name), db.String).label(name) for name in names]
    return [shown.label("shown"), *read, *more]


def version(
    rows: Sequence[Any], *, said: object, also: Iterable[Any] = (), now: datetime
) -> Version:
    """The version of a feed of the events that `columns` were read of; `said` is what it says beside,
    and `also` are other moments when it changed.

    Also those that are not shown have a say in when it changed: they may have been until then.
    """
    entries = [tuple(row[1 : len(SHOWN) + 1]) for row in rows if row.shown]
    moments = [at for row in rows for at in (row.revised_at, row.published_at) if at]
    return Version(tag_of(said, entries), _latest([*moments, *also], now=now))


def version_of(event: Event, content: bytes, *, now: datetime) -> Version:
    """The version of a feed of one event."""
    moments = [at for at in (event.revised_at, event.published_at) if at]
    return Version(tag_of(content), _latest(moments, now=now))


def tag_of(*said: object) -> str:
    """A short mark of what is said here, and of what each address and word hangs on beside."""
    settings = [current_app.config[name] for name in ("SITE_NAME", "MAIL_FROM", "BASE_URL")]
    text = repr((said, str(get_locale()), settings))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _latest(moments: Iterable[Any], *, now: datetime) -> datetime:
    latest = max(moments, default=None)
    return day(now) if latest is None else max(day(now), moment(latest))


def moment(kept: Any) -> datetime:
    """A time, taken as the database has it: SQLite keeps text."""
    at = kept if isinstance(kept, datetime) else datetime.fromisoformat(kept)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).replace(microsecond=0)


def entry(of: ical.Appointment) -> ical.Appointment:
    """An appointment as feeds show it: that it is off stands in its title, for some know no STATUS."""
    return replace(of, title=_("Cancelled: %(title)s", title=of.title)) if of.cancelled else of


def calendar(events: Iterable[Event], *, name: str, source_url: str) -> bytes:
    """The calendar that everybody may subscribe to."""
    entries = [entry(appointment(event)) for event in events]
    return ical.feed(entries, name=name, source_url=source_url)


def answer(
    version: Version,
    write: Callable[[], bytes],
    *,
    now: datetime,
    mimetype: str = "text/calendar",
    keep: str = "public, max-age=900",
) -> Response:
    """The feed, or only that whoever asks has it already."""
    known = _known(version)
    response = Response(b"" if known else write(), mimetype=mimetype, status=304 if known else 200)
    response.set_etag(version.tag)
    response.headers["Cache-Control"] = keep
    if version.changed_at < now - SURE:
        response.last_modified = version.changed_at
    return response


def _known(version: Version) -> bool:
    """Whether whoever asks has this version: the tag alone decides where one is given (RFC 9110, 13.1.3).

    A date must be the very one that we gave: when something is taken out, an earlier one may hold.
    """
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(version.tag)
    return request.if_modified_since == version.changed_at
