"""The entries of a calendar become events: each date of a series that wasn't moved or taken out is one (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from eventapp.events.importing import repetition
from eventapp.events.importing.entries import YEARS, Entry
from eventapp.events.importing.event_times import Moment
from eventapp.events.importing.found import Found, key, source
from eventapp.events.importing.properties import rule

# So many entries may repeat.
REPEATING = 50
# So many dates a series leaves out or adds at most; whatever follows in its list isn't looked at.
LISTED = 1_000
Span = tuple[datetime, datetime]
_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


@dataclass
class Unrolled:
    """The events of all entries, and of which entries these are all dates, each from when to when."""

    events: list[Found] = field(default_factory=list)
    complete: dict[str, Span] = field(default_factory=dict)


def unrolled(entries: Sequence[Entry], now: datetime) -> Unrolled:
    """What becomes of all entries of a calendar."""
    moved = {key(entry.uid, entry.instance) for entry in entries if entry.instance}
    done, left = Unrolled(), REPEATING
    for entry in entries:
        repeats, mine = rule(entry.part), source(entry.uid)
        found = replace(entry.found, source=mine)
        if entry.instance:
            done.events.append(replace(found, key=key(entry.uid, entry.instance), repeats=True))
        elif repeats is None and entry.part.get("RDATE") is None:
            first = key(entry.uid, entry.start.wall.isoformat())
            done.events.append(replace(found, key=key(entry.uid, ""), before=first))
            done.complete[mine] = _EVER
        else:
            left -= 1
            dates, span = _series(entry, found, repeats if left >= 0 else "", now)
            done.events += [one for one in dates if one.key not in moved]
            if span:
                done.complete[mine] = span
    return done


def _series(
    entry: Entry, found: Found, repeats: str | None, now: datetime
) -> tuple[list[Found], Span | None]:
    """The dates of a series, and from when to when these are all of them; None where that can't be known."""
    try:
        days, lengths = _days(entry, repeats, now)
        near = repetition.near(days, _on_clocks(entry, now))
        dates = [_of(entry, found, day, lengths.get(day)) for day in days[near]]
    except (repetition.NotFollowed, OverflowError):
        once = replace(found, odd=(*found.odd, "not_followed"))
        return [_of(entry, once, entry.start.wall)], None
    since, until = _EVER
    if near.start > 0:
        since, dates[0] = dates[0].starts_at, replace(dates[0], odd=(*dates[0].odd, "earlier"))
    if near.stop < len(days):
        until, dates[-1] = dates[-1].starts_at, replace(dates[-1], odd=(*dates[-1].odd, "later"))
    return dates, (since, until)


def _of(entry: Entry, found: Found, day: datetime, length: timedelta | None = None) -> Found:
    """One date of a series."""
    starts_at = _utc(entry, day)
    return replace(
        found,
        key=key(entry.uid, day.isoformat()),
        starts_at=starts_at,
        ends_at=starts_at + (length or found.ends_at - found.starts_at),
        repeats=True,
        before=key(entry.uid, "") if day == entry.start.wall else "",
    )


def _utc(entry: Entry, day: datetime) -> datetime:
    return day.replace(tzinfo=entry.start.zone).astimezone(UTC)


def _on_clocks(entry: Entry, at: datetime) -> datetime:
    return at.astimezone(entry.start.zone).replace(tzinfo=None)


def _days(
    entry: Entry, repeats: str | None, now: datetime
) -> tuple[list[datetime], dict[datetime, timedelta]]:
    """The dates of a series on its own clocks, and how long those last that say so themselves."""
    start = entry.start
    last = _on_clocks(entry, now + repetition.AHEAD)
    added = {at: length for at, length in _listed(entry, "RDATE") if at.year in YEARS}
    days = repetition.dates(
        repeats,
        start.wall,
        until=last,
        # Nobody knows how the program that wrote a whole day came to a moment.
        zone=repetition.SOMEWHERE if start.all_day else start.zone,
        added=added,
        without=[at for at, _length in _listed(entry, "EXDATE")],
    )
    return days, {at: length for at, length in added.items() if length}


def _listed(entry: Entry, name: str) -> Iterator[tuple[datetime, timedelta | None]]:
    """The dates that a series leaves out or adds, and how long each lasts where it says so."""
    found = entry.part.get(name)
    lists = found if isinstance(found, list) else [found] if found is not None else []
    # A list names its clocks once, for all of its dates.
    named = [(one.dt, each.params) for each in lists for one in _dates_of(each, name)]
    for value, params in named[:LISTED]:
        begins, end = value if isinstance(value, tuple) else (value, None)
        zone = str(params.get("TZID", ""))
        moment, until = entry.clocks.read(begins, zone), entry.clocks.read(end, zone)
        if moment:
            length = until.at - moment.at if until else end
            yield _on(entry, moment), length if length and length > timedelta() else None


def _on(entry: Entry, moment: Moment) -> datetime:
    """A date that a series lists, on its own clocks; a whole day is meant at its hour."""
    if moment.all_day:
        return datetime.combine(moment.wall.date(), entry.start.wall.time())
    return moment.on(entry.start.zone)


def _dates_of(listed: Any, name: str) -> Sequence[Any]:
    try:
        found: Sequence[Any] = getattr(listed, "dts", ())
    except ValueError as error:
        # Which dates are listed can't be read, so which there are can't be known.
        raise repetition.NotFollowed(name) from error
    return found
