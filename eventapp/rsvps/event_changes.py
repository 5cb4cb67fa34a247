"""Which change of an event tells its guests, and how loudly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# An evening that begins after midnight is still the evening before's.
MORNING = timedelta(hours=5)


@dataclass(frozen=True)
class Snapshot:
    """What a guest's calendar holds of an event; times in UTC, `zone` an IANA name."""

    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place_name: str = ""
    place_address: str = ""
    online_url: str = ""

    @classmethod
    def of(cls, event: object) -> "Snapshot":
        """What of an event a calendar shows, as it is now."""
        return cls(**{field.name: getattr(event, field.name) for field in fields(cls)})

    def kept(self) -> dict[str, str]:
        """The same as JSON can hold it."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: v if isinstance(v, str) else v.isoformat() for name, v in values.items()}

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Snapshot":
        """Back from what was kept, also with something else beside."""
        times = {name: datetime.fromisoformat(kept[name]) for name in ("starts_at", "ends_at")}
        values = {field.name: kept[field.name] for field in fields(cls) if field.name in kept}
        return cls(**values | times)


@dataclass(frozen=True)
class Change:
    """One field of a snapshot that differs, with its value before and after."""

    field: str
    before: str | datetime
    after: str | datetime


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """What a guest would notice, in the order of the fields.

    Spaces alone are no change, nor is another zone whose clocks read the same at that hour.
    """
    pairs = [
        (field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(Snapshot)
    ]
    return [
        Change(name, old, new)
        for name, old, new in pairs
        if (
            _clocks(before, old) != _clocks(before, new)
            if name == "zone"
            else _told(old) != _told(new)
        )
    ]


def for_everybody(found: Iterable[Change]) -> list[Change]:
    """Those that people without a place are told: the link to join isn't theirs."""
    return [change for change in found if change.field != "online_url"]


def needs_mail(found: Iterable[Change]) -> bool:
    """Whether guests are written to.

    Any change is told: a new place or title because a feed that says otherwise than the calendar
    confuses.
    """
    return any(True for _change in found)


def significant(found: Iterable[Change]) -> bool:
    """Whether a change raises SEQUENCE, so that calendars ask their owners anew (RFC 5546, 2.1.4).

    Another time does; the clocks of another zone at the same moment don't, for entries are in UTC.
    """
    return any(change.field in {"starts_at", "ends_at"} for change in found)


def moves(found: Iterable[Change]) -> bool:
    """Whether somebody who doesn't hear of it would come at the wrong time or to the wrong place.

    Such a letter says so in its subject; another one is a quiet update.
    """
    return any(change.field != "title" for change in found)


def another_evening(before: Snapshot, after: Snapshot) -> bool:
    """Whether an event moves to another day, on the clocks of its place; another hour is none."""
    return _evening(before) != _evening(after)


def _evening(event: Snapshot) -> date:
    return (event.starts_at.astimezone(ZoneInfo(event.zone)) - MORNING).date()


def _told(value: str | datetime) -> str | datetime:
    return " ".join(value.split()) if isinstance(value, str) else value


def _clocks(event: Snapshot, zone: str) -> list[tuple[str, object]]:
    local = [moment.astimezone(ZoneInfo(zone)) for moment in (event.starts_at, event.ends_at)]
    return [(moment.isoformat(), moment.utcoffset()) for moment in local]
