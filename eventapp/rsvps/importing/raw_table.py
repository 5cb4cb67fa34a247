"""A table as a file holds it, before anybody asks what its columns mean; and how much of one we take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Say = Callable[[str], str]
Record = tuple[int, list[str]]

BYTES = 5_000_000
ROWS = 20_000
COLUMNS = 200
# What a spreadsheet's own cell may hold.
CELL = 32_767
# A few kilobytes of a workbook can name one long text a million times.
LETTERS = 10_000_000
# Blank ones and all: what a spreadsheet adds below a list isn't read a million times.
LINES = 200_000
# What stands above the reasons in a file of rows to mend.
WRONG = "What is wrong"
# Whatever may end a cell, in a text or in a page.
_ENDS = b',;\t|\r"<>'
_PARTS = bytes.maketrans(_ENDS, b"\n" * len(_ENDS))


class BadFile(ValueError):
    """A file that can't be read as a list; str(error) is a sentence for the organizer."""


@dataclass(frozen=True)
class Table:
    """The rows of a file that hold something, each with its line there, and where they come from."""

    records: list[Record]
    encoding: str = ""
    delimiter: str = ""
    # The sheets of a workbook that can be chosen, and what this one or this table is called.
    names: tuple[str, ...] = ()
    name: str = ""
    hidden: frozenset[int] = field(default_factory=frozenset)
    # Lines with a cell that has a line through it.
    struck: frozenset[int] = field(default_factory=frozenset)
    # Lines with a quotation mark that takes in what follows, and up to which line.
    torn: tuple[tuple[int, int], ...] = ()


def weigh(data: bytes, _: Say) -> None:
    """BadFile for what is too large to be looked at: the whole file, or a run without an end.

    Takes milliseconds whatever the bytes are, and comes before anything else looks at them.
    """
    if len(data) > BYTES:
        raise BadFile(_("This file is larger than 5 MB. Remove what isn't the list of people."))
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return
    # Wider alphabets take up to four bytes a letter.
    longest = max(map(len, data.translate(_PARTS).split(b"\n")))
    if longest > 4 * CELL or (longest > CELL and data.isascii() and b"\0" not in data):
        raise BadFile(_("A cell of this file is longer than 32,767 letters."))


def kept(rows: Iterable[Record], _: Say) -> list[Record]:
    """The rows that hold something, without the empty cells at their end; BadFile when too many."""
    records: list[Record] = []
    letters = 0
    for line, cells in rows:
        while cells and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        if len(cells) > COLUMNS:
            raise BadFile(_("Line %(line)s has more than 200 columns.") % {"line": line})
        if not cells:
            continue
        if max(map(len, cells)) > CELL:
            raise BadFile(
                _("Line %(line)s has a cell of more than 32,767 letters.") % {"line": line}
            )
        letters += sum(map(len, cells))
        if len(records) > ROWS:
            raise BadFile(_("This file has more than 20,000 rows. Split it into several."))
        if letters > LETTERS:
            raise BadFile(_("This file holds more text than a list of people does."))
        records.append((line, cells))
    return records
