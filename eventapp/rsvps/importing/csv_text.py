"""Tables as text: bytes in any common encoding, with any common delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from eventapp.rsvps.cells import holds_address
from eventapp.rsvps.importing.columns import named
from eventapp.rsvps.importing.raw_table import COLUMNS, LINES, BadFile, Record, Say, Table, kept

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
LOOK_AHEAD = 20
_DELIMITERS = ",;\t|"
_BREAK = re.compile(r"\r\n|\r|\n")


def decoded(data: bytes, encoding: str | None, _: Say) -> tuple[str, str]:
    """The text and its encoding, found out unless it is given; BadFile when it can't be told."""
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
        raise BadFile(_("This is no table that can be read. Save the list as CSV or XLSX."))
    return text.removeprefix("\ufeff"), encoding


def read(text: str, encoding: str, _: Say) -> Table:
    """The rows of a text; line numbers are those of the file, where a cell may run over several."""
    lines = _lines(text, _)
    delimiter = _told(lines[0]) if lines else ""
    if delimiter:
        # Excel's own hint; kept as a blank line so that the numbers stay true.
        lines[0] = "\n"
    delimiter = delimiter or max(_DELIMITERS, key=lambda sign: _fit(lines, sign))
    records = kept(_rows(lines, delimiter, _), _)
    if records and _unclosed(lines[records[-1][0] - 1 :], delimiter):
        raise BadFile(
            _("A quotation mark that opens on line %(line)s is never closed.")
            % {"line": records[-1][0]}
        )
    return Table(records, encoding, delimiter, torn=tuple(_torn(records, lines, delimiter)))


def _lines(text: str, _: Say) -> list[str]:
    """The lines of a text down to the last that holds something; BadFile for more than a list has."""
    filled = len(text.rstrip(f"{_DELIMITERS} \r\n"))
    ends = [at for at in (text.find(sign, filled) for sign in "\r\n") if at >= 0]
    text = text[: min(ends)] if ends else text
    # A line may end with both.
    if text.count("\n") <= LINES and text.count("\r") <= LINES:
        lines = list(io.StringIO(text, newline=""))
        if len(lines) <= LINES:
            return lines
    raise BadFile(_("This file has more than 200,000 lines. Remove the blank ones."))


def _told(line: str) -> str:
    bare = line.strip("\r\n\"' ")
    return bare[4] if bare[:4].lower() == "sep=" and len(bare) == 5 else ""


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
            records += [cells[: COLUMNS + 1]] if any(cells) else []
            if len(records) == LOOK_AHEAD:
                break
    except csv.Error:
        return (0, 0, 0)
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    width, alike = widths.most_common(1)[0] if widths else (0, 0)
    return max((len(named(cells)) for cells in records), default=0), alike, width


def _rows(lines: list[str], delimiter: str, _: Say) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            yield begun, cells
    except csv.Error as error:
        raise BadFile(
            _("Line %(line)s can't be read: a cell is too long, or a quotation mark is missing.")
            % {"line": line}
        ) from error


def _torn(records: Sequence[Record], lines: list[str], delimiter: str) -> Iterator[tuple[int, int]]:
    """The records with a quotation mark that was never closed where it should: others are inside."""
    width = Counter(len(cells) for _line, cells in records).most_common(1)[0][0] if records else 0
    spaced = sum(cells[-1][:1] == " " for _line, cells in records) > len(records) // 2
    for line, cells in records:
        texts = [_BREAK.split(cell) for cell in cells if "\n" in cell or "\r" in cell]
        last = line + sum(len(text) - 1 for text in texts)
        if not texts:
            continue
        inside = any(
            _is_row(part.split(delimiter), width)
            for text in texts
            for part in text
            # A sentence has a space behind its commas.
            if spaced or f"{delimiter} " not in part
        )
        if inside or not _strict(lines[line - 1 : last], delimiter):
            yield line, last


def _is_row(parts: Sequence[str], width: int) -> bool:
    return len(parts) > 1 and (len(parts) >= max(3, width) or any(map(holds_address, parts)))


def _strict(raw: Sequence[str], delimiter: str) -> bool:
    try:
        list(csv.reader(raw, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


def _unclosed(tail: Sequence[str], delimiter: str) -> bool:
    # Only the strict reader tells that a file ended inside a quoted cell.
    try:
        list(csv.reader(tail, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False
