"""How a printer's error is undone: moved and stretched before it prints (pure).

A printer puts what is drawn at x to a · x + b: it scales by a percent, and pulls the paper askew.
Each axis has its own a and b. A correction draws the other way round, so that what comes out lies
where it belongs.
"""

from dataclasses import dataclass

from eventapp.badges.stocks import Stock
from eventapp.paper import Box

# What no printer is off by: more than that was measured or typed wrongly.
MOST_SHIFT = 20.0
LEAST_STRETCH, MOST_STRETCH = 90.0, 110.0


@dataclass(frozen=True)
class Correction:
    """What is drawn is stretched from the paper's upper left corner, in percent, then moved by so
    many millimetres right and down. Without a word it changes nothing."""

    shift_x: float = 0.0
    shift_y: float = 0.0
    stretch_x: float = 100.0
    stretch_y: float = 100.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Where to draw, so that it comes out at this point of the paper."""
        return (
            x * self.stretch_x / 100 + self.shift_x,
            y * self.stretch_y / 100 + self.shift_y,
        )

    def box(self, box: Box) -> Box:
        """What to draw, so that it comes out as this rectangle."""
        x, y = self.apply(box.x, box.y)
        return Box(x, y, box.width * self.stretch_x / 100, box.height * self.stretch_y / 100)

    @property
    def is_none(self) -> bool:
        """Whether it changes nothing."""
        return self == Correction()


@dataclass(frozen=True)
class Measured:
    """What a ruler says of a printed test page: how long its two lines came out, and how far the
    middle of its cross lies from the left and from the upper edge of the paper."""

    across: float
    down: float
    left: float
    top: float


@dataclass(frozen=True)
class Marks:
    """Where a test page has its cross, and how long its lines are when they come out right."""

    cross_x: float
    cross_y: float
    across: float
    down: float


def corrected(measured: Measured, marks: Marks, *, was: Correction | None = None) -> Correction:
    """The correction that makes the marks come out right; `was` held when the page was printed."""
    before = was or Correction()
    stretch_x, shift_x = _axis(
        measured.across / marks.across,
        measured.left,
        marks.cross_x,
        before.stretch_x,
        before.shift_x,
    )
    stretch_y, shift_y = _axis(
        measured.down / marks.down, measured.top, marks.cross_y, before.stretch_y, before.shift_y
    )
    return Correction(shift_x, shift_y, stretch_x, stretch_y)


def possible(correction: Correction) -> bool:
    """Whether a printer can be off by so much."""
    return all(
        abs(shift) <= MOST_SHIFT and LEAST_STRETCH <= stretch <= MOST_STRETCH
        for shift, stretch in (
            (correction.shift_x, correction.stretch_x),
            (correction.shift_y, correction.stretch_y),
        )
    )


def placed(stock: Stock, label: int, correction: Correction) -> Box:
    """Where a label is drawn, counted from 0 along the rows, so that it comes out on the stock."""
    x, y = stock.corner_of(label)
    return correction.box(Box(x, y, stock.width, stock.height))


def _axis(
    scale: float, measured: float, cross: float, stretch: float, shift: float
) -> tuple[float, float]:
    """Stretch and shift of one axis, from how much larger it came out and where the cross lies.

    Meant for x it came out at scale · x + b. What was drawn for it is known, so what is drawn for
    (x - b) / scale comes out at x.
    """
    b = measured - scale * cross
    return stretch / scale, shift - stretch / 100 * b / scale
