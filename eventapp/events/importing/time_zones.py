"""Which clocks a calendar's times are on: as IANA names them, as Windows does, or by the file's own table (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.events.importing import repetition

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


def offset(table: Sequence[Change], wall: datetime) -> timedelta | None:
    """How far clocks are from UTC when they show a time, by a table of their changes; None when it
    can't be told."""
    found: list[tuple[datetime, timedelta]] = []
    for change in table:
        since = change.since
        # Tables begin in 1601 as Windows writes them; a rule is looked at from when it matters.
        if change.rule and since.year < wall.year - 2:
            since = _anew(since, wall.year - 2)
        try:
            times = repetition.dates(change.rule, since, until=wall) if change.rule else [since]
        except repetition.NotFollowed:
            return None
        found += [(at, change.offset) for at in times if at <= wall]
    return max(found)[1] if found else (table[0].offset if table else None)


def _anew(since: datetime, year: int) -> datetime:
    """The same beginning in a later year: the first of its month is as good for a yearly rule."""
    return since.replace(year=year, day=1)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
