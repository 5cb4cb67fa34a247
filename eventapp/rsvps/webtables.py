"""Tables of web pages: what many systems, and Excel itself, save under the name of a workbook."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from eventapp.rsvps.tables import COLUMNS, ROWS, BadFile, Record, Say, Table, kept

_BLANKS = re.compile(r"\s+")
_ROW, _CELL = frozenset(("tr", "row")), frozenset(("td", "th", "cell"))
_TABLE = frozenset(("table", "worksheet"))
_BREAKS = frozenset(("br", "p", "div", "li"))
_SILENT = frozenset(("script", "style", "head", "styles"))
_BEGINNINGS = (b"<!doctype", b"<html", b"<table", b"<meta", b"<?xml", b"<head", b"<div", b"<style")


@dataclass
class _Page:
    """What has been read of a page: finished tables, the one that is open, its row and its cell."""

    tables: list[list[Record]] = field(default_factory=list)
    hidden: list[set[int]] = field(default_factory=list)
    line: int = 0
    cells: list[str] | None = None
    said: list[str] | None = None
    across: int = 1
    down: int = 1
    # Cells that reach into the rows below: by column, for how many rows yet, and what they say.
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)

    def table(self) -> None:
        self.row("")
        self.cells, self.line, self.reaching = None, 0, {}
        self.tables.append([])
        self.hidden.append(set())

    def row(self, given: str) -> None:
        self.cell()
        if self.cells:
            self._reached()
            self.tables[-1].append((self.line, self.cells))
        self.line, self.cells = self.line + 1, []
        plain = given.replace(" ", "").lower()
        if "display:none" in plain or 'hidden="1"' in plain:
            self.hidden[-1].add(self.line)

    def cell(self) -> None:
        if self.said is None or self.cells is None:
            return
        words = "".join(self.said).strip()
        for _n in range(min(self.across, COLUMNS + 1)):
            if self.down > 1:
                self.reaching[len(self.cells)] = (self.down - 1, words)
            self.cells.append(words)
        self.said = None

    def begin(self, given: str) -> None:
        self.cell()
        if self.cells is None:
            return
        self._reached()
        # Excel's XML leaves empty cells out and numbers the next one.
        self.cells += [""] * min(_number(given, "ss:index=") - 1 - len(self.cells), COLUMNS + 1)
        self.said = []
        self.across, self.down = _number(given, "colspan="), _number(given, "rowspan=")

    def _reached(self) -> None:
        while self.cells is not None and len(self.cells) in self.reaching:
            rows, words = self.reaching.pop(len(self.cells))
            if rows > 1:
                self.reaching[len(self.cells)] = (rows - 1, words)
            self.cells.append(words)


def begins(data: bytes) -> bool:
    """Whether the bytes begin as a page, or as the XML that Excel wrote before it zipped."""
    start = data[:1000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(_BEGINNINGS)


def read(text: str, encoding: str, _: Say) -> Table:
    """The largest table of a page, each row with its number; BadFile when there is none."""
    page = _Page()
    page.table()
    for tag, given, between in _pieces(text):
        if page.said is not None and between:
            page.said.append(_BLANKS.sub(" ", html.unescape(between)))
        bare, closing = tag.removeprefix("/").removeprefix("ss:"), tag.startswith("/")
        if bare in _TABLE and not (page.cells or page.tables[-1]) and not closing:
            page.cells = None
        elif bare in _TABLE:
            page.table()
        elif bare in _ROW and not closing:
            page.row(given)
        elif bare in _CELL:
            page.cell() if closing else page.begin(given)
        elif bare in _BREAKS and page.said:
            page.said.append("\n" if bare == "br" else " ")
        if page.line > 2 * ROWS:
            raise BadFile(_("This file has more than 20,000 rows. Split it into several."))
    page.table()
    sizes = [sum(len(cells) for _line, cells in rows) for rows in page.tables]
    at = sizes.index(max(sizes))
    if not sizes[at]:
        raise BadFile(_("This is no table that can be read. Save the list as CSV or XLSX."))
    return Table(kept(page.tables[at], _), encoding=encoding, hidden=frozenset(page.hidden[at]))


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """Each tag with its attributes and the text before it; every letter is looked at once."""
    at, silent = 0, ""
    while (begin := text.find("<", at)) >= 0:
        before = "" if silent else text[at:begin]
        comment = text.startswith("<!--", begin)
        end = text.find("-->" if comment else ">", begin)
        if end < 0:
            at = len(text)
            break
        at = end + (3 if comment else 1)
        inside = "" if comment else text[begin + 1 : min(end, begin + 2000)]
        name, _blank, given = inside.replace("\n", " ").partition(" ")
        name = name.lower().rstrip("/\r\t")
        if silent:
            silent = "" if name == f"/{silent}" else silent
        elif name in _SILENT and not given.endswith("/"):
            silent = name
        yield ("" if silent else name), given, before
    yield "", "", "" if silent else text[at:]


def _number(given: str, attribute: str) -> int:
    _before, named, after = given.lower().partition(attribute)
    number = after.lstrip("\"' ")[:4]
    digits = number[: next((n for n, sign in enumerate(number) if not sign.isdigit()), 4)]
    return max(1, int(digits)) if named and digits.isascii() and digits else 1
