"""What a calendar file holds: its events, each with what is odd about it, and what can't be one (pure)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from eventapp.events.importing.locations import Where


@dataclass(frozen=True)
class Found:
    """One event of a calendar, times in UTC; `odd` names what was taken for what was missing.

    `key` is what it is known by when the file comes again: its UID, and the date of one of a series.
    """

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    where: Where = field(default_factory=Where)
    description: str = ""
    odd: tuple[str, ...] = ()
    cancelled: bool = False
    repeats: bool = False
    # The entry that it is of: all dates of a series have the same.
    source: str = ""
    # What it was known by before its entry began to repeat, or while it did.
    before: str = ""

    @property
    def private(self) -> bool:
        """Whether its calendar says that it isn't for everybody."""
        return "private" in self.odd


@dataclass(frozen=True)
class Unread:
    """An entry that can't be an event: what it is called, and why."""

    title: str
    why: str


@dataclass(frozen=True)
class CalendarFile:
    """What stands in a file: its name, its events by their time, and what can't be one.

    `complete` says of which entries it names all dates, each from when to when: a date that isn't among
    them doesn't take place any more.
    """

    name: str
    events: tuple[Found, ...]
    unread: tuple[Unread, ...]
    complete: Mapping[str, tuple[datetime, datetime]] = field(default_factory=dict)


def key(uid: str, instance: str) -> str:
    """What an event is known by: short, whatever its calendar calls it."""
    return hashlib.sha256(f"{uid}\n{instance}".encode()).hexdigest()


def source(uid: str) -> str:
    """What an entry is known by, with all its dates."""
    return hashlib.sha256(uid.encode()).hexdigest()
