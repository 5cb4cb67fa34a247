"""When introductions leave: every evening at six on the event's clock, and a last time at closing. Pure.

An introduction that left as soon as the second one ticked would tell the first one when that was.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING = time(18)


def set_times(begins: datetime | None, closes: datetime, zone: str) -> list[datetime]:
    """The set times of one event, in their order, in UTC: evenings after `begins`, and the closing.

    Without a beginning, because no card has gone out, only the closing.
    """
    found = []
    if begins is not None:
        clock = ZoneInfo(zone)
        day = begins.astimezone(clock).date()
        while (evening := _evening(day, clock)) < closes:
            if evening >= begins:
                found.append(evening)
            day += timedelta(days=1)
    return [*found, closes.astimezone(UTC)]


def latest(times: list[datetime], now: datetime) -> datetime | None:
    """The last set time that has come: what was missed before it is made with it."""
    return max((one for one in times if one <= now), default=None)


def following(times: list[datetime], now: datetime) -> datetime | None:
    """The next set time that is still to come."""
    return min((one for one in times if one > now), default=None)


def _evening(day: date, clock: ZoneInfo) -> datetime:
    return datetime.combine(day, EVENING, clock).astimezone(UTC)
