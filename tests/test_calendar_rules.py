"""Every rule of calendars is kept by what we write, and noticed where it is broken."""

import re
from collections.abc import Callable
from datetime import timedelta

import calendar_rules
import pytest
from calendar_builders import STAMP, appointment
from calendar_rules import Calendar

from eventapp import ical

LONG = appointment(title="Ähnliches, " * 20, description="Müll; \\ und, Käse\n" * 20)
GOOD = {
    "REQUEST": ical.invite(LONG, stamp=STAMP),
    "CANCEL": ical.cancel(LONG, stamp=STAMP),
    "feed": ical.feed(
        [appointment(), appointment(uid="event-8@tables.example", cancelled=True)],
        name="Data Kitchen",
        source_url="https://tables.example/c.ics",
    ),
    "file": ical.single(appointment(own_line="Your page: https://tables.example/me")),
}
Change = Callable[[bytes], bytes]


def put(old: str, new: str) -> Change:
    """A calendar with something else in the place of what is there."""

    def change(data: bytes) -> bytes:
        found = re.sub(old.encode(), new.encode(), data, count=1, flags=re.MULTILINE)
        assert found != data
        return found

    return change


def add(line: str, before: str = "END:VEVENT") -> Change:
    """A calendar with one more line."""
    return put(f"^{before}\r\n", f"{line}\\r\\n{before}\\r\\n")


def folded_at(rows: int, what: str) -> Change:
    """A calendar whose long lines are cut after so many octets, or inside what mustn't be cut."""

    def change(data: bytes) -> bytes:
        if what:
            return data.replace(what.encode(), what.encode()[:1] + b"\r\n " + what.encode()[1:], 1)
        return data.replace(b"\r\n ", b"") if not rows else data

    return change


BROKEN: dict[str, tuple[str, Change]] = {
    "is UTF-8 without a mark before it": ("REQUEST", lambda data: "\ufeff".encode() + data),
    "ends every line with CR LF": ("REQUEST", lambda data: data.replace(b"\r\n", b"\n", 1)),
    "has no empty line": ("feed", put("^VERSION", "\\r\\nVERSION")),
    "folds at 75 octets": ("REQUEST", folded_at(0, "")),
    "folds inside no character": ("REQUEST", folded_at(1, "Ä")),
    "folds inside no escape": ("REQUEST", folded_at(1, "\\,")),
    "has no control characters": ("REQUEST", put("LOCATION:", "LOCATION:\x07")),
    "is one calendar": ("feed", lambda data: data + data),
    "says METHOD before its event, as it is sent": ("REQUEST", put("METHOD:REQUEST", "METHOD:PUBLISH")),
    "has times in UTC": ("REQUEST", put("(?<=DTSTART:20261126T183000)Z", "")),
    "brings no table of a time zone": ("file", put("DTSTART:", "DTSTART;TZID=Europe/Berlin:")),
    "ends after it begins": ("file", put("DTEND:2026", "DTEND:2025")),
    "has a UID for each event that names nobody": ("feed", put("UID:event-8@", "UID:event-7@")),
    "counts within 31 bits": ("REQUEST", put("SEQUENCE:2", "SEQUENCE:2147483648")),
    "has every line of an event once": ("file", add("SUMMARY:Twice")),
    "has no alarm and repeats nothing": ("file", add("RRULE:FREQ=DAILY")),
    "quotes what must be quoted": ("REQUEST", put('CN="Aiko Tanaka"', "CN=Tanaka:Aiko")),
    "has names that every program reads alike": ("REQUEST", put('Tanaka"', 'Tanaka\\\\\\\\"')),
    "has one event in a letter": (
        "REQUEST",
        lambda data: data.replace(
            b"END:VCALENDAR", b"".join(GOOD["file"].partition(b"BEGIN:VEVENT")[1:])
        ),
    ),
    "names one guest in a letter, and nobody elsewhere": (
        "REQUEST",
        add("ATTENDEE;PARTSTAT=ACCEPTED:mailto:kofi@mail.example"),
    ),
    "names its organizer in a letter alone": ("file", add("ORGANIZER:mailto:ines@mail.example")),
    "asks the guest whose answer isn't known": ("REQUEST", put("RSVP=TRUE", "RSVP=FALSE")),
    "stands as it should": ("REQUEST", put("STATUS:CONFIRMED", "STATUS:CANCELLED")),
    "tells a subscriber its name and how often to look": ("feed", put("^X-PUBLISHED-TTL:.*\r\n", "")),
    "opens no page of a guest to everybody": ("file", put("/me", "/r/0123456789")),
}  # fmt: skip


@pytest.mark.parametrize("sent_as", GOOD)
def test_what_we_write_keeps_every_rule(sent_as: str) -> None:
    assert calendar_rules.broken(Calendar(GOOD[sent_as], sent_as)) == []


def test_every_rule_has_a_sample_that_breaks_it() -> None:
    assert set(BROKEN) == set(calendar_rules.RULES)


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_calendar_is_noticed(rule: str) -> None:
    sent_as, change = BROKEN[rule]

    assert rule in calendar_rules.broken(Calendar(change(GOOD[sent_as]), sent_as))


def test_a_cancellation_may_not_stand_as_a_confirmed_event() -> None:
    change = put("STATUS:CANCELLED", "STATUS:CONFIRMED")

    found = calendar_rules.broken(Calendar(change(GOOD["CANCEL"]), "CANCEL"))

    assert found == ["stands as it should"]


def test_an_older_calendar_after_a_newer_one_is_noticed() -> None:
    letters = [
        Calendar(ical.invite(appointment(sequence=n), stamp=STAMP), "REQUEST") for n in (0, 1, 2)
    ]

    assert calendar_rules.later(letters)
    assert not calendar_rules.later(letters[::-1])


def test_a_cancellation_that_isn_t_numbered_anew_is_noticed() -> None:
    asked = Calendar(ical.invite(appointment(), stamp=STAMP), "REQUEST")
    off = Calendar(ical.cancel(appointment(), stamp=STAMP + timedelta(hours=1)), "CANCEL")

    assert not calendar_rules.later([asked, off])
