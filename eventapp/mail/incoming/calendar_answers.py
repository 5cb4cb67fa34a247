"""What a guest's calendar answered: bytes of METHOD:REPLY or COUNTER become values. Pure."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from html import unescape
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from eventapp.content_lines import clean_lines
from eventapp.ical import PARTSTATS
from eventapp.mail.incoming.calendar_lines import Component, Line, Unreadable, calendar
from eventapp.mail.incoming.contents import CalendarAnswer, NewTime

MOST_SEQUENCE, LONGEST_COMMENT = 2**31 - 1, 500
# An entry of ours has one; each is looked for on the list.
MOST_ATTENDEES = 100
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_LASTING = re.compile(
    r"P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?"
)
_TIME = re.compile(r"([0-9]{8})T([0-9]{6})(Z?)")


class NoAnswer(Unreadable):
    """A whole calendar, of a method that answers nothing."""


def answer(
    data: bytes, *, guest: str = "", method: str = "", charset: str | None = None
) -> CalendarAnswer | NewTime:
    """The reply (RFC 5546, 3.2.3) or counter-proposal (3.2.7) in a calendar part, read leniently.

    `guest` is whoever most likely answers, as the sender: picked only where several attendees are
    listed and theirs is one of the addresses. `method` is what the part's MIME header says. An
    unknown PARTSTAT counts as NEEDS-ACTION, which changes nothing. Raises Unreadable.
    """
    whole = calendar(data, charset=charset)
    stated = {_value(whole.one("METHOD")).upper(), method.strip().upper()} - {""}
    if len(stated) > 1:
        raise Unreadable("The calendar and the mail around it don't agree on what it is.")
    if not stated & {"REPLY", "COUNTER"}:
        raise NoAnswer("The calendar in it answers nothing.")
    event = _event(whole)
    every = _answers(event, google="google" in _value(whole.one("PRODID")).lower())
    said = _one_of(every, event, guest.lower())
    return said if stated == {"REPLY"} else _new_time(said, event)


def _event(whole: Component) -> Component:
    events = [part for part in whole.parts if part.name == "VEVENT"]
    if len(events) != 1:
        raise Unreadable("The reply is not about one event.")
    if not _value(events[0].one("UID")):
        raise Unreadable("The reply names no event: it has no UID.")
    return events[0]


def _answers(event: Component, *, google: bool) -> list[CalendarAnswer]:
    """What each of the attendees says who has an address."""
    noted = next((line.text for line in event.all("COMMENT") if line.text.strip()), "")
    every = []
    attendees = event.all("ATTENDEE")
    if len(attendees) > MOST_ATTENDEES:
        raise Unreadable("The reply lists too many guests.")
    for line in attendees:
        if not (email := _email(line)):
            continue
        said = line.params.get("PARTSTAT", "").upper()
        # Google escapes a note for HTML on top of iCalendar's own escapes.
        note = unescape(noted) if google else noted
        note = note or unescape(re.sub(r"\\(.)", r"\1", line.params.get("X-RESPONSE-COMMENT", "")))
        guests = line.params.get("X-NUM-GUESTS", "")
        every.append(
            CalendarAnswer(
                uid=_value(event.one("UID")),
                partstat=said if said in PARTSTATS else "NEEDS-ACTION",
                guest_email=email,
                sequence=_sequence(event),
                stamp=_moment(event.one("DTSTAMP")),
                comment=clean_lines(note).strip()[:LONGEST_COMMENT],
                guests=int(guests) if re.fullmatch(r"[0-9]{1,3}", guests) else 0,
            )
        )
    if not every:
        raise Unreadable("The reply doesn't say which guest it is from.")
    return every


def _one_of(every: list[CalendarAnswer], event: Component, guest: str) -> CalendarAnswer:
    """The one who answers, with the others; nobody's answer where that can't be told."""
    addresses = [one.guest_email for one in every]
    if len(set(addresses)) < len(addresses):
        raise Unreadable("The reply names a guest twice.")
    organizer = event.one("ORGANIZER")
    # Whoever was sent by somebody else answers for themselves in a letter of their own.
    passive = {_email(organizer)} if organizer else set()
    passive |= {_email(line) for line in event.all("ATTENDEE") if "DELEGATED-FROM" in line.params}
    picked = [one for one in every if one.guest_email == guest] or every
    if len(picked) > 1:
        picked = [one for one in every if one.guest_email not in passive]
    if len(picked) == 1:
        return replace(picked[0], others=tuple(one for one in every if one is not picked[0]))
    nobody = replace(every[0], guest_email="", partstat="NEEDS-ACTION", comment="", guests=0)
    return replace(nobody, others=tuple(every))


def _new_time(said: CalendarAnswer, event: Component) -> NewTime:
    starts_at, ends_at = _moment(event.one("DTSTART")), _moment(event.one("DTEND"))
    if starts_at and not ends_at and (lasting := _value(event.one("DURATION"))):
        ends_at = _later(starts_at, lasting)
    if starts_at and ends_at and ends_at <= starts_at:
        starts_at = ends_at = None
    noted = next((line.text for line in event.all("COMMENT") if line.text.strip()), "")
    return NewTime(
        uid=said.uid,
        guest_email=said.guest_email,
        starts_at=starts_at,
        ends_at=ends_at,
        comment=said.comment or clean_lines(noted).strip()[:LONGEST_COMMENT],
    )


def _value(line: Line | None) -> str:
    return line.text.strip() if line else ""


def _email(line: Line) -> str:
    """The address, in small letters; empty where it can't be told."""
    value = re.sub(r"(?i)^\s*((mailto|smtp):\s*)+", "", line.value).strip()
    if named := re.fullmatch(r"[^<>]*<([^<>]*)>", value):
        value = named[1]
    value = re.sub(r"(?i)^\s*((mailto|smtp):\s*)+", "", unquote(value)).strip()
    if "@" not in value:
        value = re.sub(r"(?i)^mailto:", "", line.params.get("EMAIL", "").strip())
    return value.lower() if _ADDRESS.fullmatch(value) else ""


def _sequence(event: Component) -> int:
    """The number, which is our own come back; what can't be one of ours is cut to what can."""
    number = _value(event.one("SEQUENCE")) or "0"
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", number):
        raise Unreadable("The reply's SEQUENCE is not a number.")
    return min(max(int(number), 0), MOST_SEQUENCE)


def _moment(line: Line | None) -> datetime | None:
    """The aware time in UTC; None where it is missing, broken, or of a zone that isn't known.

    A time that floats is taken for UTC, for that is what DTSTAMP has to be; a day has no time.
    """
    found = _TIME.fullmatch(re.sub(r"[-:]", "", _value(line)))
    if line is None or found is None:
        return None
    zone: tzinfo | None = UTC
    if not found[3] and line.params.get("TZID"):
        zone = _zone(line.params["TZID"])
    elif not found[3] and line.name != "DTSTAMP":
        zone = None
    try:
        moment = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return moment.astimezone(UTC) if zone and 1970 <= moment.year < 9999 else None


def _zone(name: str) -> tzinfo | None:
    """The zone of that name, IANA's or Windows'; some programs put a path before it."""
    name = WINDOWS_TO_OLSON.get(name, name)
    parts = [part for part in name.split("/") if part]
    for first in range(len(parts)):
        try:
            return ZoneInfo("/".join(parts[first:]))
        except (ValueError, OSError, KeyError):  # Not found, a folder, or no name at all.
            continue
    return None


def _later(moment: datetime, lasting: str) -> datetime | None:
    """The moment after a time as in PT1H30M; None where it is none, or ends with the calendar."""
    found = _LASTING.fullmatch(lasting.upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    try:
        return moment + timedelta(
            weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
        )
    except OverflowError:
        return None
