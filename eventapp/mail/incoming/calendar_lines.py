"""The content lines of a calendar that a stranger sent (RFC 5545, 3.1), read leniently. Pure.

Written here: the library drops a whole line over one unquoted sign in a name, and takes seconds for
what is nested deeply. What is torn or doubled is refused, since half a calendar can say the contrary.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field

from eventapp.content_lines import clean_lines

MOST_OCTETS, MOST_COMPONENTS, MOST_LINES = 256 * 1024, 50, 5_000
_BEGIN = re.compile(r"^[ \t]*BEGIN[ \t]*:[ \t]*VCALENDAR[ \t]*$", re.IGNORECASE | re.MULTILINE)
_FOLD = re.compile(rb"\n[ \t]")
# A quoted piece, a run of anything else, or one sign that stands alone.
_TOKEN = re.compile(r'"[^"]*"|[^";:]+|[";:]')
_ESCAPES = {"n": "\n", "N": "\n"}


class Unreadable(ValueError):
    """Not a calendar that can be acted on; the message says why, for the log and the organizer."""


@dataclass(frozen=True)
class Line:
    """One property: its parameters' names in capitals, its value as it was written."""

    name: str
    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, its escapes taken back (RFC 5545, 3.3.11)."""
        return unescaped(self.value)


@dataclass(frozen=True)
class Component:
    """A part between BEGIN and END, with what stands directly in it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Every line of that name."""
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line | None:
        """The line of that name. Raises Unreadable where two of them contradict each other."""
        found = self.all(name)
        if len({line.value.strip() for line in found}) > 1:
            raise Unreadable(f"The calendar says two things about its {name}.")
        return found[0] if found else None


def calendar(data: bytes, *, charset: str | None = None) -> Component:
    """The one VCALENDAR in these bytes, with what gateways wrote around it left out.

    Raises Unreadable where there is none, more than one, or only a part of it.
    """
    if len(data) > MOST_OCTETS:
        raise Unreadable("The calendar is larger than 256 KiB.")
    text = _text(data, charset)
    begin = _BEGIN.search(text)
    if begin is None:
        raise Unreadable("There is no calendar in it.")
    lines = [line for line in text[begin.start() :].split("\n") if line.strip()]
    begins = sum(line.strip()[:5].upper() == "BEGIN" for line in lines)
    if begins > MOST_COMPONENTS or len(lines) > MOST_LINES:
        raise Unreadable("The calendar has too many parts or lines.")
    return _component(lines)


def unescaped(value: str) -> str:
    """Text without iCalendar's escapes."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), value)


def _text(data: bytes, charset: str | None) -> str:
    """The characters, with plain line feeds and without folds, which may cut a character in two."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    elif b"\0" in data[:40]:
        byte_order = "be" if data[:1] == b"\0" else "le"
        data = data.decode(f"utf-16-{byte_order}", "replace").encode()
    # Some gateways make two of a carriage return, or leave nothing but it.
    data = re.sub(rb"\r+\n|\r", b"\n", data.removeprefix(BOM_UTF8))
    data = _FOLD.sub(b"", data.lstrip())
    for encoding in ("utf-8", charset or "latin-1"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def _component(lines: list[str]) -> Component:
    """The calendar that begins with the first of the lines."""
    open_parts: list[Component] = []
    whole: Component | None = None
    for written in lines:
        line = _line(written)
        if line is None:
            continue
        inner = line.value.strip().upper()
        if line.name == "BEGIN":
            if inner == "VCALENDAR" and (open_parts or whole):
                raise Unreadable("There are several calendars in it.")
            if whole is None:
                open_parts.append(Component(inner))
        elif line.name == "END" and whole is None:
            if not open_parts or open_parts[-1].name != inner:
                raise Unreadable("The calendar is torn.")
            done = open_parts.pop()
            if open_parts:
                open_parts[-1].parts.append(done)
            else:
                whole = done
        elif open_parts:
            open_parts[-1].lines.append(line)
    if whole is None:
        raise Unreadable("The calendar is torn.")
    return whole


def _line(written: str) -> Line | None:
    """One content line, None where it is none; an unquoted semicolon in a name is part of the name."""
    tokens = iter(_TOKEN.findall(written))
    pieces = [""]
    for token in tokens:
        if token == '"':  # A quote that never ends: nobody can tell where the value begins.
            return None
        if token == ":":
            break
        if token == ";":
            pieces.append("")
        else:
            pieces[-1] += token
    else:
        return None
    name, *given = pieces
    params: dict[str, str] = {}
    last = ""
    for piece in given:
        key, sign, value = piece.partition("=")
        if sign and not key.startswith('"'):
            last = key.strip().upper()
            if params.setdefault(last, _plain(value)) != _plain(value):
                raise Unreadable(f"The calendar says two things about {last}.")
        elif last:
            params[last] += ";" + _plain(piece)
    return Line(name.strip().upper(), params, clean_lines("".join(tokens)))


def _plain(value: str) -> str:
    """A parameter's value without its quotes and the escapes of RFC 6868."""
    text = re.sub(r"\^([n'^])", lambda found: {"n": "\n", "'": '"'}.get(found[1], "^"), value)
    return clean_lines(text).strip().strip('"')
