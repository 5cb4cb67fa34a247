"""When answers became what they are: a place, the waitlist, given back."""

from collections.abc import Sequence
from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import HistoryEntry, Rsvp

STATES = ("pending", "going", "waitlisted", "declined", "cancelled")
# From what, to what, when.
Change = tuple[str, str, datetime]


def of(event: Event) -> dict[int, list[Change]]:
    """The changes of state of each answer, in their order, by RSVP."""
    rows = db.session.execute(
        db.select(HistoryEntry.rsvp_id, HistoryEntry.before, HistoryEntry.after, HistoryEntry.at)
        .join(HistoryEntry.rsvp)
        .where(Rsvp.event_id == event.id, HistoryEntry.before.in_(STATES))
        .order_by(HistoryEntry.id)
    )
    found: dict[int, list[Change]] = {}
    for who, before, after, at in rows:
        found.setdefault(who, []).append((before, after, at))
    return found


def was(state: str, named: str, changes: Sequence[Change]) -> bool:
    """Whether an answer is in a state, or ever was before another."""
    return state == named or any(before == named for before, _after, _at in changes)


def first(
    state: str, created_at: datetime, changed_at: datetime, changes: Sequence[Change]
) -> dict[str, datetime | None]:
    """When an answer first had a place, first waited, and was given back for good."""
    begun = changes[0][0] if changes else state
    states = [(begun, created_at), *((after, at) for _before, after, at in changes)]
    when: dict[str, datetime] = {}
    for named, at in states:
        when.setdefault(named, at)
    left = [at for named, at in states if named == "cancelled"]
    return {
        "placed_at": when.get("going"),
        "waited_at": when.get("waitlisted"),
        "gave_back_at": (left[-1] if left else changed_at) if state == "cancelled" else None,
    }
