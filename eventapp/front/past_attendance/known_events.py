"""The past events of a community that a list may speak of, and what an evening of a list is known by."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.copying.models import HELD
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.models import Event
from eventapp.front.past_attendance.evenings import Evening
from eventapp.rsvps.topics import fold

Key = tuple[str, date]
# More is no help to choose from.
OFFERED = 300


@dataclass(frozen=True)
class There:
    """The past events of a community: those that came in with a file, by what the file knows them by
    and by title and day; and those that ran here, where who came is known, by title and day."""

    by_digest: Mapping[str, Event]
    imported: Mapping[Key, Event]
    ran: frozenset[Key]

    def event(self, evening: Evening) -> Event | None:
        """What an evening of a list came in as before."""
        return self.by_digest.get(digest(evening)) or self.imported.get(_key(evening))

    def ran_here(self, evening: Evening) -> bool:
        """Whether who came to an evening is known from here."""
        return self.event(evening) is None and _key(evening) in self.ran


def there(community: Community, *, now: datetime) -> There:
    """The past events of a community that a list may speak of."""
    rows = db.session.execute(
        db.select(Event, ImportedEvent.key)
        .outerjoin(
            ImportedEvent,
            (ImportedEvent.event_id == Event.id) & ImportedEvent.past_at.is_not(None),
        )
        .where(Event.community_id == community.id)
        .where(ImportedEvent.key.is_not(None) | _ran(now))
    ).all()
    return There(
        by_digest={mark: event for event, mark in rows if mark},
        imported={_key_of(event): event for event, mark in rows if mark},
        ran=frozenset(_key_of(event) for event, mark in rows if not mark),
    )


def _ran(now: datetime) -> ColumnElement[bool]:
    """Events that took place: neither drafts nor templates, and not called off."""
    ran: ColumnElement[bool] = db.and_(
        Event.starts_at <= now, Event.published_at.is_not(None), Event.cancelled_at.is_(None), HELD
    )
    return ran


def past(community: Community, *, now: datetime) -> list[Event]:
    """The past events that a list may be all about, the latest first; older ones are found again by
    their name and day. Those that ran here aren't among them."""
    return list(
        db.session.scalars(
            db.select(Event)
            .join(ImportedEvent, ImportedEvent.event_id == Event.id)
            .where(
                Event.community_id == community.id,
                ImportedEvent.past_at.is_not(None),
                Event.starts_at <= now,
            )
            .order_by(Event.starts_at.desc(), Event.id.desc())
            .limit(OFFERED)
        )
    )


def _key_of(event: Event) -> Key:
    return fold(event.title), event.local_start.date()


def _key(evening: Evening) -> Key:
    return fold(title(evening)), evening.day


def title(evening: Evening) -> str:
    """What an evening is called; after its day where the list has no title."""
    return evening.title or _("Evening of %(day)s", day=format_date(evening.day, "long"))


def digest(evening: Evening) -> str:
    """By what an evening that came in is known when its list comes in again."""
    # Of the list's own title, empty as it may be: whoever brings it in again may read another language.
    said = f"attendance\n{fold(evening.title)}\n{evening.day.isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()
