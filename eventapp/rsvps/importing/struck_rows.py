"""Which rows of a sheet have a cell with a line through it: somebody took them off by hand."""

import io
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from eventapp.rsvps.importing.hidden_rows import part_of

_STYLES = "xl/styles.xml"
_OFF = frozenset(("0", "false"))


def struck(data: bytes, sheet: str) -> set[int]:
    """The lines, from 1, of the rows with a cell that is struck through, in a sheet of an XLSX workbook.

    Nothing for other kinds of workbook, nor for one whose parts aren't where they belong.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            styles = _styles(packed.read(_STYLES))
            return _lines(packed.read(part_of(packed, sheet)), styles) if styles else set()
    except (KeyError, ValueError, StopIteration, expat.ExpatError, zipfile.BadZipFile):
        return set()


def _styles(content: bytes) -> set[int]:
    """The numbers of the cell formats whose font has a line through it."""
    fonts: list[bool] = []
    found: set[int] = set()
    inside: set[str] = set()
    formats = 0

    def begun(name: str, given: dict[str, str]) -> None:
        nonlocal formats
        inside.add(name)
        if name == "font" and "fonts" in inside:
            fonts.append(False)
        elif name == "strike" and "fonts" in inside and fonts:
            fonts[-1] = given.get("val", "1") not in _OFF
        elif name == "xf" and "cellXfs" in inside:
            if fonts[int(given.get("fontId", 0)) :][:1] == [True]:
                found.add(formats)
            formats += 1

    _parse(content, begun, inside.discard)
    return found


def _lines(content: bytes, styles: set[int]) -> set[int]:
    found: set[int] = set()
    line, crossed = 0, False

    def begun(name: str, given: dict[str, str]) -> None:
        nonlocal line, crossed
        if name == "row":
            line = int(given.get("r", line + 1))
        elif name == "c":
            crossed = int(given.get("s", 0)) in styles
        elif name in {"v", "is"} and crossed:
            found.add(line)

    _parse(content, begun, lambda _name: None)
    return found


def _parse(
    content: bytes, begun: Callable[[str, dict[str, str]], None], ended: Callable[[str], None]
) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, given: begun(name.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda name: ended(name.rpartition(" ")[2])
    parser.Parse(content, True)
