"""Which half-hours are proposed to two people who were introduced (pure)."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.events import local_time

LENGTH = timedelta(minutes=30)
HOW_MANY = 3
# On which days after the introduction: time to read the letter, and not so late that it is forgotten.
FIRST_DAY, LAST_DAY = 3, 14
# When most people can talk for half an hour, on the clocks of where they met.
MORNING = (time(8, 30), time(9, 0), time(9, 30))
LUNCH = (time(12, 0), time(12, 30), time(13, 0))
EVENING = (time(17, 0), time(17, 30), time(18, 0))
TIMES_OF_DAY = (LUNCH, EVENING, MORNING)
# From one place to another, or out of one conversation into the next.
AROUND_EVENTS = timedelta(minutes=30)

Span = tuple[datetime, datetime]


def proposed(seed: str, since: datetime, zone: ZoneInfo, busy: Sequence[Span]) -> list[datetime]:
    """Up to three beginnings in UTC, in order: another time of day and another day each where possible.

    Always the same for one `seed`, moment and calendar. None on a weekend, none within half an hour
    of what either has to do, and fewer only where nothing else is free.
    """
    chance = random.Random(seed)
    by_time = [list(_free(since, zone, times, busy)) for times in TIMES_OF_DAY]
    for found in by_time:
        chance.shuffle(found)
    chosen: list[datetime] = []
    # First one of each time of day on a day of its own; then whatever is left, in the same turn.
    for found in (*by_time, *by_time, *by_time):
        if len(chosen) < HOW_MANY:
            chosen += _best(found, chosen, zone)
    return sorted(chosen)


def _best(found: list[datetime], chosen: list[datetime], zone: ZoneInfo) -> list[datetime]:
    days = {_day(start, zone) for start in chosen}
    left = [start for start in found if start not in chosen]
    others = [start for start in left if _day(start, zone) not in days]
    return (others or left)[:1]


def _free(
    since: datetime, zone: ZoneInfo, times: Sequence[time], busy: Sequence[Span]
) -> Iterator[datetime]:
    for day in _weekdays(since, zone):
        for at in times:
            start = _moment(day, at, zone)
            if start and not any(
                start < until + AROUND_EVENTS and begins - AROUND_EVENTS < start + LENGTH
                for begins, until in busy
            ):
                yield start


def _weekdays(since: datetime, zone: ZoneInfo) -> Iterator[date]:
    today = _day(since, zone)
    for ahead in range(FIRST_DAY, LAST_DAY + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() < 5:
            yield day


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """None on a day when the clocks skip that time, or show it twice."""
    try:
        return None if local_time.twice(day, at, zone) else local_time.moment(day, at, zone)
    except local_time.Skipped:
        return None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
