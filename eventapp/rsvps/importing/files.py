"""Lists in files: bytes of any common kind to headings and rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventapp.rsvps.cells import clean, holds_address
from eventapp.rsvps.csv_file import write
from eventapp.rsvps.importing import csv_text, html_tables, inline_statuses, workbooks
from eventapp.rsvps.importing.columns import named
from eventapp.rsvps.importing.raw_table import BYTES, WRONG, BadFile, Record, Say, Table, weigh

__all__ = ["BYTES", "BadFile", "Sheet", "read", "write"]

_LOOK_AHEAD = csv_text.LOOK_AHEAD


@dataclass(frozen=True)
class Sheet:
    """A list as the file has it: blank rows left out, each row with its line in the file."""

    headings: list[str]
    rows: list[Record]
    # How the text was read; both empty for a workbook.
    encoding: str = ""
    delimiter: str = ""
    # The sheets of a workbook that may be chosen, and what this one or this table is called.
    names: tuple[str, ...] = ()
    name: str = ""
    # Lines that are hidden in the file.
    hidden: frozenset[int] = field(default_factory=frozenset)
    # Lines with a cell that has a line through it.
    struck: frozenset[int] = field(default_factory=frozenset)
    # Lines with a quotation mark that takes in what follows, and up to which line.
    torn: tuple[tuple[int, int], ...] = ()
    # Lines above rows that say who of those below comes: 'CANCELLED'. They are no rows themselves.
    sections: tuple[tuple[int, str], ...] = ()
    # Whether these are rows of another list that couldn't be used, to be mended.
    mended: bool = False


def read(
    data: bytes, *, encoding: str | None = None, sheet: str | None = None, _: Say = str
) -> Sheet:
    """The list in a file: CSV and its like, a workbook, or a page with a table.

    What it is is told by its bytes, whatever its name. Encoding and delimiter are found out unless
    `encoding` is given; of a workbook the sheet that looks most like a list of people, unless
    `sheet` names one. Title lines above the headings are passed over; line numbers are those of
    the file. `_` translates the sentences of `BadFile`, which is raised for what isn't a list: too
    large, without rows, in an alphabet that can't be told for sure.
    """
    weigh(data, _)
    workbooks.weigh(data, _)
    if data.startswith((workbooks.ZIPPED, workbooks.COMPOUND)):
        return _headed(workbooks.read(data, sheet=sheet, score=_score, _=_), _)
    if data.startswith(b"%PDF"):
        raise BadFile(_("This is no table that can be read. Save the list as CSV or XLSX."))
    text, found = csv_text.decoded(data, encoding, _)
    if html_tables.begins(data):
        return _headed(html_tables.read(text, found, sheet=sheet, score=_score, _=_), _)
    return _headed(csv_text.read(text, found, _), _)


def _score(table: Table) -> tuple[bool, int, int, int]:
    """How much a sheet looks like a list of who comes: its name, headings, addresses, length."""
    rows = [cells for _line, cells in table.records[: 3 * _LOOK_AHEAD]]
    heads = max((len(named(cells)) for cells in rows[:_LOOK_AHEAD]), default=0)
    addresses = sum(any(map(holds_address, cells)) for cells in rows)
    likely = min(addresses, 3) + min(heads, 3)
    return not inline_statuses.title(table.name), likely, addresses, len(table.records)


def _headed(table: Table, _: Say) -> Sheet:
    records, mended = _without_reasons(table.records, _)
    if not records:
        raise BadFile(_("This file is empty."))
    at = _heading_at([cells for _line, cells in records[:_LOOK_AHEAD]])
    above, below = (records[:at], records[at + 1 :]) if at is not None else ([], records)
    rows, sections = _parted(above, below)
    if at is None:
        headings = _numbered(rows[0][1] if rows else [], _)
    else:
        headings = _grouped(records, at)
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
    return Sheet(
        headings,
        padded,
        table.encoding,
        table.delimiter,
        table.names,
        table.name,
        table.hidden,
        table.struck,
        table.torn,
        sections,
        mended,
    )


def _without_reasons(records: list[Record], _: Say) -> tuple[list[Record], bool]:
    """The records without what we wrote beside them, where they come from a file of rows to mend."""
    heads = [clean(cell).casefold() for cell in records[0][1]] if records else []
    at = next((heads.index(w) for w in (_(WRONG).casefold(), WRONG.casefold()) if w in heads), None)
    if at is None:
        return records, False
    bare = [(line, cells[:at] + cells[at + 1 :]) for line, cells in records]
    return [(line, cells) for line, cells in bare if any(map(str.strip, cells))], True


def _parted(
    above: Sequence[Record], below: Sequence[Record]
) -> tuple[list[Record], tuple[tuple[int, str], ...]]:
    """The rows of people, and the lines that say something of all below them."""
    titles = [(line, inline_statuses.title(inline_statuses.alone(cells))) for line, cells in above]
    sections = [(line, said) for line, said in titles if said]
    rows: list[Record] = []
    for line, cells in below:
        said = inline_statuses.section(cells, after=bool(sections))
        if said:
            sections.append((line, said))
        else:
            rows.append((line, cells))
    return rows, tuple(sections)


def _heading_at(records: Sequence[Sequence[str]]) -> int | None:
    # A row with an address in it is somebody's.
    lines = [at for at, cells in enumerate(records) if not inline_statuses.excludes(cells)]
    if not lines:
        return 0
    found = {at: {} if any(map(holds_address, records[at])) else named(records[at]) for at in lines}
    best = max(lines, key=lambda at: ("email" in found[at], len(found[at])))
    if found[best]:
        return best
    # Whoever stands right below 'Cancelled' is somebody, and no heading.
    return None if lines[0] or any(map(holds_address, records[0])) else 0


def _grouped(records: Sequence[Record], at: int) -> list[str]:
    """The headings, each under its group's name where the same heading stands in several groups.

    'Guest | | Buyer |' above 'Name | Email | Name | Email' is two rows of headings, as merged
    cells leave them.
    """
    line, headings = records[at]
    plain = [clean(cell).casefold() for cell in headings if cell.strip()]
    if not at or records[at - 1][0] != line - 1 or len(set(plain)) == len(plain):
        return headings
    above = records[at - 1][1]
    if len({cell for cell in above if cell.strip()}) < 2:
        return headings
    groups, group = [], ""
    for n in range(len(headings)):
        group = clean(above[n]) if n < len(above) and above[n].strip() else group
        groups.append(group)
    return [f"{group} {cell}".strip() for group, cell in zip(groups, headings, strict=True)]


def _numbered(cells: Sequence[str], _: Say) -> list[str]:
    return [
        _("Email") if holds_address(cell) else _("Column %(number)s") % {"number": number}
        for number, cell in enumerate(cells, 1)
    ]
