"""A badge without a name, to be written on by hand (pure)."""

from eventapp import drawing, text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Words
from eventapp.badges.label import QUIET
from eventapp.badges.layout import BAND, NEUTRAL, margins, scale
from eventapp.badges.stocks import Stock
from eventapp.drawing import Band, Line, Part

_RULE = "#8A7592"


def draw(stock: Stock, words: Words) -> tuple[Part, ...]:
    """Lines to write a first name and what one does on, above the band, which bears the rest."""
    k, bleed, (left, right) = scale(stock), stock.bleed, margins(stock)
    band, end = BAND * k, stock.width - right
    floor = stock.height - band
    name, role = 0.66 * floor, floor + 0.72 * band
    small, bold = typefaces.text(500), typefaces.text(700)
    hello = text_sizes.line(words.hello, bold, end - left, 12 * k, 6 * k)
    come_as = text_sizes.line(words.come_as, small, (end - left) * 0.4, 9 * k, 5 * k)
    wide = text_fitting.width(come_as.lines[0], small) * come_as.size + 2 * k
    return (
        Band(-bleed, floor, stock.width + 2 * bleed, band + bleed, NEUTRAL),
        drawing.line(hello.lines[0], bold, hello.points, left, 0.24 * floor, colour=QUIET),
        Line(left, name, end, name, stroke=0.25, edge=_RULE),
        Line(left, name + 0.22 * floor, end, name + 0.22 * floor, stroke=0.25, edge=_RULE),
        drawing.line(come_as.lines[0], small, come_as.points, left, role),
        Line(left + wide, role + 0.5 * k, end, role + 0.5 * k, stroke=0.25, edge=_RULE),
    )
