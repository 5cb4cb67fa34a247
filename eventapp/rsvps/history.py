"""Who changed what of an answer, when and why: for the organizers, beside the answer itself."""

from datetime import datetime

from eventapp.db import db
from eventapp.people.models import Person
from eventapp.rsvps.models import HistoryEntry, Rsvp


def note(
    rsvp: Rsvp,
    what: str,
    *,
    before: str = "",
    after: str = "",
    why: str = "",
    by: Person | None = None,
    now: datetime,
) -> None:
    """Keep one change; `by` is the organizer who made it, None for the guest or the clock."""
    db.session.add(
        HistoryEntry(rsvp=rsvp, what=what, before=before, after=after, why=why, by=by, at=now)
    )
