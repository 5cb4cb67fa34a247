"""The sheets and rolls that badges, cards and tents are printed on, in millimetres.

Every stock in `stocks.json` says where its measures come from. What two sources tell alike within
0.3 mm, or a standard defines, is certain; of any other a test page is printed first.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventapp.errors import Refused

_MOST_BLEED = 1.2
# How far two sources may be apart and still mean the same sheet.
AGREE = 0.3
KINDS = ("sticky", "cards", "cut", "tent", "plastic", "thermal")
# Folded in the middle: the upper half stands on its head, or the left half lies beside the right.
FOLDS = ("", "top", "left")
# What a printer is loaded with; a correction holds for one of them.
PAGES = ("A4", "A4 landscape", "Letter", "Letter landscape", "A5", "A6", "card", "roll", "other")
_SIZES = {
    (210.0, 297.0): "A4",
    (297.0, 210.0): "A4 landscape",
    (215.9, 279.4): "Letter",
    (279.4, 215.9): "Letter landscape",
    (148.0, 210.0): "A5",
    (105.0, 148.0): "A6",
}


@dataclass(frozen=True)
class Source:
    """Who tells the measures of a stock: width, height, left, top, pitch across and down; nothing
    where it tells of another sheet under the same number."""

    name: str
    entry: str
    says: tuple[float, ...] = ()


@dataclass(frozen=True)
class Stock:
    """One kind of sheet: its size, its labels and where they lie; everything in millimetres.

    `defined`: a standard, or the inches that it is sold by, are its measures.
    """

    key: str
    name: str
    kind: str
    page: str
    sheet_width: float
    sheet_height: float
    width: float
    height: float
    cols: int
    rows: int
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    corner: float = 0.0
    also: tuple[str, ...] = ()
    fold: str = ""
    defined: bool = False
    sources: tuple[Source, ...] = ()

    @property
    def per_sheet(self) -> int:
        """How many labels are on a sheet."""
        return self.cols * self.rows

    @property
    def right(self) -> float:
        """What is left of the sheet to the right of the last label."""
        return self.sheet_width - self.left - (self.cols - 1) * self.pitch_x - self.width

    @property
    def bottom(self) -> float:
        """What is left of the sheet under the last label."""
        return self.sheet_height - self.top - (self.rows - 1) * self.pitch_y - self.height

    @property
    def bleed(self) -> float:
        """How far colour may run over a label's edge without reaching its neighbour."""
        across = self.pitch_x - self.width if self.cols > 1 else 2 * min(self.left, self.right)
        down = self.pitch_y - self.height if self.rows > 1 else 2 * min(self.top, self.bottom)
        return round(max(0.0, min(_MOST_BLEED, across / 2, down / 2)), 3)

    @property
    def two_sided(self) -> bool:
        """Whether its back can be printed, too: nothing that sticks, folds or comes off a roll."""
        return self.kind in {"cards", "cut", "plastic"} and not self.fold

    @property
    def panel(self) -> tuple[float, float]:
        """Width and height of what is seen at once: half of what folds."""
        wide = self.width / 2 if self.fold == "left" else self.width
        return wide, self.height / 2 if self.fold == "top" else self.height

    @property
    def test_first(self) -> bool:
        """Whether its measures are uncertain: only one source tells them, or another disagrees."""
        tellers = {source.name for source in self.sources}
        return not self.defined and (len(tellers) < 2 or bool(self.disagreeing))

    @property
    def disagreeing(self) -> list[Source]:
        """The sources that tell of another sheet."""
        return [source for source in self.sources if self.off_by(source) > AGREE]

    def off_by(self, source: Source) -> float:
        """How far apart an edge of a label is at most, from this stock to what a source says."""
        if not source.says:
            return float("inf")
        wide, high, left, top, pitch_x, pitch_y = source.says
        across = (left - self.left, wide - self.width, (self.cols - 1) * (pitch_x - self.pitch_x))
        down = (top - self.top, high - self.height, (self.rows - 1) * (pitch_y - self.pitch_y))
        apart = [
            abs(start + edge + far)
            for start, size, last in (across, down)
            for edge in (0.0, size)
            for far in (0.0, last)
        ]
        return round(max(apart), 3)

    def corner_of(self, label: int) -> tuple[float, float]:
        """Left and top of a label, counted from 0 along the rows."""
        row, col = divmod(label, self.cols)
        return self.left + col * self.pitch_x, self.top + row * self.pitch_y


def stock(key: str) -> Stock:
    """The stock of that key; refuses one that is not known."""
    if key not in ALL:
        raise Refused("This label stock is not known. Choose one from the list.")
    return ALL[key]


def page_of(width: float, height: float) -> str:
    """What a sheet of that size is called."""
    return _SIZES.get((round(width, 1), round(height, 1)), "other")


def _read(path: Path) -> dict[str, Stock]:
    listed = json.loads(path.read_text(encoding="utf-8"))
    return {entry["key"]: _stock(entry) for entry in listed}


def _stock(entry: dict[str, Any]) -> Stock:
    told = [
        Source(one["name"], one["entry"], tuple(one.get("says", ()))) for one in entry["sources"]
    ]
    return Stock(**{**entry, "also": tuple(entry.get("also", ())), "sources": tuple(told)})


ALL: dict[str, Stock] = _read(Path(__file__).with_name("stocks.json"))
# Those that carry one upright badge on each label.
STOCKS: dict[str, Stock] = {key: one for key, one in ALL.items() if not one.fold}
