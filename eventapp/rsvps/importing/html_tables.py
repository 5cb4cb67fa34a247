"""Tables of web pages: what many systems, and Excel itself, save under the name of a workbook."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from eventapp.rsvps.importing import inline_statuses
from eventapp.rsvps.importing.raw_table import COLUMNS, ROWS, BadFile, Record, Say, Table, kept

_BLANKS = re.compile(r"\s+")
_ROW, _CELL = frozenset(("tr", "row")), frozenset(("td", "th", "cell"))
_TABLE = frozenset(("table", "worksheet"))
_BREAKS = frozenset(("br", "p", "div", "li"))
_STRUCK = frozenset(("s", "del", "strike"))
_BODY = frozenset(("thead", "tbody", "tfoot"))
_FRAME = _TABLE | _BODY | _ROW | _CELL
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "caption"))
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_PICTURES = frozenset(("input", "img", "i", "svg", "span", "abbr"))
_UNSEEN = ("display:none", "visibility:hidden", "visibility:collapse")
_TITLE = 200
# Pages have tables for their looks, too: only the largest are thought about.
_LOOKED_AT = 20
_SILENT = frozenset(("script", "style", "head", "styles"))
_BEGINNINGS = (
    b"<!doctype", b"<!--", b"<?xml", b"<html", b"<head", b"<meta", b"<style", b"<body", b"<table", b"<caption",
    b"<thead", b"<tbody", b"<tr", b"<div", b"<main", b"<section", b"<article", b"<form", b"<center", b"<font",
    b"<span", b"<p>", b"<b>", b"<h1", b"<h2", b"<h3", b"<h4",
)  # fmt: skip


@dataclass
class _Page:
    """What has been read of a page: finished tables, the one that is open, its row and its cell."""

    tables: list[list[Record]] = field(default_factory=list)
    hidden: list[set[int]] = field(default_factory=list)
    # What each table is called: its caption or the heading above it, or else the last words before it.
    titles: list[str] = field(default_factory=list)
    heading: str = ""
    loose: list[str] = field(default_factory=list)
    # Whether the table, or the part of it that is open, is hidden as a whole.
    veiled: list[bool] = field(default_factory=lambda: [False, False])
    line: int = 0
    cells: list[str] | None = None
    said: list[str] | None = None
    # Of the open cell: boxes to tick, and what stands for pictures.
    boxes: list[bool] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    across: int = 1
    down: int = 1
    # Cells that reach into the rows below: by column, for how many rows yet, and what they say.
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)

    def table(self, given: str = "") -> None:
        if self.said is not None:
            self.loose = self.said[-3:]
        self.row("")
        self.cells, self.line, self.reaching = None, 0, {}
        self.veiled = [_unseen(given), False]
        self.tables.append([])
        self.hidden.append(set())
        self.titles.append("")

    def row(self, given: str) -> None:
        self.cell()
        if self.cells:
            self._reached()
            self.tables[-1].append((self.line, self.cells))
        if not self.line and self.titles:
            self.titles[-1] = self.heading or self.last()
            self.heading, self.loose = "", []
        self.line, self.cells = self.line + 1, []
        if any(self.veiled) or _unseen(given):
            self.hidden[-1].add(self.line)

    def last(self) -> str:
        """The last words outside any cell."""
        return " ".join("".join(self.loose).split())[:_TITLE]

    def cell(self) -> None:
        if self.said is None or self.cells is None:
            return
        words = self._words("".join(self.said).strip())
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
        self.said, self.boxes, self.pictures = [], [], []
        self.across, self.down = _number(given, "colspan="), _number(given, "rowspan=")

    def _words(self, words: str) -> str:
        """What a cell says with its boxes and pictures; a picture beside words only where it says who comes."""
        if not words and self.boxes:
            return "?" if len({*self.boxes}) > 1 else "yes" if self.boxes[0] else "no"
        if not words:
            return " ".join(self.pictures).strip()
        told = [
            f" ({text})"
            for text in self.pictures
            if inline_statuses.told(text) and text not in words
        ]
        return words + "".join(" ☑" if box else " ☐" for box in self.boxes) + "".join(told)

    def named(self, given: str) -> None:
        """The name that Excel's XML gives a sheet."""
        if name := _attributes(given).get("ss:name"):
            self.heading = name

    def inside(self, tag: str, given: str) -> None:
        """A box, a field or a picture in the open cell."""
        said = _attributes(given)
        kind = said.get("type", "text").lower()
        if tag == "input" and kind == "checkbox":
            self.boxes.append("checked" in said)
        elif (
            tag == "input"
            and kind not in {"radio", "hidden", "submit", "button"}
            and self.said is not None
        ):
            self.said.append(said.get("value", ""))
        elif tag != "input":
            text = said.get("alt") or said.get("title") or said.get("aria-label") or ""
            self.pictures += [text] if text else []

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


def read(
    text: str,
    encoding: str,
    *,
    sheet: str | None = None,
    score: Callable[[Table], tuple[int, ...]],
    _: Say,
) -> Table:
    """The table of a page that is named, or else scores highest, each row with its number.

    BadFile when there is none.
    """
    tables = _tables(_page(text, _), encoding, _)
    if not tables:
        raise BadFile(_("This is no table that can be read. Save the list as CSV or XLSX."))
    return _chosen(tables, max(tables, key=score), sheet, _)


def _page(text: str, _: Say) -> _Page:
    page = _Page()
    page.table()
    for tag, given, between in _pieces(text):
        if between and (page.said is not None or not between.isspace()):
            into = page.loose if page.said is None else page.said
            into.append(_BLANKS.sub(" ", html.unescape(between)))
        bare, closing = tag.removeprefix("/").removeprefix("ss:"), tag.startswith("/")
        if bare in _FRAME:
            _build(page, bare, given, closing=closing)
        else:
            _write(page, bare, given, closing=closing)
        if page.line > 2 * ROWS:
            raise BadFile(_("This file has more than 20,000 rows. Split it into several."))
    page.table()
    return page


def _build(page: _Page, bare: str, given: str, *, closing: bool) -> None:
    """A tag that tables are made of."""
    if bare in _TABLE and not (page.cells or page.tables[-1]) and not closing:
        page.cells, page.veiled = None, [_unseen(given), False]
        page.named(given)
    elif bare in _TABLE:
        page.table("" if closing else given)
        page.named("" if closing else given)
    elif bare in _BODY:
        page.veiled[1] = not closing and _unseen(given)
    elif bare in _ROW and not closing:
        page.row(given)
    elif bare in _CELL:
        page.cell() if closing else page.begin(given)


def _write(page: _Page, bare: str, given: str, *, closing: bool) -> None:
    """A tag within a cell, or between tables."""
    if bare in _PICTURES and not closing and page.said is not None:
        page.inside(bare, given)
    elif bare in _STRUCK and closing and page.said:
        # Read as a cross: nobody can tell what the line through it means.
        page.said.append(" ✗")
    elif bare in _BREAKS and page.said:
        page.said.append("\n" if bare == "br" else " ")
    elif bare in _HEADS and closing and page.said is None:
        page.heading = page.last()
    elif bare in _BREAKS | _HEADS and page.said is None and not closing:
        page.loose = []


def _tables(page: _Page, encoding: str, _: Say) -> list[Table]:
    """The largest tables of a page, in its order."""
    sizes = {at: sum(len(cells) for _line, cells in rows) for at, rows in enumerate(page.tables)}
    largest = sorted((at for at in sizes if sizes[at]), key=lambda at: -sizes[at])[:_LOOKED_AT]
    return [
        Table(
            kept(page.tables[at], _),
            encoding=encoding,
            name=page.titles[at],
            hidden=frozenset(page.hidden[at]),
        )
        for at in sorted(largest)
    ]


def _chosen(tables: list[Table], best: Table, sheet: str | None, _: Say) -> Table:
    """The table that is named or else the best one, with the names of those that may be lists, too."""
    lists = [one for one in tables if one is best or _is_list(one)]
    if len(lists) == 1:
        return best
    told = Counter(one.name for one in lists)
    names = [
        one.name if one.name and told[one.name] == 1 else f"{one.name} {number}".strip()
        for number, one in enumerate(lists, 1)
    ]
    if sheet is not None and sheet not in names:
        raise BadFile(_("There is no sheet of this name in the file."))
    at = lists.index(best) if sheet is None else names.index(sheet)
    return replace(lists[at], names=tuple(names), name=names[at])


def _is_list(table: Table) -> bool:
    return len(table.records) > 1 and max(len(cells) for _line, cells in table.records) > 1


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
        name, _blank, given = _BLANKS.sub(" ", inside).partition(" ")
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


def _attributes(given: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(said.strip("\"'"))
        for name, said in _ATTRIBUTE.findall(given[:2000])
    }


def _unseen(given: str) -> bool:
    if not given:
        return False
    said = _attributes(given)
    style = "".join(said.get("style", "").split()).lower()
    return "hidden" in said or said.get("ss:hidden") == "1" or any(one in style for one in _UNSEEN)
