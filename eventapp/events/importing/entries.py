"""One entry of a calendar, read before its series is unrolled (pure)."""

from dataclasses import dataclass
from datetime import timedelta

from icalendar import Component

from eventapp.events.importing import event_times, locations
from eventapp.events.importing.descriptions import cleaned, one_line, place_in
from eventapp.events.importing.event_times import Clocks, Moment
from eventapp.events.importing.found import Found, Unread, key
from eventapp.events.importing.properties import first, number, text

LONG = timedelta(days=3)
# Other years are slips of the hand.
YEARS = range(1990, 2100)


@dataclass(frozen=True)
class Entry:
    """One VEVENT; `instance` is the date of a series that it stands for, empty for none."""

    uid: str
    sequence: int
    part: Component
    clocks: Clocks
    start: Moment
    found: Found
    instance: str = ""


def read(part: Component, clocks: Clocks) -> Entry | Unread:
    """An entry with what is odd about it, or why it can't be an event."""
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
        # What isn't known is to be taken as private (RFC 5545, 3.8.1.3).
        ("private", text(part, "CLASS").strip().upper() not in {"", "PUBLIC"}),
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
        uid = key(title, start.at.isoformat())
    return Entry(uid, number(part, "SEQUENCE"), part, clocks, start, found, instance_at)
