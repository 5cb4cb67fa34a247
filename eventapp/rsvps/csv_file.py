"""Rows as a CSV file."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from eventapp.rsvps.cells import disarm


def write(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that spreadsheets open rightly and safely: UTF-8 with BOM, CRLF, disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([disarm(_said(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def _said(cell: object) -> str:
    # Spreadsheets of every language read a day that is written so.
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)
