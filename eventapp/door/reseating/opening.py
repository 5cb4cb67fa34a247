"""When the door may change tables."""

from datetime import datetime, timedelta

from eventapp.events.models import Event

# How long before its beginning the tables of an evening can be changed from the door.
AHEAD = timedelta(hours=12)


def tables_can_change(event: Event, now: datetime) -> bool:
    """Whether it is the day of the event, so that who is in says something."""
    return bool(event.published_at) and not event.cancelled_at and event.starts_at - AHEAD <= now
