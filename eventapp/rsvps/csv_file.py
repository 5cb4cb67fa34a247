"""Rows as a CSV file."""

import csv
import io
from collections.abc import Iterable, Sequence

from eventapp.rsvps.cells import disarm


def write(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that spreadsheets open rightly and safely: UTF-8 with BOM, CRLF, disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([disarm("" if cell is None else str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")
