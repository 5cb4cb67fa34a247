"""The paper that is printed on, and texts made to fit the boxes of a sheet (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import east_asian_width

from eventapp import drawing, text_fitting, typefaces
from eventapp.drawing import POINT, Anchor
from eventapp.role_marks import INK, picture
from eventapp.typefaces import Ours

MUTED, RULE, FAINT, SUN, CREAM = "#5E4C67", "#8A7592", "#D8CFDD", "#FFC53D", "#FFFBF0"
# From the edge of a sheet to what is printed: printers reach no nearer than 5 to 8 mm.
MARGIN = 10.0
# Where a sheet's content ends above its lower edge: its foot stands below.
FOOT = 14.0
LEADING = 1.18
# Printed letters stand a little apart from where they were measured (kerning, hinting).
SLACK = 0.985
# Nobody reads it, but nothing is missing: a name of 160 capitals stands whole.
LEAST = 2.6
# More than any field of ours takes: what is longer isn't a name.
LONGEST = 400
# Words are broken only when they would have to be smaller than this part of what was asked.
BREAK = 0.2


@dataclass(frozen=True)
class Size:
    """A sheet of paper, upright, in mm."""

    key: str
    width: float
    height: float

    @property
    def landscape(self) -> "Size":
        """The same, lying."""
        return Size(self.key, self.height, self.width)


A4 = Size("a4", 210.0, 297.0)
LETTER = Size("letter", 215.9, 279.4)
SIZES = {size.key: size for size in (A4, LETTER)}


@dataclass(frozen=True)
class Box:
    """A rectangle of a sheet, in mm from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Set:
    """A text as it is set: its lines, their type size in points, and from one to the next in em."""

    lines: tuple[str, ...]
    points: float
    pitch: float
    above: float
    below: float

    @property
    def height(self) -> float:
        """How high it stands, in mm."""
        em = self.points * POINT if self.lines else 0.0
        return em * (self.pitch * (len(self.lines) - 1) + self.above + self.below)


def block(
    text: str, ours: Ours, box: Box, points: float, *, anchor: Anchor = "left", colour: str = INK
) -> list[drawing.Part]:
    """A text in a box, in the middle of its height: at `points` if it fits, else smaller, else broken."""
    found = fitted(text, ours, box.width, box.height, points)
    free = (box.height - found.height) / 2
    # The eye takes capitals for the whole line, and they stand above its middle.
    lowered = min(free, 0.1 * found.points * POINT)
    return _lines(found, ours, box, box.y + free + max(0.0, lowered), anchor, colour)


def top(
    text: str, ours: Ours, box: Box, points: float, *, anchor: Anchor = "left", colour: str = INK
) -> list[drawing.Part]:
    """The same from the upper edge of its box on."""
    found = fitted(text, ours, box.width, box.height, points)
    return _lines(found, ours, box, box.y, anchor, colour)


@lru_cache(maxsize=16384)
def fitted(text: str, ours: Ours, width: float, height: float, points: float) -> Set:
    """A text as large as a box takes it: words are kept whole while they can be
    read so, and nothing is left out while it can be set at all."""
    typed = text_fitting.tidy(text, LONGEST)
    ink = text_fitting.ink(typed, ours)
    above, below = max(0.72, ink.above), max(0.22, ink.below)
    pitch = max(LEADING, above + below + 0.04)

    def tried(size: float, words: list[str]) -> Set | None:
        em = size * POINT
        room = width / em * SLACK
        most = 1 + int((height / em - above - below) / pitch) if height >= em * 0.9 else 0
        if ink.width <= room and height / em >= above + below:
            return Set((typed,), size, pitch, above, below)
        if most < 2 or any(text_fitting.width(word, ours) > room for word in words):
            return None
        lines = tuple(text_fitting.wrap(typed, ours, room, most))
        fits = text_fitting.is_whole(typed, lines)
        return Set(lines, size, pitch, above, below) if fits else None

    if not typed:
        return Set((), points, pitch, 0.0, 0.0)
    sizes = _sizes(points)
    whole = [size for size in sizes if size >= points * BREAK]
    for words, some in ((_words(typed), whole), ([], sizes)):
        for size in some:
            if found := tried(size, words):
                return found
    # Nothing that a form takes gets here: it is said by its ellipsis.
    least = sizes[-1] * POINT
    most = max(1, int(height / least / pitch))
    lines = text_fitting.wrap(typed, ours, width / least * SLACK, most)
    return Set(tuple(lines), sizes[-1], pitch, above, below)


def _words(text: str) -> list[str]:
    """What should not be broken: scripts without spaces may be, anywhere."""
    return [
        word for word in text.split() if not any(east_asian_width(sign) in "WF" for sign in word)
    ]


def _sizes(points: float) -> list[float]:
    sizes = [points]
    while sizes[-1] * 0.94 >= LEAST:
        sizes.append(sizes[-1] * 0.94)
    return sizes


def _lines(
    found: Set, ours: Ours, box: Box, upper: float, anchor: Anchor, colour: str
) -> list[drawing.Part]:
    em = found.points * POINT
    x = {"left": box.x, "center": box.x + box.width / 2, "right": box.x + box.width}[anchor]
    return [
        drawing.line(
            line, ours, found.points, x, upper + em * (found.above + found.pitch * number),
            anchor=anchor, colour=colour,
        )
        for number, line in enumerate(found.lines)
    ]  # fmt: skip


def width(text: str, ours: Ours, points: float) -> float:
    """How wide a line is, in mm."""
    return text_fitting.width(text, ours) * points * POINT


def mark(number: int, x: float, y: float, size: float) -> drawing.Picture:
    """A role's mark in a square of so many mm."""
    return drawing.Picture(x, y, size, size, picture(number), "svg")


def rule(x: float, y: float, to_x: float, *, stroke: float = 0.2, edge: str = RULE) -> drawing.Line:
    """A level line."""
    return drawing.Line(x, y, to_x, y, stroke, edge)


def cut_lines(size: Size, xs: Iterable[float], ys: Iterable[float]) -> list[drawing.Part]:
    """Where to cut: dashes over the whole sheet."""
    down = [drawing.Line(x, 0, x, size.height, 0.15, RULE, "dashed") for x in xs]
    across = [drawing.Line(0, y, size.width, y, 0.15, RULE, "dashed") for y in ys]
    return [*down, *across]


def bold() -> Ours:
    """Names in lists."""
    return typefaces.text(700)


def plain() -> Ours:
    """Everything else in lists."""
    return typefaces.text(500)


def light() -> Ours:
    """Beside a heading."""
    return typefaces.display(500)
