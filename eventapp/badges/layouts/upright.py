"""A badge that hangs upright: for lanyards, A6 and 4 × 6 inch (pure).

Under the community's mark and the event's name: the names, what to ask about, then the table of
each round beside a large code, and the band in the role's colour.
"""

from eventapp import typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Badge, Words, stops
from eventapp.badges.layouts.names import Room, set_names
from eventapp.badges.layouts.panels import Panel
from eventapp.badges.layouts.pen import Pen, Side
from eventapp.badges.text_sizes import UPRIGHT
from eventapp.drawing import POINT

# How high the band is on A6.
_BAND = 22.0


def draw(badge: Badge, panel: Panel, words: Words) -> Side:
    """One badge on a panel that is higher than wide."""
    k = panel.scale
    pen = Pen(badge, panel, words, left=8 * k, right=8 * k)
    floor = panel.height - _BAND * k
    head = _head(pen)
    foot = floor - 6.5 * k
    code = pen.code(max(32 * k, 15.0), foot)
    beside = pen.room - code.width - 6 * k if code.width else pen.room
    above = _tables(pen, foot, beside)
    bottom = min(code.edge, above) - 6 * k if code.width or above < foot else foot
    bottom, asked = pen.ask(bottom, pen.room, 15 * k, 11 * k, 3)
    set_names(pen, Room(head, bottom - 4 * k, pen.room, UPRIGHT, 24 * k, 13 * k))
    pen.out += asked
    _fill_band(pen)
    return pen.side()


def _head(pen: Pen) -> float:
    """The community's mark and the event's name, beside a camera that is crossed out; gives where
    the names may begin. A hole for a lanyard finds nothing to cut."""
    k = pen.k
    corner = pen.photo_mark(3.4 * k)
    wide = pen.room - (corner.width + 3 * k if corner.width else 0.0)
    logo = pen.logo(pen.left, 9 * k, min(40 * k, wide), 10 * k, anchor="left")
    x = pen.left + (logo.width + 4 * k if logo.width else 0.0)
    if pen.words.event:
        ours = typefaces.text(500)
        fitted = text_sizes.line(pen.words.event, ours, pen.left + wide - x, 10 * k, 7 * k)
        pen.line(fitted.lines[0], ours, fitted.points, x, 15.2 * k, colour=pen.quiet)
    return (24 if logo.width or pen.words.event else 12) * k


def _tables(pen: Pen, foot: float, room: float) -> float:
    """The rounds in rows above `foot`, each over its table; gives the upper edge."""
    found = stops(pen.badge, pen.words)
    if not found:
        return foot
    k, bold, ours = pen.k, typefaces.text(700), typefaces.text(500)
    if pen.badge.plan_version is not None:
        pen.plan(pen.left, foot, 7.5 * k, anchor="left", colour=pen.quiet)
        foot -= 6.2 * k
    across = min(len(found), 3 if len(found) <= 6 else 4)
    rows = [found[n : n + across] for n in range(0, len(found), across)]
    wide, largest = room / across, (26 if len(rows) == 1 else 19 if len(rows) == 2 else 15) * k
    points = min(
        text_sizes.line(table, bold, wide - 2.5 * k, largest, 7 * k).points for _, table in found
    )
    high = points * POINT
    for number, row in enumerate(reversed(rows)):
        y = foot - number * (high + 6 * k)
        for column, (name, table) in enumerate(row):
            x = pen.left + column * wide
            said = text_sizes.line(name, ours, wide - 1.5 * k, 8 * k, 5)
            cut = text_sizes.line(table, bold, wide - 2.5 * k, points, points)
            pen.line(
                said.lines[0], ours, said.points, x, y - 0.72 * high - 1.8 * k, colour=pen.quiet
            )
            pen.line(cut.lines[0], bold, points, x, y)
    return foot - (len(rows) - 1) * (high + 6 * k) - 0.72 * high - 1.8 * k - 2.2 * k


def _fill_band(pen: Pen) -> None:
    """The role's shape and word."""
    k, bold = pen.k, typefaces.text(700)
    colour, middle = pen.band(_BAND * k, 2.6 * k), pen.panel.height - (_BAND - 1.2) / 2 * k
    x = pen.shape(pen.left, middle, 13 * k)
    if pen.badge.role:
        word = text_sizes.line(pen.badge.role, bold, pen.right - x, 26 * k, 11 * k)
        pen.line(word.lines[0], bold, word.points, x, middle + 0.35 * word.size, colour=colour)
