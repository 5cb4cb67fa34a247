"""The rows of a list that can't be used, as a file to mend and to bring in again."""

from collections.abc import Iterator, Sequence

from eventapp.rsvps import csv_file
from eventapp.rsvps.cells import rearm
from eventapp.rsvps.importing import inline_statuses
from eventapp.rsvps.importing.entries import BadRow
from eventapp.rsvps.importing.files import Sheet
from eventapp.rsvps.importing.raw_table import WRONG, Say
from eventapp.rsvps.importing.status_columns import CAREFUL
from eventapp.rsvps.importing.statuses import around


def written(sheet: Sheet, bad: Sequence[BadRow], *, _: Say = str) -> bytes:
    """The rows as they are, under their own headings, each behind what is wrong with it.

    What stood around them and says who is coming stands above them: 'CANCELLED' doesn't get lost.
    """
    return csv_file.write([_(WRONG), *sheet.headings], _rows(sheet, bad))


def _rows(sheet: Sheet, bad: Sequence[BadRow]) -> Iterator[list[str]]:
    title = inline_statuses.title(sheet.name)
    said = {row.line: _said(sheet, row.line, title) for row in bad}
    last = ""
    for row in sorted(bad, key=lambda row: (said[row.line], row.line)):
        if said[row.line] != last:
            last = said[row.line]
            yield ["", last]
        # As they are read: a list that was disarmed isn't disarmed twice.
        yield [row.reason, *map(rearm, row.cells)]


def _said(sheet: Sheet, line: int, title: str) -> str:
    """A line that says of the rows below it what is said of this one; empty when nothing keeps it out."""
    read = [
        (inline_statuses.answered(text) or "unknown", text)
        for _at, text in around(sheet, line, title=title)
    ]
    kept_out = [one for one in read if one[0] != "coming"]
    if not kept_out:
        return ""
    text = min(kept_out, key=lambda one: CAREFUL.index(one[0]))[1]
    return text if inline_statuses.section([text], after=False) else f"{text}:"
