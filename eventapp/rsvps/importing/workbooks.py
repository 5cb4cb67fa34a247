"""Workbooks: the sheets of XLSX, XLS, XLSB and ODS as rows of text. The only one who knows calamine."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import python_calamine as calamine

from eventapp.rsvps.importing.hidden_rows import concealed
from eventapp.rsvps.importing.raw_table import COLUMNS, ROWS, BadFile, Record, Say, Table, kept
from eventapp.rsvps.importing.struck_rows import struck

ZIPPED, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UNPACKED = 80_000_000
_PARTS = 2_000


def weigh(data: bytes, _: Say) -> None:
    """BadFile when the directory of a zipped workbook promises more than a list of people holds."""
    if not data.startswith(ZIPPED):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sizes = [part.file_size for part in packed.infolist()]
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise BadFile(_("This workbook is damaged. Save it anew, or as CSV.")) from None
    if len(sizes) > _PARTS or sum(sizes) > UNPACKED:
        raise BadFile(_("This workbook unpacks to more than a list of people holds."))
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise BadFile(_("This is no table that can be read. Save the list as CSV or XLSX."))


def read(
    data: bytes, *, sheet: str | None, score: Callable[[Table], tuple[int, ...]], _: Say
) -> Table:
    """One sheet of a workbook: the one named, or of those to be seen the one that scores highest."""
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = tuple(
                about.name
                for about in book.sheets_metadata
                if about.typ == calamine.SheetTypeEnum.WorkSheet
                and about.visible == calamine.SheetVisibleEnum.Visible
            )
            if sheet is not None and sheet not in names:
                raise BadFile(_("There is no sheet of this name in the file."))
            tables = [_table(book, name, names, data, _) for name in ([sheet] if sheet else names)]
    except calamine.PasswordError:
        raise BadFile(
            _("This workbook is locked with a password. Save it without one, or as CSV.")
        ) from None
    except (calamine.CalamineError, ValueError, OverflowError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(_("This workbook is damaged. Save it anew, or as CSV.")) from None
    found = [table for table in tables if table.records]
    if not found:
        raise BadFile(_("This file is empty."))
    return max(found, key=score)


def _table(book: Any, name: str, names: tuple[str, ...], data: bytes, _: Say) -> Table:
    page = book.get_sheet_by_name(name)
    begun = page.start
    if begun is None:
        return Table([], names=names, name=name)
    # The file may have a lone cell far away: what is between costs memory, so it is counted first.
    if page.height > 50 * ROWS or page.width > 10 * COLUMNS:
        raise BadFile(_("The sheet “%(name)s” is larger than a list of people.") % {"name": name})
    rows = _filled([(begun[0] + n, row) for n, row in enumerate(page.iter_rows())], page)
    records = kept(rows, _)
    lines = {line for line, _cells in records}
    hidden = frozenset(line for line in concealed(data, name) if line in lines)
    crossed = frozenset(struck(data, name) & lines) if data.startswith(ZIPPED) else frozenset()
    return Table(records, names=names, name=name, hidden=hidden, struck=crossed)


def _filled(rows: list[tuple[int, list[Any]]], page: Any) -> Iterator[Record]:
    """The rows as text, line numbers from 1; a merged cell says its text wherever it reaches."""
    reached: dict[tuple[int, int], Any] = {}
    top, left = page.start
    for (first, begin), (last, end) in page.merged_cell_ranges or ():
        at = first - top
        if not (0 <= at < len(rows) and last - first < ROWS and end - begin < COLUMNS):
            continue
        said = rows[at][1][begin - left] if 0 <= begin - left < len(rows[at][1]) else ""
        for line in range(first, last + 1) if len(reached) < ROWS * 10 else ():
            reached.update({(line, column): said for column in range(begin, end + 1)})
    for line, row in rows:
        cells = [reached.get((line, left + n), cell) for n, cell in enumerate(row)]
        yield line + 1, [_said(cell) for cell in cells]


def _said(cell: Any) -> str:
    """A value as its sheet shows it, as far as that can be told: numbers plain, days as ISO has them."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        # A phone or a ticket is a number to a spreadsheet: neither 4.4E+10 nor 44.0.
        return format(Decimal(repr(cell)).normalize(), "f") if abs(cell) < 1e20 else str(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
