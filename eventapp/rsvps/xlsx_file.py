"""Rows as an XLSX workbook: days as days, numbers as numbers, and every text as text."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from math import isfinite
from typing import Any

from eventapp.rsvps.cells import disarm

# What a spreadsheet's own cell may hold, and its own sheet may be called.
_CELL = 32_767
_NARROW, _WIDE = 8, 50
_NO_LETTER = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_MOMENT = "yyyy-mm-dd hh:mm"


def write(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet; its headings stay in sight, and rows are kept on disk until it is packed.

    A text is written as text whatever it begins with, and marked so that a spreadsheet doesn't compute
    it when somebody edits the cell. Moments have no zone: they are what the clocks show.
    """
    # It is only loaded where somebody takes a list out: a server would have to wait for it at its start.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        cells = _Cells(book, sheet)
        last = 0
        for last, row in enumerate(chain([headings], rows)):
            for column, cell in enumerate(row):
                cells.put(last, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, max(0, len(headings) - 1))
        for column, width in cells.widths.items():
            sheet.set_column(column, column, min(max(width + 2, _NARROW), _WIDE))
    return out.getvalue()


class _Cells:
    """Puts values into a sheet, each as what it is, and remembers how wide its columns are."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.sheet = sheet
        self.heading = book.add_format({"bold": True})
        self.moment = book.add_format({"num_format": _MOMENT})
        self.armed = book.add_format({"quote_prefix": True})
        self.widths: dict[int, int] = {}

    def put(self, line: int, column: int, cell: object) -> None:
        if cell is None or cell == "":
            return
        if isinstance(cell, datetime):
            self.sheet.write_datetime(line, column, cell, self.moment)
            self._wide(column, len(_MOMENT))
        elif isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell):
            self.sheet.write_number(line, column, cell)
            self._wide(column, len(str(cell)))
        else:
            text = _text(str(cell))
            armed = self.armed if disarm(text) != text else None
            self.sheet.write_string(line, column, text, armed if line else self.heading)
            self._wide(column, max(map(len, text.split("\n"))))

    def _wide(self, column: int, letters: int) -> None:
        self.widths[column] = max(self.widths.get(column, 0), letters)


def _text(cell: str) -> str:
    """The cell as XML can hold it."""
    text = _NO_LETTER.sub("", cell).encode("utf-8", "replace").decode()[:_CELL]
    # The library takes this for markup of its own, and would write it as it is.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _sheet_name(title: str) -> str:
    return _NO_NAME.sub(" ", title).strip(" '")[:31] or "1"
