"""Calendar files by their lines, and what is read of them."""

import io
from datetime import UTC, datetime

from visitor import Visitor, forms
from werkzeug.test import TestResponse

from eventapp.communities.models import Community
from eventapp.events.importing import calendar_file
from eventapp.events.importing.found import CalendarFile, Found

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


def upload(organizer: Visitor, host: Community, data: bytes) -> TestResponse:
    """The page of a file, as its organizer sees it."""
    return organizer.post(
        f"/desk/{host.slug}/import/calendar", data={"file": (io.BytesIO(data), "calendar.ics")}
    )


def bring(organizer: Visitor, host: Community, data: bytes, **chosen: object) -> TestResponse:
    """A file brought in as its page suggests, but for what is chosen otherwise; None isn't sent."""
    shown = upload(organizer, host, data)
    (form,) = [form for form in forms(shown.text) if "calendar" in form.values]
    values = form.values | {"go": "bring"} | chosen
    sent = {name: value for name, value in values.items() if value is not None}
    return organizer.post(f"/desk/{host.slug}/import/calendar", data=sent)
