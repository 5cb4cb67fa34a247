"""A badge without a name, to be written on by hand (pure)."""

from eventapp import drawing, text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Badge, Words
from eventapp.badges.images import BLACK
from eventapp.badges.layouts.panels import Panel
from eventapp.badges.layouts.pen import NEUTRAL, QUIET, Side
from eventapp.drawing import Band, Line, Part, Rect

_RULE = "#8A7592"


def draw(_badge: Badge, panel: Panel, words: Words) -> Side:
    """Lines for a first name and what one does, above a band with one for the role."""
    k, bleed = panel.scale, panel.bleed
    left, right = max(4.6 * k, 3.2), panel.width - max(4 * k, 3.0)
    ink, edge = (BLACK, BLACK) if panel.black else (QUIET, _RULE)
    high = (16.0 if panel.tall else 11.2) * k
    floor = panel.height - high
    small, bold = typefaces.text(500), typefaces.text(700)
    hello = text_sizes.line(words.hello, bold, right - left, 12 * k, 6 * k)
    role = text_sizes.line(words.come_as, small, (right - left) * 0.4, 9 * k, 5 * k)
    begins = left + text_fitting.width(role.lines[0], small) * role.size + 2 * k
    y = floor + 0.68 * high
    lines = [(left, 0.62 * floor), (left, 0.86 * floor), (begins, y + 0.6 * k)]
    wide = panel.width + 2 * bleed
    band: Part = (
        Rect(0, floor, panel.width, 0.3, fill=BLACK)
        if panel.black
        else Band(-bleed, floor, wide, high + bleed, NEUTRAL)
    )
    parts = (
        band,
        drawing.line(hello.lines[0], bold, hello.points, left, 0.22 * floor, colour=ink),
        drawing.line(role.lines[0], small, role.points, left, y),
        *(Line(x, at, right, at, stroke=0.25, edge=edge) for x, at in lines),
    )
    return Side(parts, (), 0.0)
