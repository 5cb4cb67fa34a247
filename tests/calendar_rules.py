"""The rules that a calendar keeps so that programs agree about it, each by its name.

`broken` tells which of them a calendar doesn't keep. They look at its bytes; what programs make of
these is told by `calendar_readers`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

MOMENT = r"\d{8}T\d{6}Z"
PARAMETER = r';[A-Z-]+=(?:"[^"]*"|[^":;,]*)'
# What may stand in an event more than once is nothing that we write.
EVENT = {
    "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "CONFERENCE", "URL",
    "LAST-MODIFIED", "STATUS", "TRANSP", "ORGANIZER", "ATTENDEE",
}  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """A calendar's bytes, and how it goes out: by REQUEST or CANCEL, as a feed or as a file."""

    data: bytes
    sent_as: str

    @property
    def mailed(self) -> bool:
        """Whether it goes to one guest, in a letter."""
        return self.sent_as in {"REQUEST", "CANCEL"}

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, unfolded."""
        return self.data.decode(errors="replace").replace("\r\n ", "").split("\r\n")[:-1]

    @property
    def events(self) -> list[list[str]]:
        """The lines of each event."""
        text = "\n".join(self.lines)
        return [
            one.split("\n") for one in re.findall(r"(?ms)^BEGIN:VEVENT\n(.*?)\nEND:VEVENT$", text)
        ]

    def named(self, *names: str) -> list[str]:
        """The lines of these names."""
        return [line for line in self.lines if re.split("[:;]", line)[0] in names]

    def value(self, name: str) -> str:
        """What stands behind the first line of a name."""
        return next((line.partition(":")[2] for line in self.named(name)), "")

    def address(self, name: str) -> str:
        """The mail address at the end of a line."""
        return "".join(self.named(name)[:1]).rpartition("mailto:")[2]


def broken(calendar: Calendar) -> list[str]:
    """The rules that a calendar doesn't keep."""
    return [name for name, kept in RULES.items() if not kept(calendar)]


def _is_utf8(of: Calendar) -> bool:
    try:
        return not of.data.decode().startswith("\ufeff")
    except UnicodeDecodeError:
        return False


def _folded_between_characters(of: Calendar) -> bool:
    try:
        return all(row.decode() is not None for row in of.data.split(b"\r\n"))
    except UnicodeDecodeError:
        return False


def _is_one(of: Calendar) -> bool:
    around = (of.lines[0], of.lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    once = of.lines.count("BEGIN:VCALENDAR") == of.lines.count("VERSION:2.0") == 1
    return around and once and len(of.named("PRODID")) == 1


def _method(of: Calendar) -> bool:
    said = [f"METHOD:{of.sent_as}"] if of.mailed else []
    before = of.lines[: of.lines.index("BEGIN:VEVENT")] if of.events else of.lines
    return of.named("METHOD") == said and all(line in before for line in said)


def _in_utc(of: Calendar) -> bool:
    times = of.named("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED")
    return len(times) == 4 * len(of.events) and all(
        re.fullmatch(f"[A-Z-]+:{MOMENT}", line) for line in times
    )


def _ends_later(of: Calendar) -> bool:
    spans = [
        {line[:5]: line.rpartition(":")[2] for line in event if line.startswith("DT")}
        for event in of.events
    ]
    return all(span.get("DTSTA", "") < span.get("DTEND", "") for span in spans)


def _own_uid(of: Calendar) -> bool:
    guest = of.address("ATTENDEE") or "nobody"
    uids = [line.partition(":")[2] for line in of.named("UID")]
    return len(set(uids)) == len(of.events) and all(
        re.fullmatch(r"[!-?A-~]{1,200}@[a-z0-9.-]{1,50}", uid) and guest not in uid for uid in uids
    )


def _once(of: Calendar) -> bool:
    names = [[re.split("[:;]", line)[0] for line in event] for event in of.events]
    return all(len(each) == len(set(each)) and set(each) <= EVENT for each in names)


def _plain_names(of: Calendar) -> bool:
    return not any(
        re.search(r'CN=("[^"]*[\\^]|[^";:]*[\\^])', line)
        for line in of.named("ORGANIZER", "ATTENDEE")
    )


def _asks(of: Calendar) -> bool:
    line = "".join(of.named("ATTENDEE"))
    unknown = "PARTSTAT=NEEDS-ACTION" in line
    return of.sent_as != "REQUEST" or ("RSVP=TRUE" in line if unknown else "PARTSTAT=" in line)


def _one_each(name: str) -> Callable[[Calendar], bool]:
    def kept(of: Calendar) -> bool:
        found = len(of.named(name))
        address = re.fullmatch(r"[!-?A-~]+@[a-zA-Z0-9.-]+", of.address(name))
        return not found if not of.mailed else found == 1 and bool(address)

    return kept


def _standing(of: Calendar) -> bool:
    allowed = {"REQUEST": {"CONFIRMED", "TENTATIVE"}, "CANCEL": {"", "CANCELLED"}}
    every = {"CONFIRMED", "TENTATIVE", "CANCELLED"}
    return not of.events or of.value("STATUS") in allowed.get(of.sent_as, every)


def _tells_how_often(of: Calendar) -> bool:
    wanted = ("NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "SOURCE")
    return of.sent_as != "feed" or all(len(of.named(name)) == 1 for name in wanted)


RULES: dict[str, Callable[[Calendar], bool]] = {
    "is UTF-8 without a mark before it": _is_utf8,
    "ends every line with CR LF": lambda of: (
        not re.search(rb"(?<!\r)\n|\r(?!\n)", of.data) and of.data.endswith(b"\r\n")
    ),
    "has no empty line": lambda of: all(of.lines),
    "folds at 75 octets": lambda of: all(len(row) <= 75 for row in of.data.split(b"\r\n")),
    "folds inside no character": _folded_between_characters,
    "folds inside no escape": lambda of: not re.search(rb"(?<!\\)(\\\\)*\\\r\n ", of.data),
    "has no control characters": lambda of: (
        not re.search(rb"[\0-\x09\x0b\x0c\x0e-\x1f\x7f]", of.data)
    ),
    "is one calendar": _is_one,
    "says METHOD before its event, as it is sent": _method,
    "has times in UTC": _in_utc,
    "brings no table of a time zone": lambda of: not re.search(rb"VTIMEZONE|TZID", of.data),
    "ends after it begins": _ends_later,
    "has a UID for each event that names nobody": _own_uid,
    "counts within 31 bits": lambda of: (
        all(
            re.fullmatch(r"SEQUENCE:\d{1,10}", line) and int(line[9:]) < 2**31
            for line in of.named("SEQUENCE")
        )
        and len(of.named("SEQUENCE")) == len(of.events)
    ),
    "has every line of an event once": _once,
    "has no alarm and repeats nothing": lambda of: (
        not of.named("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID") and "BEGIN:VALARM" not in of.lines
    ),
    "quotes what must be quoted": lambda of: (
        all(re.match(f"[A-Z-]+(?:{PARAMETER})*:", line) for line in of.lines)
        and all(
            re.match(f"[A-Z-]+(?:{PARAMETER})*:mailto:", line)
            for line in of.named("ORGANIZER", "ATTENDEE")
        )
    ),
    "has names that every program reads alike": _plain_names,
    "has one event in a letter": lambda of: not of.mailed or len(of.events) == 1,
    "names one guest in a letter, and nobody elsewhere": _one_each("ATTENDEE"),
    "names its organizer in a letter alone": _one_each("ORGANIZER"),
    "asks the guest whose answer isn't known": _asks,
    "stands as it should": _standing,
    "tells a subscriber its name and how often to look": _tells_how_often,
    "opens no page of a guest to everybody": lambda of: (
        of.sent_as not in {"feed", "file"} or not re.search("/(r|e|c)/", "\n".join(of.lines))
    ),
}


def later(letters: list[Calendar]) -> bool:
    """Whether each of one guest's calendars is newer than the one before, as RFC 5546 (2.1.5) orders them.

    What takes an entry away, and what brings it back, has a higher number.
    """
    marks = [(int(one.value("SEQUENCE")), one.value("DTSTAMP"), one.sent_as) for one in letters]
    return all(
        before[:2] < after[:2] and (before[2] == after[2] or before[0] < after[0])
        for before, after in pairwise(marks)
    )
