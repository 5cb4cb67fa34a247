"""Tables in files: bytes in any common encoding and delimiter to rows, and rows to safe bytes."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eventapp.rsvps.columns import guess

Say = Callable[[str], str]

BYTES = 5_000_000
ROWS = 20_000
COLUMNS = 200
# What an organizer may choose when the letters came out wrong.
ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "mac_roman",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
)
_LOOK_AHEAD = 20
_DELIMITERS = ",;\t|"


class BadFile(ValueError):
    """A file that can't be read as a list; str(error) is a sentence for the organizer."""


@dataclass(frozen=True)
class Sheet:
    """A list as the file has it: blank rows left out, each row with its line in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str
    delimiter: str


def read(data: bytes, *, encoding: str | None = None, _: Say = str) -> Sheet:
    """The table in a CSV file; encoding and delimiter are found out unless `encoding` is given.

    Title lines above the headings are passed over; line numbers are those of the file, where a
    cell may run over several. `_` translates the sentences of `BadFile`, which is raised for what
    isn't a list: too large, not text, without rows, in an alphabet that can't be told for sure.
    """
    if len(data) > BYTES:
        raise BadFile(_("This file is larger than 5 MB. Remove what isn't the list of people."))
    text, encoding = _decoded(data, encoding, _)
    lines = list(io.StringIO(text, newline=""))
    delimiter = None
    if lines and (told := re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)):
        # Excel's own hint; kept as a blank line so that the numbers stay true.
        delimiter, lines[0] = told[1], "\n"
    delimiter = delimiter or max(_DELIMITERS, key=lambda sign: _fit(lines, sign))
    records = _records(lines, delimiter, _)
    if not records:
        raise BadFile(_("This file is empty."))
    at = _heading_at([cells for _line, cells in records[:_LOOK_AHEAD]])
    if at is None:
        headings, rows = _numbered(records[0][1], _), records
    else:
        headings, rows = records[at][1], records[at + 1 :]
        headings = [
            clean(cell) or _("Column %(number)s") % {"number": n}
            for n, cell in enumerate(headings, 1)
        ]
        # Lists joined from several exports repeat their headings in between.
        rows = [(line, cells) for line, cells in rows if cells != records[at][1]]
    if not rows:
        raise BadFile(_("There is no row below the headings of this file."))
    width = len(headings)
    padded = [(line, cells + [""] * (width - len(cells))) for line, cells in rows]
    return Sheet(headings, padded, encoding, delimiter)


def write(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that spreadsheets open rightly and safely: UTF-8 with BOM, CRLF, disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([disarm("" if cell is None else str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def disarm(cell: str) -> str:
    """The cell with an apostrophe wherever a spreadsheet would begin to compute it.

    Also after a semicolon, tab or line break inside the cell, where a spreadsheet that expects
    another delimiter begins a new cell.
    """
    return _ARMED.sub(r"\1'", cell.replace("\0", ""))


def clean(cell: str) -> str:
    """The cell as one line of text: spaces single, nothing invisible, composed, disarming undone."""
    text = _DISARMED.sub(r"\1", unicodedata.normalize("NFC", cell))
    text = " ".join("".join(_visible(text)).split())
    return _JOINER.sub("", text)


_FORMULA = "[=+\\-@＝＋－＠]"
_ARMED = re.compile(rf"((?:^|[;\t\r\n])\s*)(?={_FORMULA})|^(?=[\t\r])")
_DISARMED = re.compile(rf"((?:^|[;\t\r\n])\s*)'(?={_FORMULA}|[\t\r])")
# Joiners shape Persian, Indic and emoji text; beside ASCII or at an end they only hide.
_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _visible(text: str) -> Iterable[str]:
    for sign in text:
        kind = unicodedata.category(sign)
        if sign.isspace():
            yield " "
        elif sign in "\u200c\u200d" or kind not in ("Cc", "Cf", "Cs", "Cn", "Co"):
            yield sign


def _decoded(data: bytes, encoding: str | None, _: Say) -> tuple[str, str]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise BadFile(_("This is not a text file. In your spreadsheet, save the list as CSV."))
    try:
        if encoding is None:
            text, encoding = _decode(data, _encoding(data))
        else:
            text = data.decode(ENCODINGS[ENCODINGS.index(encoding)])
    except ValueError as error:
        raise BadFile(
            _("The letters of this file can't be read. Save it as 'CSV UTF-8' and try again.")
        ) from error
    if "\0" in text:
        raise BadFile(_("This is not a text file. In your spreadsheet, save the list as CSV."))
    return text.removeprefix("\ufeff"), encoding


def _decode(data: bytes, encoding: str) -> tuple[str, str]:
    if encoding != "cp1252":
        # A few broken bytes in UTF-8 spoil their own rows, not the file.
        return data.decode(encoding, "replace" if encoding == "utf-8" else "strict"), encoding
    if re.search(rb"[\x80-\xff]{4}", data):
        raise UnicodeError("not a Western European text")
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _encoding(data: bytes) -> str:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return name
    start = data[:400]
    if start[1::2].count(0) > len(start) // 4:
        return "utf-16-le"
    if start[::2].count(0) > len(start) // 4:
        return "utf-16-be"
    broken = data.decode("utf-8", "replace").count("\ufffd")
    whole = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", data))
    return "utf-8" if broken <= whole // 4 else "cp1252"


def _fit(lines: Sequence[str], delimiter: str) -> tuple[int, int, int]:
    records = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            records += [cells] if any(cells) else []
            if len(records) == _LOOK_AHEAD:
                break
    except csv.Error:
        return (0, 0, 0)
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    width, alike = widths.most_common(1)[0] if widths else (0, 0)
    return max((len(guess(cells)) for cells in records), default=0), alike, width


def _records(lines: list[str], delimiter: str, _: Say) -> list[tuple[int, list[str]]]:
    records: list[tuple[int, list[str]]] = []
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > COLUMNS:
                raise BadFile(_("Line %(line)s has more than 200 columns.") % {"line": begun})
            if any(cell.strip() for cell in cells):
                records.append((begun, cells))
            if len(records) > ROWS + 1:
                raise BadFile(_("This file has more than 20,000 rows. Split it into several."))
    except csv.Error as error:
        raise BadFile(
            _("Line %(line)s can't be read: a cell is too long, or a quotation mark is missing.")
            % {"line": line}
        ) from error
    if records and _unclosed(lines[records[-1][0] - 1 :], delimiter):
        raise BadFile(
            _("A quotation mark that opens on line %(line)s is never closed.")
            % {"line": records[-1][0]}
        )
    return records


def _unclosed(tail: Sequence[str], delimiter: str) -> bool:
    # Only the strict reader tells that a file ended inside a quoted cell.
    try:
        list(csv.reader(tail, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _heading_at(records: Sequence[Sequence[str]]) -> int | None:
    found = [guess(cells) for cells in records]
    best = max(range(len(found)), key=lambda at: ("email" in found[at], len(found[at])))
    if found[best]:
        return best
    has_address = any(_ADDRESS.fullmatch(clean(cell)) for cell in records[0])
    return None if has_address else 0


def _numbered(cells: Sequence[str], _: Say) -> list[str]:
    return [
        _("Email")
        if _ADDRESS.fullmatch(clean(cell))
        else _("Column %(number)s") % {"number": number}
        for number, cell in enumerate(cells, 1)
    ]
