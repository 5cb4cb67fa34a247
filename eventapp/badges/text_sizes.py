"""How large each line of a badge can be: measured with the typefaces' own widths (pure).

A capital of 10 mm is read at 3 m, which is 43 pt of Bricolage Grotesque; under 24 pt a name is
hardly read across a table. So a name is as large as its label allows, and takes a second line
before it becomes small.
"""

import re
import unicodedata
from dataclasses import dataclass

from eventapp import text_fitting, typefaces
from eventapp.drawing import POINT
from eventapp.shaping import Ink
from eventapp.typefaces import Ours

READABLE = 24.0
LEADING = 0.92
TRACKING = -0.015
_BREAK = re.compile(r"(?<=[-‐‑–・·])(?=\S)|\s+")


@dataclass(frozen=True)
class Sizes:
    """The type sizes that a layout gives a first name, in points: the largest, the one under which
    it takes two lines, the largest and the smallest on two; how high letters may be, in mm; and on
    how many lines a single long word is broken."""

    largest: float = 60.0
    split_below: float = 34.0
    two_lines: float = 30.0
    smallest: float = 20.0
    tallest: float = 15.5
    lines: int = 2


LYING, UPRIGHT = Sizes(), Sizes(72.0, 58.0, 54.0, 20.0, 24.0, 3)


@dataclass(frozen=True)
class Fitted:
    """Lines of text and the type size in points that they are set in."""

    lines: tuple[str, ...]
    points: float

    @property
    def size(self) -> float:
        """The type size in mm."""
        return self.points * POINT


def name(text: str, room: float, scale: float, sizes: Sizes = LYING) -> Fitted:
    """Fit a first name into `room` mm of a label that is `scale` times as large as its layout.

    One line as large as can be; under a size two lines, split at a hyphen or space; never under
    the smallest, where a single long word is broken and what is over is cut.
    """
    ours = typefaces.display()
    largest = _cap(text, sizes.largest * scale, sizes.tallest * scale)
    one = Fitted((text,), min(largest, _points(text, room)))
    if one.points >= sizes.split_below * scale:
        return one
    pairs = [(text[: m.start()], text[m.end() :]) for m in _BREAK.finditer(text)]
    sized = [(min(_points(part, room) for part in pair), pair) for pair in pairs if all(pair)]
    best = one
    if sized:
        points, pair = max(sized)
        two = Fitted(pair, min(sizes.two_lines * scale, points))
        best = max(one, two, key=lambda fitted: fitted.points)
    smallest = sizes.smallest * min(1.0, scale / 0.8)
    if best.points >= smallest:
        return best
    em = room / (smallest * POINT)
    for start, end in pairs:
        # A long word is broken for itself, if its neighbour leaves it lines enough.
        first = text_fitting.wrap(start, ours, em, sizes.lines)
        both = [*first, *text_fitting.wrap(end, ours, em, sizes.lines)]
        if start and end and len(both) <= sizes.lines and text_fitting.is_whole(text, both):
            return Fitted(tuple(both), smallest)
    return Fitted(tuple(text_fitting.wrap(text, ours, em, sizes.lines)), smallest)


def line(text: str, ours: Ours, room: float, largest: float, smallest: float) -> Fitted:
    """Fit one line: as large as it can be between two sizes in points, then cut."""
    wide = text_fitting.width(text, ours) * POINT
    points = min(largest, room / wide if wide else largest)
    if points >= smallest:
        return Fitted((text,), points)
    return Fitted((text_fitting.cut(text, ours, room / (smallest * POINT)),), smallest)


def paragraph(
    text: str, ours: Ours, room: float, largest: float, smallest: float, most: int = 2
) -> Fitted:
    """Fit a sentence: one line if it loses little for it, else up to `most` even ones, then cut."""
    one = line(text, ours, room, largest, largest * 0.9)
    if one.lines == (text,):
        return one
    for step in range(5):
        points = largest - (largest - smallest) * step / 4
        broken = text_fitting.wrap(text, ours, room / (points * POINT), most)
        if text_fitting.is_whole(text, broken):
            break
    return Fitted(tuple(broken), points)


def ink(fitted: Fitted, ours: Ours) -> Ink:
    """How far the fitted lines reach, in mm; `above` from the first, `below` from the last."""
    measured = [text_fitting.ink(text, ours) for text in fitted.lines]
    return Ink(
        max(i.width for i in measured) * fitted.size,
        measured[0].left * fitted.size,
        measured[0].above * fitted.size,
        measured[-1].below * fitted.size,
    )


def plain(text: str) -> bool:
    """Whether our display face sets the whole text."""
    return all(isinstance(run.face, Ours) for run in text_fitting.runs(text, typefaces.display()))


def name_width(text: str) -> float:
    """How wide a line of a first name is, in em."""
    letters = sum(not unicodedata.combining(char) for char in text)
    tracking = TRACKING * (letters - 1) if plain(text) else 0.0
    return text_fitting.width(text, typefaces.display()) + tracking


def _points(text: str, room: float) -> float:
    return room / POINT / (name_width(text) + 0.02)


def _cap(text: str, largest: float, tallest: float) -> float:
    """Other scripts fill more of the line's height than capitals do."""
    if plain(text):
        return largest
    reach = text_fitting.ink(text, typefaces.display())
    return min(largest, tallest / POINT / max(0.5, reach.above + reach.below))
