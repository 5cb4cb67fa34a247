"""Rulers on paper: the test page of a printer, and the small ones beside the labels (pure)."""

from dataclasses import dataclass

from eventapp import drawing, text_fitting, typefaces
from eventapp.badges.printers.corrections import Correction, Marks, placed
from eventapp.badges.stocks import Stock
from eventapp.drawing import POINT, Line, Page, Part, Rect
from eventapp.paper import Box

# As long as there is room for: a ruler is read to a quarter of a millimetre, and what is wrong by
# so much on a line of 50 mm is wrong by more than a millimetre at the end of an A4 sheet.
_LENGTHS = (250, 200, 150, 100, 50, 40, 30, 20)
_WASTE_LENGTHS = (100, 50)
# What is left free at the far end, which no printer reaches.
_EDGE = 5.0
# Under that much margin a printer leaves out what stands in it.
LEAST_MARGIN = 4.0
_TICK = 1.6
_FAINT = "#8A7592"


@dataclass(frozen=True)
class PageWords:
    """What a test page says, in the organizer's language."""

    title: str = "Test page: {stock}"
    printer: str = "Printer: {printer}"
    across: str = "This line is {length} mm long. Yours: ______ mm across"
    down: str = "The line down is {length} mm long. Yours: ______ mm down"
    cross: str = (
        "The cross is {x} mm from the left and {y} mm from the top. Yours: ______ and ______ mm"
    )
    hold: str = "Then hold this page and the stock against the light: the frames are its labels."


def marks(stock: Stock) -> Marks:
    """Where the cross of a test page lies, and how long its lines are, as far as there is room."""
    cross = 20.0 if min(stock.sheet_width, stock.sheet_height) >= 120 else 8.0
    across, down = (
        next(length for length in _LENGTHS if cross + length + _EDGE <= side or length == 20)
        for side in (stock.sheet_width, stock.sheet_height)
    )
    return Marks(cross, cross, float(across), float(down))


def calibration_page(
    stock: Stock,
    correction: Correction,
    *,
    printer: str = "",
    words: PageWords | None = None,
) -> Page:
    """A page for plain paper: the labels' frames and numbers, and a cross from which a ruler goes
    across and one down; everything corrected as a sheet of badges would be."""
    said, at = words or PageWords(), marks(stock)
    parts = [part for label in range(stock.per_sheet) for part in _frame(stock, label, correction)]
    parts += _ruler(at.cross_x, at.cross_y, at.across, correction, down=False, numbers=True)
    parts += _ruler(at.cross_x, at.cross_y, at.down, correction, down=True, numbers=True)
    parts += _cross(at.cross_x, at.cross_y, 4.0, correction)
    parts += _says(stock, at, correction, printer, said)
    return Page(stock.sheet_width, stock.sheet_height, tuple(parts))


def waste_rulers(stock: Stock, correction: Correction) -> list[Part]:
    """Small rulers in the margins around the labels, one across and one down, where a margin is
    wide enough to be printed in: whoever holds a ruler to them sees whether it was printed at
    100 %. Nothing where there is no such margin."""
    parts: list[Part] = []
    for down in (False, True):
        place = _waste(stock, down=down)
        if place:
            x, y, length = place
            parts += _ruler(x, y, length, correction, down=down, numbers=False)
            parts += _length(x, y, length, correction, down=down)
    return parts


def _waste(stock: Stock, *, down: bool) -> tuple[float, float, float] | None:
    """Where a ruler begins in the widest margin along one direction, and how long it is."""
    if down:
        near, far, side, start = stock.left, stock.right, stock.sheet_height, stock.top
        beyond = stock.sheet_width
    else:
        near, far, side, start = stock.bottom, stock.top, stock.sheet_width, stock.left
        beyond = stock.sheet_height
    wide = max(near, far)
    begin = max(start, _EDGE)
    length = next((n for n in _WASTE_LENGTHS if begin + n + 12 <= side - _EDGE), 0)
    if wide < LEAST_MARGIN or not length:
        return None
    # In the middle of the margin, half a tick back, away from colour that runs over a label's edge.
    middle = wide / 2 + _TICK / 2
    first_margin = (near >= far) == down
    across = middle if first_margin else beyond - wide + middle
    return (across, begin, float(length)) if down else (begin, across, float(length))


def _frame(stock: Stock, label: int, correction: Correction) -> list[Part]:
    box = placed(stock, label, correction)
    parts: list[Part] = [
        Rect(box.x, box.y, box.width, box.height, stroke=0.1, edge=_FAINT, radius=stock.corner)
    ]
    number = drawing.line(
        str(label + 1),
        typefaces.display(),
        18,
        box.x + box.width - 3,
        box.y + box.height - 3,
        anchor="right",
        colour=_FAINT,
    )
    parts.append(number)
    if stock.fold:
        parts.append(_fold(stock, box))
    return parts


def _fold(stock: Stock, box: Box) -> Line:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    if stock.fold == "left":
        return Line(x, box.y, x, box.y + box.height, edge=_FAINT, dash="dashed")
    return Line(box.x, y, box.x + box.width, y, edge=_FAINT, dash="dashed")


def _ruler(
    x: float, y: float, length: float, correction: Correction, *, down: bool, numbers: bool
) -> list[Part]:
    """A line from a point with a tick each millimetre, on its upper or left side."""
    parts: list[Part] = [_stroke(x, y, length, 0.0, correction, down=down, stroke=0.2)]
    for mm in range(int(length) + 1):
        high = _TICK if mm % 10 == 0 else _TICK * (0.75 if mm % 5 == 0 else 0.5)
        parts.append(_tick(x, y, mm, high * (1.6 if numbers else 1.0), correction, down=down))
        if numbers and mm and mm % 10 == 0:
            parts.append(_number(x, y, mm, correction, down=down))
    return parts


def _stroke(
    x: float,
    y: float,
    along: float,
    aside: float,
    correction: Correction,
    *,
    down: bool,
    stroke: float,
) -> Line:
    """A line from a point, so far along and so far aside."""
    start = correction.apply(x, y)
    end = correction.apply(x - aside, y + along) if down else correction.apply(x + along, y - aside)
    return Line(*start, *end, stroke=stroke)


def _tick(x: float, y: float, mm: int, high: float, correction: Correction, *, down: bool) -> Line:
    from_x, from_y = (x, y + mm) if down else (x + mm, y)
    stroke = 0.15 if mm % 10 == 0 else 0.1
    return _stroke(from_x, from_y, 0.0, high, correction, down=down, stroke=stroke)


def _number(x: float, y: float, mm: int, correction: Correction, *, down: bool) -> Part:
    at = correction.apply(x - 3.2, y + mm + 0.8) if down else correction.apply(x + mm, y - 3.0)
    return drawing.line(str(mm), typefaces.text(500), 6, *at, anchor="right" if down else "center")


def _length(x: float, y: float, length: float, correction: Correction, *, down: bool) -> list[Part]:
    """How long a small ruler is, said at its end."""
    far = (x - _TICK - 0.4, y + length + 3.0) if down else (x + length + 1.5, y)
    return [drawing.line(f"{length:g} mm", typefaces.text(500), 5, *correction.apply(*far))]


def _cross(x: float, y: float, arm: float, correction: Correction) -> list[Part]:
    return [
        Line(
            *correction.apply(x - across, y - up), *correction.apply(x + across, y + up), stroke=0.2
        )
        for across, up in ((arm, 0.0), (0.0, arm))
    ]


def _says(
    stock: Stock, at: Marks, correction: Correction, printer: str, words: PageWords
) -> list[Part]:
    """The words inside the corner of the two rulers, as many as there is room for."""
    lines = [
        words.title.replace("{stock}", stock.name),
        words.printer.replace("{printer}", printer) if printer else "",
        words.across.replace("{length}", f"{at.across:g}"),
        words.down.replace("{length}", f"{at.down:g}"),
        words.cross.replace("{x}", f"{at.cross_x:g}").replace("{y}", f"{at.cross_y:g}"),
        words.hold if stock.per_sheet > 1 else "",
    ]
    wide = stock.sheet_width - at.cross_x - 6
    parts: list[Part] = []
    y = at.cross_y
    for number, text in enumerate(line for line in lines if line):
        face = typefaces.text(700 if number == 0 else 500)
        points = min(9.0, wide / text_fitting.width(text, face) / POINT)
        y += points * 0.62
        if y > stock.sheet_height - 3:
            break
        parts.append(drawing.line(text, face, points, *correction.apply(at.cross_x + 3, y)))
    return parts
