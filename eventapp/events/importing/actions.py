"""Events of a calendar file on their way in: as drafts, or as what took place already. Each comes in once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.events import drafts
from eventapp.events.importing.calendar_file import Found
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event

Listed = tuple[str, Mapping[str, object]]


def known(community: Community) -> dict[str, Event]:
    """The events of a community that came in with a file, by what the file knows them by."""
    found = db.session.execute(
        db.select(ImportedEvent.key, Event)
        .join(Event, Event.id == ImportedEvent.event_id)
        .where(ImportedEvent.community_id == community.id)
    )
    return {key: event for key, event in found}  # noqa: C416


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
    community: Community, found: Sequence[Found], *, now: datetime
) -> tuple[list[Event], list[Event]]:
    """Make events of a calendar, those to come as drafts, those that are over as history.

    Who is called off and what came in before stays out. Twice is once.
    """
    lock_row(Community, community.id)
    there = known(community).keys()
    new = [one for one in found if one.key not in there and not one.cancelled]
    coming = [(one.key, _values(one)) for one in new if one.ends_at > now]
    over = [(one.key, _values(one)) for one in new if one.ends_at <= now]
    return make_drafts(community, coming, now=now), make_past(community, over, now=now)


def make_drafts(community: Community, listed: Sequence[Listed], *, now: datetime) -> list[Event]:
    """Drafts that are known by a key, from their values."""
    made = drafts.begin_all(community, [values for _key, values in listed], now=now)
    _note(community, made, [key for key, _values in listed], past_at=None, now=now)
    return made


def make_past(community: Community, listed: Sequence[Listed], *, now: datetime) -> list[Event]:
    """The same of what took place already: published, and nobody is reminded, asked or written to."""
    made = drafts.begin_all(community, [values for _key, values in listed], now=now)
    for event in made:
        event.capacity = None
        # It was known of before it began; that it came here today is no news of the community's.
        event.published_at = event.starts_at
        event.reminded_at = event.feedback_asked_at = event.digested_at = now
    _note(community, made, [key for key, _values in listed], past_at=now, now=now)
    return made


def _note(
    community: Community,
    events: Sequence[Event],
    keys: Collection[str],
    *,
    past_at: datetime | None,
    now: datetime,
) -> None:
    same = {"community_id": community.id, "past_at": past_at, "imported_at": now}
    rows = [{"event_id": one.id, "key": key} | same for one, key in zip(events, keys, strict=True)]
    if rows:
        db.session.execute(db.insert(ImportedEvent), rows)


def _values(found: Found) -> dict[str, object]:
    return {
        "title": found.title or _("Untitled event"),
        "description": found.description,
        "starts_at": found.starts_at,
        "ends_at": found.ends_at,
        "zone": found.zone,
        "place_name": found.where.name,
        "place_address": found.where.address,
        "online_url": found.where.link,
    }
