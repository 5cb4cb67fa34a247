"""The events of an .ics file, each with what is odd about it (pure).

Whatever wrote the file: times are read on the clocks that it names, as IANA or Windows calls them, or
as its own table of a zone has them.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Component

from eventapp.events.importing import event_times, locations, repetition
from eventapp.events.importing.descriptions import cleaned, one_line, place_in
from eventapp.events.importing.event_times import Clocks, Moment
from eventapp.events.importing.properties import ZONE, first, number, rule, text

Say = Callable[[str], str]

BYTES = 2_000_000
# So many entries are read, so many of them may repeat, and so many events may come of all.
ENTRIES = 500
REPEATING = 50
EVENTS = 1_000
# So many lines and times stand in a file at most, and a rule is no longer than a line or two: all of
# them are taken apart before we see any.
LINES, TIMES = 60_000, 20_000
_ENDLESS = re.compile(r"^RRULE[^\r\n]{1000}", re.I | re.M)
# So many dates a series leaves out at most; whatever follows in its list isn't looked at.
LEFT_OUT = 1_000
LONG = timedelta(days=3)
# Other years are slips of the hand.
YEARS = range(1990, 2100)
_FOLD, _TIME = re.compile(r"\r?\n[ \t]"), re.compile(r"\d{8}T\d{6}")
_ZONE = re.compile(r"^(BEGIN|END):VTIMEZONE[ \t]*(?=\r?$)", re.I | re.M)


class BadCalendar(ValueError):
    """A file that can't be read as a calendar; str(error) is a sentence for the organizer."""


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
    where: locations.Where = field(default_factory=locations.Where)
    description: str = ""
    odd: tuple[str, ...] = ()
    cancelled: bool = False
    repeats: bool = False


@dataclass(frozen=True)
class Unread:
    """An entry that can't be an event: what it is called, and why."""

    title: str
    why: str


@dataclass(frozen=True)
class CalendarFile:
    """What stands in a file: its name, its events by their time, and what can't be one."""

    name: str
    events: tuple[Found, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True)
class _Entry:
    """One VEVENT as it is read, before its series is unrolled."""

    uid: str
    sequence: int
    part: Component
    clocks: Clocks
    start: Moment
    found: Found
    instance: str = ""


def read(data: bytes, *, zone: str, now: datetime, _: Say = str) -> CalendarFile:
    """The events of a file; times without a zone are on the clocks of `zone`. BadCalendar when there
    is none in it, or too much."""
    calendars = _parsed(_text(data, _), _)
    entries: dict[tuple[str, str], _Entry] = {}
    unread: list[Unread] = []
    for calendar in calendars:
        clocks = event_times.clocks(calendar, usual=zone)
        for part in calendar.walk("VEVENT"):
            entry = _entry(part, clocks)
            if isinstance(entry, Unread):
                unread.append(entry)
                continue
            key = (entry.uid, entry.instance)
            # Of the same written twice, the later version counts.
            if key not in entries or entries[key].sequence <= entry.sequence:
                entries[key] = entry
    if not entries and not unread:
        raise BadCalendar(_("There is no event in this calendar."))
    found: list[Found] = list(_unrolled(list(entries.values()), now))
    if len(found) > EVENTS:
        raise BadCalendar(_("This calendar has more than 1,000 events. Export a part of it."))
    name = next(filter(None, (text(one, "X-WR-CALNAME") for one in calendars)), "")
    found.sort(key=lambda one: (one.starts_at, one.key))
    return CalendarFile(one_line(name, 80), tuple(found), tuple(unread))


def _text(data: bytes, _: Say) -> str:
    if len(data) > BYTES:
        raise BadCalendar(_("This file is larger than 2 MB. Export a part of the calendar."))
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            said = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        said = data.decode("latin-1")
    said = said.replace("\0", "").lstrip()
    if not said[:20].upper().startswith("BEGIN:VCALENDAR"):
        raise BadCalendar(_("This is no calendar file. The name of one ends in .ics."))
    if said.upper().count("BEGIN:VEVENT") > ENTRIES:
        raise BadCalendar(_("This calendar has more than 500 entries. Export a part of it."))
    unfolded = _FOLD.sub("", said)
    if said.count("\n") > LINES or len(_TIME.findall(unfolded)) > TIMES:
        raise BadCalendar(_("This calendar has more than 1,000 events. Export a part of it."))
    if _ENDLESS.search(unfolded):
        raise BadCalendar(_broken(_))
    return _ZONE.sub(rf"\1:{ZONE}", said)


def _parsed(said: str, _: Say) -> list[Component]:
    try:
        found: list[Component] = [*Calendar.from_ical(said, multiple=True)]
    # What isn't a calendar ends in any of these; one that is cut off is nothing to icalendar. Clocks are
    # looked up as files, and no file is called as some clocks are.
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError):
        found = []
    if not found:
        raise BadCalendar(_broken(_))
    return found


def _broken(_: Say) -> str:
    return _("This calendar can't be read: it is cut off, or something in it is broken.")


def _entry(part: Component, clocks: Clocks) -> _Entry | Unread:
    title = one_line(text(part, "SUMMARY"), 80)
    try:
        start = clocks.moment(first(part, "DTSTART"))
        if start is None:
            return Unread(title, "no_start")
        if start.wall.year not in YEARS:
            return Unread(title, "far")
        ends_at, odd = event_times.ends(part, start, clocks)
        instance = clocks.moment(first(part, "RECURRENCE-ID"))
        instance_at = instance.on(start.zone).isoformat() if instance else ""
    except (OverflowError, ValueError):
        return Unread(title, "far")
    about = text(part, "DESCRIPTION") or text(part, "X-ALT-DESC")
    description = cleaned(about)
    where = locations.found(
        text(part, "LOCATION"),
        conference=" ".join((text(part, "CONFERENCE"), text(part, "X-GOOGLE-CONFERENCE"))),
        description=description,
        address=place_in(about),
    )
    checks = (
        ("no_title", not title),
        ("no_place", not where.name and not where.online),
        ("long", ends_at - start.at > LONG),
        ("link_in_text", locations.join_link_in(description)),
    )
    found = Found(
        key="",
        title=title,
        starts_at=start.at,
        ends_at=ends_at,
        zone=start.zone.key,
        where=where,
        description=description,
        odd=(*start.odd, *odd, *(name for name, is_so in checks if is_so)),
        cancelled=text(part, "STATUS").upper() == "CANCELLED",
    )
    uid = text(part, "UID").strip()
    if not uid:
        uid = _key(title, start.at.isoformat())
    return _Entry(uid, number(part, "SEQUENCE"), part, clocks, start, found, instance_at)


def _unrolled(entries: Sequence[_Entry], now: datetime) -> Iterator[Found]:
    """Each event, and each date of a series that wasn't moved or taken out."""
    changed = {(entry.uid, entry.instance) for entry in entries if entry.instance}
    left = REPEATING
    for entry in entries:
        repeats = rule(entry.part)
        if entry.instance:
            yield replace(entry.found, key=_key(entry.uid, entry.instance), repeats=True)
        elif repeats is None:
            yield replace(entry.found, key=_key(entry.uid, ""))
        else:
            left -= 1
            yield from _series(entry, repeats if left >= 0 else "", changed, now)


def _series(
    entry: _Entry, repeats: str, changed: set[tuple[str, str]], now: datetime
) -> Iterator[Found]:
    start, found = entry.start, entry.found
    last = (now + repetition.AHEAD).astimezone(start.zone).replace(tzinfo=None)
    try:
        days = repetition.dates(repeats, start.wall, until=last, without=_without(entry))
    except repetition.NotFollowed:
        key = _key(entry.uid, start.wall.isoformat())
        yield replace(found, key=key, odd=(*found.odd, "not_followed"), repeats=True)
        return
    length = found.ends_at - found.starts_at
    for day in days:
        if (entry.uid, day.isoformat()) in changed:
            continue
        starts_at = day.replace(tzinfo=start.zone).astimezone(UTC)
        yield replace(
            found,
            key=_key(entry.uid, day.isoformat()),
            starts_at=starts_at,
            ends_at=starts_at + length,
            repeats=True,
        )


def _without(entry: _Entry) -> list[datetime]:
    """The dates that a series leaves out."""
    found = entry.part.get("EXDATE")
    lists = found if isinstance(found, list) else [found] if found is not None else []
    # A list names its clocks once, for all of its dates.
    named = [(one, each.params) for each in lists for one in _dates_of(each)]
    moments = []
    for one, params in named[:LEFT_OUT]:
        one.params.update(params)
        moments.append(entry.clocks.moment(one))
    return [
        datetime.combine(one.wall.date(), entry.start.wall.time())
        if one.all_day
        else one.on(entry.start.zone)
        for one in moments
        if one
    ]


def _dates_of(left_out: Any) -> Sequence[Any]:
    try:
        found: Sequence[Any] = getattr(left_out, "dts", ())
    except ValueError as error:
        # Which dates are left out can't be read, so which are left can't be known.
        raise repetition.NotFollowed("EXDATE") from error
    return found


def _key(uid: str, instance: str) -> str:
    """What an event is known by: short, whatever its calendar calls it."""
    return hashlib.sha256(f"{uid}\n{instance}".encode()).hexdigest()
