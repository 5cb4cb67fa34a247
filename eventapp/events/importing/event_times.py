"""When an entry of a calendar begins and ends, on which clocks (pure)."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Component

from eventapp.events.importing import time_zones
from eventapp.events.importing.properties import ZONE, first, rule, text
from eventapp.events.importing.time_zones import Change, Table

USUAL = timedelta(hours=2)
# What is said of a whole day.
MORNING, EVENING = time(9), time(17)


@dataclass(frozen=True)
class Moment:
    """A time on the clocks of a place, and what is odd about how it was written."""

    wall: datetime
    zone: ZoneInfo
    odd: tuple[str, ...] = ()
    all_day: bool = False

    @property
    def at(self) -> datetime:
        """The same in UTC."""
        return self.wall.replace(tzinfo=self.zone).astimezone(UTC)

    def on(self, zone: ZoneInfo) -> datetime:
        """What the clocks of another place show then; of a whole day the same morning."""
        if self.all_day:
            return self.wall
        return self.at.astimezone(zone).replace(tzinfo=None, fold=0)


@dataclass(frozen=True)
class Clocks:
    """The clocks that one calendar speaks of: those at home, and those of its own tables."""

    home: ZoneInfo
    names: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def moment(self, raw: Any) -> Moment | None:
        """When a property says; None when it is no time."""
        return self.read(getattr(raw, "dt", None), str(getattr(raw, "params", {}).get("TZID", "")))

    def read(self, value: Any, named: str) -> Moment | None:
        """When a value says, on the clocks that are named beside it; None when it is no time."""
        if not isinstance(value, date):
            return None
        if not isinstance(value, datetime):
            return Moment(datetime.combine(value, MORNING), self.home, ("all_day",), all_day=True)
        wall = value.replace(tzinfo=None, fold=0)
        if not named:
            if value.tzinfo is None:
                return Moment(wall, self.home, ("no_zone",))
            return self._shown(value.astimezone(UTC))
        known = time_zones.known(named) or self.names.get(named, "")
        if known in time_zones.NOWHERE:
            return self._shown(wall.replace(tzinfo=UTC))
        if known:
            return Moment(wall, ZoneInfo(known))
        offset = self.tables.get(named, Table()).offset(wall)
        if offset is None:
            return Moment(wall, self.home, ("no_zone",))
        # The moment is sure; only what place it is isn't.
        return self._shown((wall - offset).replace(tzinfo=UTC), "zone_unknown")

    def _shown(self, at: datetime, *odd: str) -> Moment:
        return Moment(at.astimezone(self.home).replace(tzinfo=None, fold=0), self.home, odd)


def clocks(calendar: Component, *, usual: str) -> Clocks:
    """The clocks of a calendar; `usual` are those at home where it names none."""
    home = time_zones.place(str(first(calendar, "X-WR-TIMEZONE") or ""), otherwise=usual)
    names: dict[str, str] = {}
    tables: dict[str, Table] = {}
    for part in calendar.walk(ZONE):
        name = text(part, "TZID")
        names[name] = time_zones.known(text(part, "X-LIC-LOCATION"))
        changes = map(_change, part.subcomponents)
        tables[name] = Table([change for change in changes if change])
    return Clocks(home, names, tables)


def _change(part: Component) -> Change | None:
    since = getattr(first(part, "DTSTART"), "dt", None)
    offset = getattr(first(part, "TZOFFSETTO"), "td", None)
    if not isinstance(since, datetime) or not isinstance(offset, timedelta):
        return None
    return Change(since.replace(tzinfo=None), offset, rule(part) or "")


def ends(part: Component, start: Moment, of: Clocks) -> tuple[datetime, tuple[str, ...]]:
    """When an entry ends, in UTC, and what is odd about it."""
    end = of.moment(first(part, "DTEND"))
    length = getattr(first(part, "DURATION"), "dt", None)
    if start.all_day:
        # The end of a whole day is the day after it.
        last = end.wall.date() - timedelta(days=1) if end else start.wall.date()
        closing = datetime.combine(max(last, start.wall.date()), EVENING)
        return Moment(closing, start.zone).at, ()
    if end and not end.all_day and end.at > start.at:
        return end.at, ()
    if not end and isinstance(length, timedelta) and length > timedelta():
        return start.at + length, ()
    return start.at + USUAL, ("no_end",)
