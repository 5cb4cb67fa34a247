"""On which days a program runs again: the same hours on the clocks of each place (pure)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from eventapp.events.local_time import Repeated, repeated

# A new run begins so long after today and after the end of the last one, on the same day of the week.
AHEAD = timedelta(days=14)
MINUTE = timedelta(minutes=1)

# When a session begins and ends in UTC, and on which clocks.
Times = tuple[datetime, datetime, str]


def first_day(sessions: Sequence[Times]) -> date:
    """The day of the first session where it is held."""
    starts, _ends, zone = sessions[0]
    return starts.astimezone(ZoneInfo(zone)).date()


def next_first_day(sessions: Sequence[Times], *, now: datetime) -> date:
    """A sensible first day of the next run: the same day of the week, some time ahead."""
    day, zone = first_day(sessions), ZoneInfo(sessions[0][2])
    last = max(ends for _starts, ends, _zone in sessions)
    earliest = (max(now, last) + AHEAD).astimezone(zone).date()
    weeks = max(1, -(-(earliest - day).days // 7))
    return day + timedelta(weeks=weeks)


def run_again(sessions: Sequence[Times], first: date) -> list[Repeated]:
    """The sessions' times when the first of them is on another day, each as many days later."""
    days = (first - first_day(sessions)).days
    return [repeated(starts, ends, ZoneInfo(zone), days=days) for starts, ends, zone in sessions]


def moved(at: datetime | None, zone: str, *, days: int) -> datetime | None:
    """A moment so many days later, at the same time on the clocks of a place."""
    return at and repeated(at, at + MINUTE, ZoneInfo(zone), days=days).starts_at
