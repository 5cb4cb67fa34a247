"""When the door may change tables: from half a day before the event; rounds that have begun stay.

`current_tables.current` asks it before every change.
"""

from datetime import datetime, timedelta

from eventapp.events.models import Event

# How long before its beginning the tables of an evening can be changed from the door.
AHEAD = timedelta(hours=12)


def tables_can_change(event: Event, now: datetime) -> bool:
    """Whether the evening is near enough, so that who is in says something; it has no end of its own."""
    return bool(event.published_at) and not event.cancelled_at and event.starts_at - AHEAD <= now
