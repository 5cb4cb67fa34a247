"""The events of an .ics file, each with what is odd about it (pure).

Whatever wrote the file: times are read on the clocks that it names, as IANA or Windows calls them, or
as its own table of a zone has them.
"""

import re
from collections.abc import Callable
from datetime import datetime

from icalendar import Calendar, Component

from eventapp.events.importing import entries, event_times
from eventapp.events.importing.descriptions import one_line
from eventapp.events.importing.entries import Entry
from eventapp.events.importing.found import CalendarFile, Unread
from eventapp.events.importing.properties import ZONE, text
from eventapp.events.importing.unrolling import unrolled

Say = Callable[[str], str]

BYTES = 2_000_000
# So many entries are read, and so many events may come of all.
ENTRIES = 500
EVENTS = 1_000
# So many lines and times stand in a file at most, and a rule is no longer than a line or two: all of
# them are taken apart before we see any.
LINES, TIMES = 60_000, 20_000
_ENDLESS = re.compile(r"^RRULE[^\r\n]{1000}", re.I | re.M)
_FOLD, _TIME = re.compile(r"\r?\n[ \t]"), re.compile(r"\d{8}T\d{6}")
_ZONE = re.compile(r"^(BEGIN|END):VTIMEZONE[ \t]*(?=\r?$)", re.I | re.M)


class BadCalendar(ValueError):
    """A file that can't be read as a calendar; str(error) is a sentence for the organizer."""


def read(data: bytes, *, zone: str, now: datetime, _: Say = str) -> CalendarFile:
    """The events of a file; times without a zone are on the clocks of `zone`. BadCalendar when there
    is none in it, or too much."""
    calendars = _parsed(_text(data, _), _)
    latest: dict[tuple[str, str], Entry] = {}
    unread: list[Unread] = []
    for calendar in calendars:
        clocks = event_times.clocks(calendar, usual=zone)
        for part in calendar.walk("VEVENT"):
            entry = entries.read(part, clocks)
            if isinstance(entry, Unread):
                unread.append(entry)
                continue
            key = (entry.uid, entry.instance)
            # Of the same written twice, the later version counts.
            if key not in latest or latest[key].sequence <= entry.sequence:
                latest[key] = entry
    if not latest and not unread:
        raise BadCalendar(_("There is no event in this calendar."))
    done = unrolled(list(latest.values()), now)
    if len(done.events) > EVENTS:
        raise BadCalendar(_("This calendar has more than 1,000 events. Export a part of it."))
    name = next(filter(None, (text(one, "X-WR-CALNAME") for one in calendars)), "")
    found = tuple(sorted(done.events, key=lambda one: (one.starts_at, one.key)))
    return CalendarFile(one_line(name, 80), found, tuple(unread), done.complete)


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
