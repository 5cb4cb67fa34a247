"""Appointments as calendar bytes, and the answers that calendars send back. Pure.

All times are UTC, for calendars disagree about time zone tables. A message speaks of one guest.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from urllib.parse import unquote

from icalendar import Calendar, Event, vCalAddress, vDDDTypes
from icalendar.parser import Contentline

from eventapp.content_lines import clean, clean_lines, fold

PRODID = "-//eventapp//calendar//EN"
MOST_OCTETS, MOST_COMPONENTS, MOST_LINES = 256 * 1024, 50, 5_000
# Where the line of the one guest goes.
GUEST = "ATTENDEE:mailto:guest"
PARTSTATS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "NEEDS-ACTION")


class Unreadable(ValueError):
    """Not a reply that can be acted on; the message says why, for the log and the host."""


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One event as one calendar entry; with a guest, as that guest's.

    `sequence` is the number to be sent, already raised for a change or a cancellation.
    Raises ValueError naming the field that can't be written.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    location: str
    url: str
    organizer_name: str
    organizer_email: str
    guest_name: str | None = None
    guest_email: str | None = None
    partstat: str = "NEEDS-ACTION"
    revised_at: datetime
    cancelled: bool = False
    tentative: bool = False

    def __post_init__(self) -> None:
        for name in ("starts_at", "ends_at", "revised_at"):
            if getattr(self, name).tzinfo is None:
                raise ValueError(f"{name} needs a time zone.")
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be later than starts_at.")
        if not 0 <= self.sequence < 2**31:
            raise ValueError("sequence must be from 0 to 2^31 - 1.")
        if not re.fullmatch(r"[!-~]{1,255}", self.uid):
            raise ValueError("uid must be 1 to 255 visible ASCII characters.")
        if self.url and not re.fullmatch(r"https?://[!-~]+", self.url):
            raise ValueError("url must be an ASCII http or https address.")
        for name in ("organizer_email", "guest_email"):
            given = getattr(self, name)
            if given is not None and not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", given):
                raise ValueError(f"{name} must be one ASCII address.")
        if self.partstat not in PARTSTATS:
            raise ValueError(f"partstat must be one of {', '.join(PARTSTATS)}.")


@dataclass(frozen=True)
class Answer:
    """What a guest's calendar replied; `stamp` is aware, or None when it was missing or broken."""

    uid: str
    partstat: str
    guest_email: str
    sequence: int
    stamp: datetime | None
    comment: str = ""


def invite(appointment: Appointment, *, stamp: datetime) -> bytes:
    """An invitation or its update: METHOD:REQUEST with the one guest (RFC 5546, 3.2.2).

    `stamp` must be later than in every earlier message of this UID. ValueError without a guest.
    """
    return _to_guest(appointment, stamp, "REQUEST", _status(appointment))


def cancel(appointment: Appointment, *, stamp: datetime) -> bytes:
    """The event is off for everybody: METHOD:CANCEL, STATUS:CANCELLED (RFC 5546, 3.2.5)."""
    return _to_guest(appointment, stamp, "CANCEL", "CANCELLED")


def uninvite(appointment: Appointment, *, stamp: datetime) -> bytes:
    """This guest alone is out: METHOD:CANCEL without STATUS, for the event goes on (3.2.5)."""
    return _to_guest(appointment, stamp, "CANCEL", "")


def feed(appointments: Sequence[Appointment], *, name: str, source_url: str = "") -> bytes:
    """A calendar to subscribe to: no METHOD, no people; the same bytes until something changes."""
    return _written(
        [
            f"NAME:{_text(clean(name))}",
            f"X-WR-CALNAME:{_text(clean(name))}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
            *([f"SOURCE;VALUE=URI:{source_url}"] if source_url else []),
            "X-PUBLISHED-TTL:PT4H",
            *chain.from_iterable(map(_public, appointments)),
        ]
    )


def single(appointment: Appointment) -> bytes:
    """The .ics to download: the same UID as in the mails, no METHOD, no people."""
    return _written(_public(appointment))


def answer(data: bytes, *, guest: str | None = None) -> Answer:
    """The reply in a text/calendar part (RFC 5546, 3.2.3), read leniently.

    Some programs list every attendee: then `guest`, the address that was invited, picks the one.
    An unknown PARTSTAT counts as NEEDS-ACTION, which changes nothing. Raises Unreadable.
    """
    event = _reply(data)
    uid = str(event.get("UID") or "").strip()
    if not uid:
        raise Unreadable("The reply names no event: it has no UID.")
    attendee = _attendee(event, guest)
    said = str(attendee.params.get("PARTSTAT", "")).upper()
    comment = event.get("COMMENT") or attendee.params.get("X-RESPONSE-COMMENT") or ""
    return Answer(
        uid=uid,
        partstat=said if said in PARTSTATS else "NEEDS-ACTION",
        guest_email=_email(attendee),
        sequence=_sequence(event),
        stamp=_stamp(event),
        comment=clean_lines(str(comment[0] if isinstance(comment, list) else comment))[:500],
    )


def _public(appointment: Appointment) -> list[str]:
    head, tail = _event(appointment, appointment.revised_at, _status(appointment))
    return [*head, *tail]


def _to_guest(appointment: Appointment, stamp: datetime, method: str, status: str) -> bytes:
    if not appointment.guest_email:
        raise ValueError("guest_email is missing: this goes to one guest.")
    guest = _mailbox(appointment.guest_name or "", appointment.guest_email)
    guest.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT=appointment.partstat)
    if method == "REQUEST":
        guest.params["RSVP"] = "TRUE"
    anybody = replace(appointment, guest_name=None, guest_email=None)
    before, after = _around_guest(anybody, stamp, method, status)
    return before + fold(Contentline.from_parts("ATTENDEE", guest.params, guest)) + after


# Thousands get the same but for one line.
@lru_cache(maxsize=16)
def _around_guest(of: Appointment, stamp: datetime, method: str, status: str) -> list[bytes]:
    organizer = _mailbox(of.organizer_name, of.organizer_email)
    line = str(Contentline.from_parts("ORGANIZER", organizer.params, organizer))
    head, tail = _event(of, stamp, status, organizer=line)
    before, after = _written([f"METHOD:{method}", *head, GUEST, *tail]).split(fold(GUEST))
    return [before, after]


def _event(
    of: Appointment, stamp: datetime, status: str, *, organizer: str = ""
) -> tuple[list[str], list[str]]:
    """The lines of an event, up to where its guest is named and from there on."""
    head = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(clean(of.title))}",
        f"DTSTART:{_utc(of.starts_at)}",
        f"DTEND:{_utc(of.ends_at)}",
        f"DTSTAMP:{_utc(stamp)}",
        f"UID:{_text(of.uid)}",
        f"SEQUENCE:{of.sequence}",
    ]
    location, description = clean(of.location), clean_lines(of.description).strip()
    tail = [
        f"DESCRIPTION:{_text(description)}" if description else "",
        f"LAST-MODIFIED:{_utc(of.revised_at)}",
        f"LOCATION:{_text(location)}" if location else "",
        organizer,
        f"STATUS:{status}" if status else "",
        f"TRANSP:{'TRANSPARENT' if of.cancelled else 'OPAQUE'}",
        f"URL:{of.url}" if of.url else "",
        "END:VEVENT",
    ]
    return head, [line for line in tail if line]


def _status(appointment: Appointment) -> str:
    standing = "TENTATIVE" if appointment.tentative else "CONFIRMED"
    return "CANCELLED" if appointment.cancelled else standing


def _mailbox(name: str, email: str) -> vCalAddress:
    mailbox = vCalAddress(f"mailto:{email}")
    # Double quotes can't stand in a parameter, and few calendars know their escape (RFC 6868).
    if shown := clean(name).replace('"', "'").replace("^", ""):
        mailbox.params["CN"] = shown
    return mailbox


def _utc(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.year:04}{moment:%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Text as a property's value (RFC 5545, 3.3.11)."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        value = value.replace(sign, written)
    return value


def _written(lines: Iterable[str]) -> bytes:
    """A calendar around these lines. Written here: the library needs five times as long."""
    around = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", *lines, "END:VCALENDAR"]
    return b"".join(map(fold, around))


def _reply(data: bytes) -> Event:
    if len(data) > MOST_OCTETS:
        raise Unreadable("The reply is larger than 256 KiB.")
    # Counted before parsing: nested components take the parser seconds. Folds could hide them.
    unfolded = re.sub(rb"\r?\n[ \t]", b"", data)
    components = len(re.findall(rb"begin\s*:", unfolded, re.IGNORECASE))
    lines = max(unfolded.count(b"\n"), unfolded.count(b"\r"))
    if components > MOST_COMPONENTS or lines > MOST_LINES:
        raise Unreadable("The reply has too many parts or lines.")
    try:
        calendar = Calendar.from_ical(data.decode("utf-8-sig", "replace").strip() + "\r\n")
        events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    except Exception as error:  # A stranger's bytes: whatever the parser raises is a no.
        raise Unreadable("The reply is not a calendar object.") from error
    if str(calendar.get("METHOD") or "").strip().upper() != "REPLY":
        raise Unreadable("The calendar object is not a reply.")
    if not events:
        raise Unreadable("The reply holds no event.")
    return events[0]


def _attendee(event: Event, guest: str | None) -> vCalAddress:
    found = event.get("ATTENDEE")
    every = found if isinstance(found, list) else [found]
    listed = [one for one in every if isinstance(one, vCalAddress)]
    if len(listed) > 1 and guest:
        listed = [one for one in listed if _email(one) == guest.lower()]
    if len(listed) != 1:
        raise Unreadable("The reply doesn't say which guest it is from.")
    return listed[0]


def _email(attendee: vCalAddress) -> str:
    value = unquote(re.sub(r"(?i)^\s*mailto:", "", str(attendee))).strip()
    if "@" not in value:
        value = str(attendee.params.get("EMAIL", "")).strip()
    if not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", value):
        raise Unreadable("The reply's guest has no email address.")
    return value.lower()


def _sequence(event: Event) -> int:
    number = str(event.get("SEQUENCE", 0)).strip()
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise Unreadable("The reply's SEQUENCE is not a number.")
    return int(number)


def _stamp(event: Event) -> datetime | None:
    stamp = event.get("DTSTAMP")
    moment = stamp.dt if isinstance(stamp, vDDDTypes) else None
    if not isinstance(moment, datetime) or not 1970 <= moment.year < 9999:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
