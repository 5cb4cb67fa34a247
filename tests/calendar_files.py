"""Calendar files by their lines, and what is read of them."""

from datetime import UTC, datetime

from eventapp.events.importing import calendar_file
from eventapp.events.importing.calendar_file import CalendarFile, Found

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def calendar(*entries: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.split("\n"), *entries, "END:VCALENDAR", ""]
    return "\r\n".join(line for line in "\n".join(lines).split("\n") if line).encode()


def entry(*lines: str, start: str = "DTSTART:20270109T183000Z") -> str:
    return "\n".join(("BEGIN:VEVENT", start, *lines, "END:VEVENT"))


def read(*entries: str, head: str = "") -> CalendarFile:
    return calendar_file.read(calendar(*entries, head=head), zone="Europe/Berlin", now=NOW)


def one(*lines: str, start: str = "DTSTART:20270109T183000Z", head: str = "") -> Found:
    (found,) = read(entry(*lines, start=start), head=head).events
    return found
