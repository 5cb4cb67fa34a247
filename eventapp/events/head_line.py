"""When and where an event is, in one line."""

from eventapp import clock
from eventapp.events.models import Event


def line_of(event: Event) -> str:
    """Day, hours and place, for the head of an event's pages and papers."""
    day = clock.short_day(event.starts_at, event.zone)
    hours = clock.hours(event.starts_at, event.ends_at, event.zone)
    return f"{day}, {hours}" + (f". {event.where}" if event.where else "")
