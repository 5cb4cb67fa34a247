"""The sheets and rolls that badges are printed on, in millimetres.

Only stocks whose measures are certain are in `stocks.json`, and only those that carry one upright
badge per label; folding place cards and table tents want another drawing.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from eventapp.errors import Refused

_MOST_BLEED = 1.2


@dataclass(frozen=True)
class Stock:
    """One kind of sheet: its size, its labels and where they lie; everything in millimetres."""

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

    def corner_of(self, label: int) -> tuple[float, float]:
        """Left and top of a label, counted from 0 along the rows."""
        row, col = divmod(label, self.cols)
        return self.left + col * self.pitch_x, self.top + row * self.pitch_y


def stock(key: str) -> Stock:
    """The stock of that key; refuses one that is not known."""
    if key not in STOCKS:
        raise Refused("This label stock is not known. Choose one from the list.")
    return STOCKS[key]


def _read(path: Path) -> dict[str, Stock]:
    listed = json.loads(path.read_text(encoding="utf-8"))
    return {e["key"]: Stock(**{**e, "also": tuple(e.get("also", ()))}) for e in listed}


STOCKS: dict[str, Stock] = _read(Path(__file__).with_name("stocks.json"))
