"""When the letters of a program leave: by day, on the clocks of the session (pure)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.followups.sending.times import EARLIEST, LATEST, MORNING_AFTER

# Materials come so long before their session: time to read them, and too close to forget them.
BEFORE = timedelta(days=2)
# What is said of an evening so long ago reminds nobody of anything.
FORGOTTEN = timedelta(days=3)
# With fewer sessions, halfway is the evening of the first or of the last.
FEWEST = 4


def by_day(now: datetime, zone: str) -> bool:
    """Whether it is an hour at which letters that can wait may leave."""
    return EARLIEST <= now.astimezone(ZoneInfo(zone)).hour < LATEST


def before_session(starts_at: datetime, zone: str, *, now: datetime) -> bool:
    """Whether materials leave now: from two days before on, by day.

    By night only where the session begins before the next day does.
    """
    if not starts_at - BEFORE <= now < starts_at:
        return False
    return by_day(now, zone) or starts_at <= _day_begins(now, zone)


def _day_begins(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    today = local.replace(hour=EARLIEST, minute=0, second=0, microsecond=0)
    return today if local < today else today + timedelta(days=1)


def after_session(ends_at: datetime, zone: str, *, now: datetime) -> bool:
    """Whether it is the morning after, or one of the next days: what a standstill held up."""
    return MORNING_AFTER <= now - ends_at < FORGOTTEN and by_day(now, zone)


def half_over(over: int, sessions: int) -> bool:
    """Whether so many sessions are half of them, rounded up, and not more."""
    return sessions >= FEWEST and over == (sessions + 1) // 2
