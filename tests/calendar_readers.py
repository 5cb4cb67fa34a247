"""Calendars read by four programs that didn't write them, each in its own way, brought into one shape.

libical is what Evolution and KMail read with, ical.js Thunderbird, sabre/vobject Nextcloud.
"""

import ctypes
import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import vobject
from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
PARAMETERS = ("CN", "CUTYPE", "PARTSTAT", "ROLE", "RSVP", "VALUE", "FEATURE", "TZID")


@dataclass(frozen=True)
class Line:
    """One property as a program read it: its value without escapes."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(frozen=True)
class Person:
    """An organizer or a guest, as a program would show and address them."""

    name: str
    address: str


@dataclass(frozen=True)
class Entry:
    """What a program shows of one event."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    title: str
    place: str
    description: str
    conference: str
    status: str
    organizer: Person | None
    guests: tuple[Person, ...]


@dataclass(frozen=True)
class Calendar:
    """A calendar as a program read it."""

    method: str
    events: tuple[tuple[Line, ...], ...]

    @property
    def entries(self) -> list[Entry]:
        """The same as entries that can be compared."""
        return [_entry(lines) for lines in self.events]


Reader = Callable[[list[bytes]], list[Calendar]]


def _entry(lines: tuple[Line, ...]) -> Entry:
    def one(name: str) -> str:
        return next((line.value for line in lines if line.name == name), "")

    people = {
        name: tuple(_person(line) for line in lines if line.name == name)
        for name in ("ORGANIZER", "ATTENDEE")
    }
    return Entry(
        uid=one("UID"),
        sequence=int(one("SEQUENCE")),
        starts=moment(one("DTSTART")),
        ends=moment(one("DTEND")),
        title=one("SUMMARY"),
        place=one("LOCATION"),
        description=one("DESCRIPTION"),
        conference=one("CONFERENCE"),
        status=one("STATUS"),
        organizer=next(iter(people["ORGANIZER"]), None),
        guests=people["ATTENDEE"],
    )


def _person(line: Line) -> Person:
    return Person(line.params.get("CN", ""), re.sub("(?i)^mailto:", "", line.value))


def moment(written: str) -> datetime:
    """A moment in UTC, as calendars or as jCal write it; ValueError for any other time."""
    plain = re.sub("[-:]", "", written)
    return datetime.strptime(plain, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def by_vobject(calendars: list[bytes]) -> list[Calendar]:
    """What vobject reads (Python; Radicale)."""
    return [
        _calendar(
            [_vobject_line(line) for line in read.lines()],
            [[_vobject_line(line) for line in event.lines()] for event in read.components()
             if event.name == "VEVENT"],
        )
        for text in calendars
        for read in vobject.readComponents(text.decode(), transform=False)
    ]  # fmt: skip


def _vobject_line(line: Any) -> Line:
    params = {name: values[0] for name, values in line.params.items()}
    return Line(line.name, params, line.value)


@cache
def _libical() -> Any:
    library = ctypes.CDLL("libical.so.3")
    for name in (
        "icalparser_parse_string", "icalcomponent_get_first_component",
        "icalcomponent_get_next_component", "icalcomponent_get_first_property",
        "icalcomponent_get_next_property", "icalproperty_get_value",
    ):  # fmt: skip
        getattr(library, name).restype = ctypes.c_void_p
    for name in (
        "icalproperty_get_property_name", "icalproperty_get_parameter_as_string",
        "icalvalue_as_ical_string", "icalvalue_get_text",
    ):  # fmt: skip
        getattr(library, name).restype = ctypes.c_char_p
    return library


def by_libical(calendars: list[bytes]) -> list[Calendar]:
    """What libical reads (Evolution, KMail, KOrganizer)."""
    library = _libical()
    event = library.icalcomponent_string_to_kind(b"VEVENT")
    found = []
    for text in calendars:
        whole = ctypes.c_void_p(library.icalparser_parse_string(text))
        inside = _each(whole, "component", event)
        found.append(
            _calendar(
                [_libical_line(line) for line in _each(whole, "property", 0)],
                [[_libical_line(line) for line in _each(one, "property", 0)] for one in inside],
            )
        )
        library.icalcomponent_free(whole)
    return found


def _each(of: ctypes.c_void_p, what: str, kind: int) -> Iterator[ctypes.c_void_p]:
    library = _libical()
    found = getattr(library, f"icalcomponent_get_first_{what}")(of, kind)
    while found:
        yield ctypes.c_void_p(found)
        found = getattr(library, f"icalcomponent_get_next_{what}")(of, kind)


def _libical_line(line: ctypes.c_void_p) -> Line:
    library = _libical()
    params = {
        name: said.decode()
        for name in PARAMETERS
        if (said := library.icalproperty_get_parameter_as_string(line, name.encode()))
    }
    value = ctypes.c_void_p(library.icalproperty_get_value(line))
    is_text = library.icalvalue_isa(value) == library.icalvalue_string_to_kind(b"TEXT")
    read = library.icalvalue_get_text if is_text else library.icalvalue_as_ical_string
    return Line(library.icalproperty_get_property_name(line).decode(), params, read(value).decode())


def by_sabre(calendars: list[bytes]) -> list[Calendar]:
    """What sabre/vobject reads, as Debian has it: an older one than Nextcloud's, for names and addresses."""
    program = shutil.which("php")
    assert program, "PHP is missing; script/setup test installs it"
    done = subprocess.run(
        [program, VENDOR.parent / "read_with_sabre.php"],
        input=json.dumps([b64encode(text).decode() for text in calendars]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stdout + done.stderr
    return list(map(_from_json, json.loads(done.stdout)))


_READ = """async ([code, texts]) => {
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))
  const { default: ICAL } = await import(address)
  const lines = (of) => of.getAllProperties().map((line) => {
    const [name, params, , ...values] = line.toJSON()
    return [name, params, values.map(String).join(',')]
  })
  return texts.map((text) => {
    const whole = new ICAL.Component(ICAL.parse(text))
    return [lines(whole), whole.getAllSubcomponents('vevent').map(lines)]
  })
}"""


def by_ical_js(page: Page) -> Reader:
    """What ical.js reads (Thunderbird), in an empty page of a browser."""
    code = (VENDOR / "ical.js" / "ical.min.js").read_text()

    def read(calendars: list[bytes]) -> list[Calendar]:
        found = page.evaluate(_READ, [code, [text.decode() for text in calendars]])
        return list(map(_from_json, found))

    return read


def _from_json(found: Any) -> Calendar:
    whole, events = found
    return _calendar([_json_line(line) for line in whole], [[_json_line(line) for line in event] for event in events])  # fmt: skip


def _json_line(line: Any) -> Line:
    name, params, value = line
    upper = {key.upper(): str(said) for key, said in dict(params).items()}
    return Line(name.upper(), upper, value)


def _calendar(whole: list[Line], events: list[list[Line]]) -> Calendar:
    method = next((line.value for line in whole if line.name == "METHOD"), "")
    return Calendar(method, tuple(map(tuple, events)))
