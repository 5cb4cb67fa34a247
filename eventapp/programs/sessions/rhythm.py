"""'Six Tuesdays from 17 March, not on 7 April' as days, and their hours as moments (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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
    """On which days sessions are: some weekdays, every so many weeks, from a first day on.

    Weekdays count from Monday, 0; none is that of the first day. With `until` it goes on to that
    day, else until there are `number`: a day left out is made up for at the end.
    """

    first: date
    weekdays: frozenset[int] = frozenset()
    every: int = 1
    number: int = 1
    until: date | None = None
    left_out: frozenset[date] = frozenset()

    def days(self) -> list[date]:
        """The days in order; MOST and one more when it would go on after that."""
        weekdays = sorted(self.weekdays) or [self.first.weekday()]
        monday = self.first - timedelta(days=self.first.weekday())
        most = MOST + 1 if self.until else min(self.number, MOST + 1)
        found: list[date] = []
        while len(found) < most and (self.until is None or monday <= self.until):
            for day in (monday + timedelta(days=weekday) for weekday in weekdays):
                late = self.until is not None and day > self.until
                if day >= self.first and day not in self.left_out and not late:
                    found.append(day)
            monday += timedelta(weeks=self.every)
        return found[:most]


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
