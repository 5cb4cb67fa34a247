"""Appointments to write, what becomes of them, and their lines."""

from datetime import UTC, datetime, timedelta

from eventapp import ical
from eventapp.ical import Appointment

START = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)
STAMP = datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC)


def appointment(**given: object) -> Appointment:
    fields: dict = {
        "uid": "event-7@tables.example",
        "sequence": 2,
        "starts_at": START,
        "ends_at": START + timedelta(hours=2, minutes=30),
        "title": "Coffee & Careers",
        "description": "Six tables, three rounds.\n\nBring one question; or two.",
        "location": "The Reading Room, 12 Mill Lane, Edinburgh",
        "url": "https://tables.example/data-kitchen/coffee-careers",
        "organizer_name": "Data Kitchen via Tableful",
        "organizer_email": "tables@tables.example",
        "guest_name": "Aiko Tanaka",
        "guest_email": "aiko@mail.example",
        "conference": "https://meet.example/x",
        "revised_at": datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
    }
    return Appointment(**fields | given)


def written(data: bytes) -> list[str]:
    """The content lines, unfolded."""
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def everything(made: Appointment) -> list[bytes]:
    """One of each kind of object that an appointment can become."""
    return [
        ical.invite(made, stamp=STAMP),
        ical.cancel(made, stamp=STAMP),
        ical.uninvite(made, stamp=STAMP),
        ical.feed([made, made], name=made.title, source_url="https://tables.example/c.ics"),
        ical.single(made),
    ]
