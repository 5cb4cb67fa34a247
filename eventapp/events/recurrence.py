"""'Six Tuesdays from 17 March, not on 7 April' as days, and their hours as moments (pure)."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from eventapp.events.local_time import Oddity, Repeated, Skipped, moment, twice

MOST = 52


class NoSuchTime(ValueError):
    """The clocks of the place jump over an hour of one of the days."""

    def __init__(self, day: date, at: time) -> None:
        super().__init__(f"{day} {at:%H:%M}")
        self.day, self.at = day, at


class EndsBefore(ValueError):
    """The end would not come after the beginning."""


@dataclass(frozen=True)
class Rhythm:
    """On which days something is held: every so many weeks or months, from a first day on.

    By week it is on some weekdays, which count from Monday, 0; none is that of the first day. By
    month (`monthly`) it is on the first day's weekday as often counted (`weekday`: the second
    Thursday) or on the last one (`last`), or on its day of the month (`day`); a month without such a
    day is passed over. With `until` it goes on to that day, else until there are `number`: a day left
    out is made up for at the end.
    """

    first: date
    weekdays: frozenset[int] = frozenset()
    every: int = 1
    number: int = 1
    until: date | None = None
    left_out: frozenset[date] = frozenset()
    monthly: str = ""

    def days(self) -> list[date]:
        """The days in order; MOST and one more when it would go on after that."""
        most = MOST + 1 if self.until else min(self.number, MOST + 1)
        found: list[date] = []
        for day in self._endless():
            if len(found) == most or (self.until is not None and day > self.until):
                break
            if day >= self.first and day not in self.left_out:
                found.append(day)
        return found

    def without(self, days: frozenset[date]) -> "Rhythm":
        """The same, leaving out some more days."""
        return replace(self, left_out=self.left_out | days)

    def first_after(self, day: date) -> date:
        """The first of its days after a day, however long it has gone on."""
        return next(found for found in self._endless() if found > max(day, self.first))

    def _endless(self) -> Iterator[date]:
        return self._by_month() if self.monthly else self._by_week()

    def _by_week(self) -> Iterator[date]:
        weekdays = sorted(self.weekdays) or [self.first.weekday()]
        monday = self.first - timedelta(days=self.first.weekday())
        for week in count(step=self.every):
            for weekday in weekdays:
                yield monday + timedelta(weeks=week, days=weekday)

    def _by_month(self) -> Iterator[date]:
        for month in count(self.first.year * 12 + self.first.month - 1, step=self.every):
            year, before = divmod(month, 12)
            day = self._day_in(year, before + 1)
            if day is not None:
                yield day

    def _day_in(self, year: int, month: int) -> date | None:
        """The day of a month on which it is; None where there is no such day."""
        weekday_of_first, length = monthrange(year, month)
        if self.monthly == "day":
            day = self.first.day
        else:
            earliest = 1 + (self.first.weekday() - weekday_of_first) % 7
            after = (length - earliest) // 7 if self.monthly == "last" else nth(self.first) - 1
            day = earliest + 7 * after
        return date(year, month, day) if day <= length else None


def nth(day: date) -> int:
    """How many of its weekday the month has had by a day: 2 for a second Thursday."""
    return (day.day - 1) // 7 + 1


def is_last(day: date) -> bool:
    """Whether a day is the last of its weekday in its month."""
    return day.day + 7 > monthrange(day.year, day.month)[1]


@dataclass(frozen=True)
class Hours:
    """From when to when on the clocks of a place; the end may lie some days later."""

    starts: time
    ends: time
    nights: int = 0

    def on(self, day: date, zone: ZoneInfo) -> Repeated:
        """These hours of one day, as moments.

        Raises NoSuchTime when one of them is skipped that day, EndsBefore when nothing is between.
        """
        last = day + timedelta(days=self.nights)
        starts = _moment(day, self.starts, zone, after=None)
        ends = _moment(last, self.ends, zone, after=starts)
        if ends <= starts:
            raise EndsBefore
        asked = ((day, self.starts), (last, self.ends))
        doubled = [datetime.combine(on, at) for on, at in asked if twice(on, at, zone)]
        return Repeated(starts, ends, tuple(Oddity(at, at) for at in doubled))


def times(days: Sequence[date], hours: Hours, zone: ZoneInfo) -> list[Repeated]:
    """The same hours on each of the days, on the clocks of a place."""
    return [hours.on(day, zone) for day in days]


def _moment(day: date, at: time, zone: ZoneInfo, *, after: datetime | None) -> datetime:
    try:
        return moment(day, at, zone, after=after)
    except Skipped:
        raise NoSuchTime(day, at) from None
