"""Appointments as calendar bytes. Pure; what calendars answer is read in mail/incoming.

All times are UTC, for calendars disagree about time zone tables. A message speaks of one guest.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain

from icalendar import vCalAddress
from icalendar.parser import Contentline

from eventapp.content_lines import clean, clean_lines, escaped, fold, uri

PRODID = "-//eventapp//calendar//EN"
# Where the line of the one guest goes.
GUEST = "ATTENDEE:mailto:guest"
PARTSTATS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED", "NEEDS-ACTION")


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One event as one calendar entry; with a guest, as that guest's.

    `sequence` is the number to be sent, already raised for a change or a cancellation. `conference`
    is the link to join beside a place. `own_line` ends the description for its guest alone: it holds
    their personal link, and stands in no feed. Raises ValueError naming the field that can't be written.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str
    location: str
    url: str
    conference: str = ""
    own_line: str = ""
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
            f"NAME:{escaped(clean(name))}",
            f"X-WR-CALNAME:{escaped(clean(name))}",
            "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
            *([f"SOURCE;VALUE=URI:{source_url}"] if source_url else []),
            "X-PUBLISHED-TTL:PT4H",
            *chain.from_iterable(_entry(replace(one, own_line="")) for one in appointments),
        ]
    )


def single(appointment: Appointment) -> bytes:
    """The .ics to download: the same UID as in the mails, no METHOD, no people; with `own_line`."""
    return _written(_entry(appointment))


def _entry(of: Appointment) -> list[str]:
    head, tail = _event(of, of.revised_at, _status(of))
    return [*head, *_described(escaped(_description(of)), of.own_line), *tail]


def _to_guest(appointment: Appointment, stamp: datetime, method: str, status: str) -> bytes:
    if not appointment.guest_email:
        raise ValueError("guest_email is missing: this goes to one guest.")
    guest = _mailbox(appointment.guest_name or "", appointment.guest_email)
    guest.params.update(CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT=appointment.partstat)
    if method == "REQUEST" and appointment.partstat == "NEEDS-ACTION":
        guest.params["RSVP"] = "TRUE"
    own = appointment.own_line if method == "REQUEST" else ""
    anybody = replace(appointment, guest_name=None, guest_email=None, own_line="")
    before, description, after = _around_guest(anybody, stamp, method, status)
    attendee = str(Contentline.from_parts("ATTENDEE", guest.params, guest))
    theirs = [attendee, *_described(description, own)]
    return b"".join([before, *map(fold, theirs), after])


# Thousands get the same but for two lines.
@lru_cache(maxsize=16)
def _around_guest(
    of: Appointment, stamp: datetime, method: str, status: str
) -> tuple[bytes, str, bytes]:
    organizer = _mailbox(of.organizer_name, of.organizer_email)
    line = str(Contentline.from_parts("ORGANIZER", organizer.params, organizer))
    head, tail = _event(of, stamp, status, organizer=line)
    before, after = _written([f"METHOD:{method}", *head, GUEST, *tail]).split(fold(GUEST))
    return before, escaped(_description(of)), after


def _event(
    of: Appointment, stamp: datetime, status: str, *, organizer: str = ""
) -> tuple[list[str], list[str]]:
    """The lines of an event: before its guest and its description, and after them."""
    head = [
        "BEGIN:VEVENT",
        f"SUMMARY:{escaped(clean(of.title))}",
        f"DTSTART:{_utc(of.starts_at)}",
        f"DTEND:{_utc(of.ends_at)}",
        f"DTSTAMP:{_utc(stamp)}",
        f"UID:{escaped(of.uid)}",
        f"SEQUENCE:{of.sequence}",
    ]
    location = clean(of.location)
    tail = [
        f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{uri(of.conference)}" if of.conference else "",
        f"LAST-MODIFIED:{_utc(of.revised_at)}",
        f"LOCATION:{escaped(location)}" if location else "",
        organizer,
        f"STATUS:{status}" if status else "",
        f"TRANSP:{'TRANSPARENT' if of.cancelled else 'OPAQUE'}",
        f"URL:{of.url}" if of.url else "",
        "END:VEVENT",
    ]
    return head, [line for line in tail if line]


def _description(of: Appointment) -> str:
    return clean_lines(of.description).strip()


def _described(description: str, own_line: str) -> list[str]:
    """The line of a description that is escaped already, with what its guest alone is told."""
    text = "\\n".join(filter(None, [description, escaped(clean(own_line))]))
    return [f"DESCRIPTION:{text}"] if text else []


def _status(appointment: Appointment) -> str:
    standing = "TENTATIVE" if appointment.tentative else "CONFIRMED"
    return "CANCELLED" if appointment.cancelled else standing


def _mailbox(name: str, email: str) -> vCalAddress:
    mailbox = vCalAddress(f"mailto:{email}")
    # What can't stand in a quoted parameter, or isn't read alike. Double quotes can't, and few
    # calendars know their escape (RFC 6868), which a circumflex begins. A backslash is none (RFC 5545,
    # 3.1), but libical takes it for one: a name that ends in it would swallow the address.
    if shown := clean(re.sub(r"[\\^]", "", name).replace('"', "'")):
        mailbox.params["CN"] = shown
    return mailbox


def _utc(moment: datetime) -> str:
    moment = moment.astimezone(UTC)
    return f"{moment.year:04}{moment:%m%dT%H%M%SZ}"


def _written(lines: Iterable[str]) -> bytes:
    """A calendar around these lines. Written here: the library needs five times as long."""
    around = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", *lines, "END:VCALENDAR"]
    return b"".join(map(fold, around))
