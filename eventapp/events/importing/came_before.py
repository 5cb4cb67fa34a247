"""What of a calendar came in before, and what became of that at its source since."""

from collections.abc import Mapping
from datetime import datetime

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.importing.found import CalendarFile, Found
from eventapp.events.importing.models import ImportedEvent

Notes = Mapping[str, ImportedEvent]


def known(community: Community) -> Notes:
    """The events of a community that came in with a file, by what the file knows them by."""
    asked = (
        db.select(ImportedEvent)
        .where(ImportedEvent.community_id == community.id)
        .options(db.joinedload(ImportedEvent.event))
    )
    return {note.key: note for note in db.session.scalars(asked)}


def note_of(there: Notes, found: Found) -> ImportedEvent | None:
    """The event that one of a calendar became, also where its entry began to repeat since."""
    return there.get(found.key) or there.get(found.before)


def gone(there: Notes, file: CalendarFile, *, now: datetime) -> list[ImportedEvent]:
    """Those to come whose series is in a file, and has them no more."""
    still = {note.key for one in file.events if (note := note_of(there, one))}
    found = [
        note
        for note in there.values()
        if note.key not in still
        and note.source is not None
        and note.source in file.complete
        and _within(note.said_start or note.event.starts_at, file.complete[note.source])
        and note.event.ends_at > now
        and not note.event.cancelled_at
    ]
    return sorted(found, key=lambda note: (note.event.starts_at, note.event_id))


def _within(at: datetime, span: tuple[datetime, datetime]) -> bool:
    return span[0] <= at <= span[1]
