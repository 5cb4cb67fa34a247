"""When follow-up cards go out, and how long they stay open (pure)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MORNING_AFTER = timedelta(hours=12)
OPEN_FOR = timedelta(days=10)
# Nobody's telephone rings for a card at other hours, on the clocks of the event.
EARLIEST, LATEST = 8, 20


def morning_after(ends_at: datetime, zone: str) -> datetime:
    """Half a day after the end, or when the next day has begun for most."""
    then = (ends_at + MORNING_AFTER).astimezone(ZoneInfo(zone))
    if EARLIEST <= then.hour < LATEST:
        return ends_at + MORNING_AFTER
    day = then.date() + timedelta(days=1 if then.hour >= LATEST else 0)
    local = datetime(day.year, day.month, day.day, EARLIEST, tzinfo=then.tzinfo)
    return local.astimezone(ends_at.tzinfo)


def goes_out(
    mode: str, sends_at: datetime | None, *, ends_at: datetime, zone: str
) -> datetime | None:
    """When cards go out by themselves; None when somebody looks at them first.

    A moment that was chosen counts while it lies between the end and the day when they would be
    closed: the event may have been moved since.
    """
    if mode == "review":
        return None
    if mode == "at" and sends_at and ends_at <= sends_at < ends_at + OPEN_FOR:
        return sends_at
    return morning_after(ends_at, zone)


def have_come(
    mode: str, sends_at: datetime | None, *, ends_at: datetime, zone: str, now: datetime
) -> bool:
    """Whether cards go out by themselves now: those that were missed, too, but by day."""
    at = goes_out(mode, sends_at, ends_at=ends_at, zone=zone)
    if at is None or now < at:
        return False
    return at == sends_at or EARLIEST <= now.astimezone(ZoneInfo(zone)).hour < LATEST
