"""Which clocks a calendar's times are on: as IANA names them, as Windows does, or by the file's own table (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.events.importing import repetition

# So many changes of its clocks a table may list, and so many of them that come again: most have two.
MOST, MOST_RULES = 1_000, 20
# No place has these clocks: they say nothing of where an event is.
NOWHERE = {"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z", "Zulu", "Universal", "Etc/Universal", "UCT"}


@dataclass(frozen=True)
class Change:
    """Since when clocks show what, and by which rule that comes again; empty for once."""

    since: datetime
    offset: timedelta
    rule: str = ""


def known(name: str) -> str:
    """The IANA name of the zone that a calendar names; empty when it can't be told.

    Some programs write it behind a path of their own: `/mozilla.org/20050126_1/Europe/Berlin`.
    """
    plain = name.strip().strip('"')
    if plain in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[plain]
    parts = [part for part in plain.split("/") if part]
    for size in (3, 2, 1):
        tail = "/".join(parts[-size:])
        if len(parts) >= size and tail in _names():
            return tail
    return ""


def place(name: str, *, otherwise: str) -> ZoneInfo:
    """The clocks of a place: those that are named, or others where none are, or only Greenwich's."""
    found = known(name)
    return ZoneInfo(found if found and found not in NOWHERE else otherwise)


# Since when clocks are how far from UTC.
Times = list[tuple[datetime, timedelta]]


@dataclass(frozen=True, eq=False)
class Table:
    """The changes of clocks that a file itself lists; what they come to in a year is found once."""

    changes: Sequence[Change] = ()
    _years: dict[int, Times | None] = field(default_factory=dict, init=False)

    def offset(self, wall: datetime) -> timedelta | None:
        """How far clocks are from UTC when they show a time; None when it can't be told."""
        if not self._followed:
            return None
        if wall.year not in self._years:
            self._years[wall.year] = _until_end_of(wall.year, self.changes)
        times = self._years[wall.year]
        if times is None:
            return None
        known = [one for one in times if one[0] <= wall]
        return max(known)[1] if known else self.changes[0].offset

    @property
    def _followed(self) -> bool:
        """Whether it is a table as clocks have one: who lists thousands of changes means no place."""
        rules = [one.rule for one in self.changes if one.rule]
        yearly = all("FREQ=YEARLY" in rule.upper() for rule in rules)
        return 0 < len(self.changes) <= MOST and len(rules) <= MOST_RULES and yearly


def _until_end_of(year: int, changes: Sequence[Change]) -> Times | None:
    found: Times = []
    for change in changes:
        since = change.since
        # Tables begin in 1601 as Windows writes them; a rule is looked at from when it matters.
        if change.rule and since.year < year - 2:
            since = _anew(since, year - 2)
        last = since.replace(year=year, month=12, day=31, hour=23, minute=59)
        try:
            times = repetition.dates(change.rule, since, until=last) if change.rule else [since]
        except repetition.NotFollowed:
            return None
        found += [(at, change.offset) for at in times]
    return found


def _anew(since: datetime, year: int) -> datetime:
    """The same beginning in a later year: the first of its month is as good for a yearly rule."""
    return since.replace(year=year, day=1)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
