"""Who has a place against the rules, and who gave it: for the organizers, beside their list."""

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import HistoryEntry, Rsvp

MOST = 12


def standing(event: Event) -> list[HistoryEntry]:
    """The overrides of those who still have their place, the newest first."""
    kept = (
        db.select(HistoryEntry)
        .join(HistoryEntry.rsvp)
        .options(db.contains_eager(HistoryEntry.rsvp), db.joinedload(HistoryEntry.by))
        .where(Rsvp.event_id == event.id, Rsvp.state == "going", HistoryEntry.what == "override")
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(kept))
