"""Events of a calendar file on their way in: as drafts, or as what took place already. Each comes in once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.events import drafts
from eventapp.events.importing import as_series
from eventapp.events.importing.came_before import known, note_of
from eventapp.events.importing.found import Found
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries

# What was nobody's business elsewhere is public nowhere here: no list has it, and no address opens it.
HIDDEN = "invited"


@dataclass(frozen=True)
class Incoming:
    """An event on its way in: what it is known by, its columns, and the entry that it is of."""

    key: str
    values: Mapping[str, object]
    source: str | None = None


@dataclass(frozen=True)
class Brought:
    """What came of a calendar: drafts, history, and the series that they are dates of."""

    coming: Sequence[Event]
    over: Sequence[Event]
    series: Sequence[EventSeries]


def past() -> Select[Any]:
    """The events, by id, that had taken place before they came here: nobody is written to of them."""
    found: Select[Any] = db.select(ImportedEvent.event_id).where(ImportedEvent.past_at.is_not(None))
    return found


def is_past(event: Event) -> bool:
    """Whether an event had taken place before it came here."""
    return db.session.scalar(past().where(ImportedEvent.event_id == event.id)) is not None


def can_go(event: Event, *, now: datetime) -> bool:
    """Whether an event can be thrown away, as nobody heard of it from here: a draft, and what came in when it was over."""
    return event.state == "draft" or (event.over(now) and is_past(event))


def bring(
    community: Community,
    found: Sequence[Found],
    *,
    now: datetime,
    history: str = HIDDEN,
    together: Collection[str] = (),
) -> Brought:
    """Make events of a calendar, those to come as drafts, those that are over as history.

    `history` is who sees what is over, `together` are the entries whose dates are one series. Who is
    called off and what came in before stays out. Twice is once.
    """
    lock_row(Community, community.id)
    there = known(community)
    new = [one for one in found if not one.cancelled and note_of(there, one) is None]
    ahead = [one for one in new if one.ends_at > now]
    over = [one for one in new if one.ends_at <= now]
    coming = make_drafts(community, [_incoming(one, "listed") for one in ahead], now=now)
    gone_by = make_past(community, [_incoming(one, history) for one in over], now=now)
    made = list(zip((*over, *ahead), (*gone_by, *coming), strict=True))
    series = as_series.keep(community, made, together, now=now)
    return Brought(coming, gone_by, series)


def make_drafts(community: Community, listed: Sequence[Incoming], *, now: datetime) -> list[Event]:
    """Drafts that are known by a key, from their values."""
    made = drafts.begin_all(community, [one.values for one in listed], now=now)
    _note(community, made, listed, past_at=None, now=now)
    return made


def make_past(community: Community, listed: Sequence[Incoming], *, now: datetime) -> list[Event]:
    """The same of what took place already: nobody is reminded, asked or written to.

    It is published, so that it counts, and nobody sees it unless its values say who does.
    """
    values = [{"visibility": HIDDEN} | dict(one.values) for one in listed]
    made = drafts.begin_all(community, values, now=now)
    for event in made:
        event.capacity = None
        # It was known of before it began; that it came here today is no news of the community's.
        event.published_at = event.starts_at
        event.reminded_at = event.feedback_asked_at = event.digested_at = now
    _note(community, made, listed, past_at=now, now=now)
    return made


def _note(
    community: Community,
    events: Sequence[Event],
    listed: Sequence[Incoming],
    *,
    past_at: datetime | None,
    now: datetime,
) -> None:
    same = {"community_id": community.id, "past_at": past_at, "imported_at": now}
    rows = [
        {
            "event_id": event.id,
            "key": one.key,
            "source": one.source,
            "said_start": event.starts_at,
            "said_end": event.ends_at,
        }
        | same
        for event, one in zip(events, listed, strict=True)
    ]
    if rows:
        db.session.execute(db.insert(ImportedEvent), rows)


def _incoming(found: Found, visibility: str) -> Incoming:
    values = {
        "title": found.title or _("Untitled event"),
        "description": found.description,
        "starts_at": found.starts_at,
        "ends_at": found.ends_at,
        "zone": found.zone,
        "place_name": found.where.name,
        "place_address": found.where.address,
        "online_url": found.where.link,
        "visibility": HIDDEN if found.private else visibility,
    }
    return Incoming(found.key, values, found.source)
