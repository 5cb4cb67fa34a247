"""A badge that lies across: for sticky labels, cards and rolls (pure).

From top to bottom: the first name, the last name and pronouns, what to ask about beside the QR
code, and the band in the role's colour: its shape and word, and the tables of the evening. A small
label has its name beside the code, and nothing to ask about.
"""

from dataclasses import replace

from eventapp import text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Badge, Words, said_route
from eventapp.badges.layouts.names import Room, set_names
from eventapp.badges.layouts.panels import Panel
from eventapp.badges.layouts.pen import Corner, Pen, Side
from eventapp.badges.text_sizes import LYING
from eventapp.drawing import POINT

# How high the band is on 80 × 50 mm.
_BAND = 11.2


def draw(badge: Badge, panel: Panel, words: Words) -> Side:
    """One badge on a panel that is wider than high; what would make its name small is left out."""
    brief = replace(badge, says="")
    bare = replace(brief, ask="")
    if panel.small:
        return _draw(bare, panel, words)
    side = _draw(badge, panel, words)
    readable = text_sizes.READABLE * min(1.0, panel.scale)
    if side.points >= readable or badge == bare:
        return side
    last = _draw(bare, panel, words)
    shorter = (_draw(brief, panel, words, lines) for lines in (2, 1))
    enough = min(readable, last.points)
    return next((one for one in (side, *shorter) if one.points >= enough), last)


def _draw(badge: Badge, panel: Panel, words: Words, lines: int = 2) -> Side:
    k = panel.scale
    pen = Pen(badge, panel, words, left=max(4.6 * k, 3.2), right=max(4 * k, 3.0))
    band = _BAND * k
    floor = panel.height - band
    # Under 12 mm phones would have to come too near.
    side = 0.6 * (floor - 4.8 * k) if panel.small else 15 * k
    code = pen.code(max(side, 12.0), floor - 2.4 * k)
    upper = pen.photo_mark(2.1 * k)
    top = 6.2 * k if upper.width else 4.2 * k
    if not panel.small:
        aside = upper.width + 2 * k if upper.width else 0.0
        logo = pen.logo(pen.right - aside, top - 0.6 * k, 20 * k, 6 * k)
        upper = Corner(aside + logo.width, max(upper.edge, logo.edge)) if logo.width else upper
    beside = pen.room - code.width - 2.5 * k if code.width else pen.room
    bottom, asked = pen.ask(floor - 2.6 * k, beside, 10.2 * k, 8.4 * k, lines)
    wide = beside if panel.small else pen.room
    room = Room(top, bottom - 1.6 * k, wide, LYING, 14.5 * k, 9 * k, upper=upper, code=code)
    set_names(pen, room)
    pen.out += asked
    _fill_band(pen, band)
    return pen.side()


def _fill_band(pen: Pen, band: float) -> None:
    """The role at the left; at the right the tables, and the plan's number under them."""
    k, badge, bold = pen.k, pen.badge, typefaces.text(700)
    colour, middle = pen.band(band, 1.5 * k), pen.panel.height - band / 2
    x, end = pen.shape(pen.left, middle, 8 * k), pen.right
    route, role = said_route(badge, pen.words), badge.role
    gap = 3 * k if route and role else 0.0
    natural = text_fitting.width(route, bold) * POINT
    wanted = (text_fitting.width(role, bold) * POINT * 14.5 + natural * 13.2) * k
    share = min(1.0, (end - x - gap) / wanted) if wanted else 1.0
    if route:
        # Nobody can do without a table: a long role gives way first.
        room = max(natural * 13.2 * k * share, min(natural * 8 * k, (end - x) * 0.7)) + 0.01
        stops = text_sizes.line(route, bold, room, 13 * k, 7 * k)
        plan = badge.plan_version is not None
        y = middle + (0.05 if plan else 0.35) * stops.size
        pen.line(stops.lines[0], bold, stops.points, end, y, anchor="right", colour=colour)
        if plan:
            y = pen.panel.height - 2.2 * k
            pen.plan(end, y, 6.3 * k, anchor="right", colour=colour)
        end -= text_fitting.width(stops.lines[0], bold) * stops.size + gap
    if role:
        word = text_sizes.line(role, bold, end - x, 14.5 * k, 8 * k)
        pen.line(word.lines[0], bold, word.points, x, middle + 0.35 * word.size, colour=colour)
