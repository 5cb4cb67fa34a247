"""What is cut from sheets: place cards, route slips, and cards to write on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp import drawing, paper, typefaces
from eventapp.communities.face import words
from eventapp.paper import FAINT, MARGIN, MUTED, RULE, SUN, Box, Size
from eventapp.role_marks import INK, MARKS, WHITE, picture
from eventapp.seating.prints.frame import Head, Sheet


@dataclass(frozen=True)
class Guest:
    """Somebody with a place: the name that may be shown ("" for none), role, and table by round."""

    name: str
    mark: int
    role: str
    route: tuple[str, ...]


def place_cards(guests: Sequence[Guest], head: Head, size: Size) -> list[Sheet]:
    """Six cards on a sheet, to cut and fold: the first name large on both sides, role and tables.

    Who didn't agree to be named has a line to write on.
    """
    return _cut(
        guests, size, across=2, down=3, draw=lambda guest, box: _place_card(guest, head, box)
    )


def _place_card(guest: Guest, head: Head, box: Box) -> list[drawing.Part]:
    high = box.height / 2
    side = tuple(_side(guest, head, box.width, high))
    middle = box.y + high
    return [
        drawing.Group(box.x, box.y, box.width, high, side, turned=180),
        drawing.Group(box.x, middle, box.width, high, side),
        drawing.Line(box.x, middle, box.x + box.width, middle, 0.15, RULE, "dotted"),
    ]


def _side(guest: Guest, head: Head, wide: float, high: float) -> list[drawing.Part]:
    parts: list[drawing.Part] = []
    room = Box(6, 3, wide - 12, high - 17)
    if guest.name:
        parts += paper.block(guest.name, typefaces.display(), room, 54)
    else:
        y = room.y + room.height - 3
        parts.append(paper.rule(room.x, y, room.x + room.width, stroke=0.4))
    return parts + _role_band(guest, head, Box(0, high - 13, wide, 13))


def _role_band(guest: Guest, head: Head, box: Box) -> list[drawing.Part]:
    colours = MARKS[guest.mark]
    parts: list[drawing.Part] = [
        drawing.Band(box.x, box.y, box.width, box.height, colours.fill),
        drawing.Picture(box.x + 6, box.y + 3.4, 7, 7, picture(guest.mark, WHITE), "svg"),
    ]
    table = _tables(guest)
    right = min(box.width * 0.5, paper.width(table, typefaces.display(), 17) + 1) if table else 0
    said = Box(box.x + 15, box.y + 2.4, box.width - 25 - right, 9)
    parts += paper.block(guest.role, typefaces.text(600), said, 14, colour=colours.on)
    if table:
        on = Box(box.x + box.width - 6 - right, box.y + 2.2, right, 6.4)
        parts += paper.block(table, typefaces.display(), on, 17, anchor="right", colour=colours.on)
        below = Box(on.x, box.y + 8.6, right, 3.2)
        parts += paper.block(
            _plan(head), paper.plain(), below, 7, anchor="right", colour=colours.on
        )
    return parts


def _tables(guest: Guest) -> str:
    """A guest's tables in a few signs: one that stays the same once."""
    found = [table for table in guest.route if table]
    if not found:
        return ""
    once = len(set(guest.route)) == 1
    return words.table(found[0] if once else " · ".join(t or "–" for t in guest.route))


def _plan(head: Head) -> str:
    return f"{head.plan}, {_('draft')}" if head.draft else head.plan


def route_slips(guests: Sequence[Guest], head: Head, size: Size) -> list[Sheet]:
    """A strip for each guest: the name, and the table of each round with its time."""
    return _cut(guests, size, across=1, down=8, draw=lambda guest, box: _slip(guest, head, box))


def _slip(guest: Guest, head: Head, box: Box) -> list[drawing.Part]:
    left = box.width * 0.38
    parts = paper.block(
        guest.name, typefaces.display(), Box(box.x + 4, box.y + 3, left - 8, 16), 24
    )
    parts.append(paper.mark(guest.mark, box.x + 4, box.y + 20.6, 5))
    parts += paper.block(
        guest.role, paper.bold(), Box(box.x + 11, box.y + 19.8, left - 15, 6.6), 11
    )
    said = ". ".join(filter(None, [_plan(head), head.title]))
    below = Box(box.x + 4, box.y + box.height - 6.6, left - 8, 4.4)
    parts += paper.block(said, paper.plain(), below, 7.5, colour=MUTED)
    count = max(1, len(guest.route))
    wide = (box.width - left - 4) / count
    for at, table in enumerate(guest.route):
        x = box.x + left + at * wide
        parts.append(drawing.Line(x, box.y + 5, x, box.y + box.height - 5, 0.2, FAINT))
        room = Box(x + 1, box.y + 4, wide - 2, 5)
        word = _("Round %(round)s", round=at + 1)
        parts += paper.block(word, paper.plain(), room, 9, anchor="center", colour=MUTED)
        number = Box(x + 1, box.y + 9, wide - 2, 15)
        parts += paper.block(table or "–", typefaces.display(), number, 34, anchor="center")
        hour = Box(x + 1, box.y + box.height - 9, wide - 2, 5)
        parts += paper.block(head.time(at + 1), paper.bold(), hour, 11, anchor="center")
    return parts


def _cut(
    guests: Sequence[Guest],
    size: Size,
    *,
    across: int,
    down: int,
    draw: Callable[[Guest, Box], list[drawing.Part]],
) -> list[Sheet]:
    """Guests on cards of a grid, inside what any printer reaches; the foot is outside."""
    upper, below = 9.0, FOOT_ROOM
    wide = (size.width - 2 * MARGIN) / across
    high = (size.height - upper - below) / down
    xs = [MARGIN + wide * n for n in range(across + 1)]
    ys = [upper + high * n for n in range(down + 1)]
    sheets = []
    for first in range(0, len(guests), across * down):
        parts: list[drawing.Part] = []
        for at, guest in enumerate(guests[first : first + across * down]):
            row, column = divmod(at, across)
            parts += draw(guest, Box(xs[column], ys[row], wide, high))
        sheets.append(Sheet((*parts, *_cuts(size, xs, ys))))
    return sheets


def _cuts(size: Size, xs: Sequence[float], ys: Sequence[float]) -> list[drawing.Part]:
    down = [drawing.Line(x, ys[0] - 3, x, ys[-1] + 1.5, 0.15, RULE, "dashed") for x in xs]
    level = [drawing.Line(xs[0] - 3, y, xs[-1] + 3, y, 0.15, RULE, "dashed") for y in ys]
    return [*down, *level]


# The foot of a sheet stands below its last cut.
FOOT_ROOM = 15.0


def writing_cards(community: str, head: Head, size: Size) -> list[Sheet]:
    """Four cards on a sheet, to write on at the tables and take home."""
    wide, high = size.width / 2, size.height / 2
    card = tuple(_writing_card(community, head, wide, high))
    groups = [
        drawing.Group(wide * column, high * row, wide, high, card)
        for row in (0, 1)
        for column in (0, 1)
    ]
    return [Sheet((*groups, *paper.cut_lines(size, [wide], [high])), bare=True)]


def _writing_card(community: str, head: Head, wide: float, high: float) -> list[drawing.Part]:
    edge = 9.0
    right = wide - edge
    parts: list[drawing.Part] = [
        drawing.Rect(edge, edge, right - edge, 27, fill=SUN, stroke=0.6, edge=INK, radius=5),
        drawing.Rect(edge + 11, edge + 8.5, 10, 10, fill="#FFFFFF", stroke=0.6, edge=INK, radius=5),
        *(
            paper.mark(number, edge + 16 + x - 2.2, edge + 13.5 + y - 2.2, 4.4)
            for number, x, y in ((1, 0, -8.6), (4, 8.6, 0), (2, 0, 8.6), (5, -8.6, 0))
        ),
    ]
    named = Box(edge + 30, edge + 4, right - edge - 34, 19)
    parts += paper.block(community, typefaces.display(), named, 20)
    y = edge + 35.0
    pitch = (high - 2 * edge - 35 - 8 - 3 * 8) / 7
    for prompt, lines in (
        (_("I met"), 2),
        (_("I’d like to talk again about"), 3),
        (_("My way to be reached"), 2),
    ):
        parts += paper.block(prompt, paper.bold(), Box(edge, y, right - edge, 6), 13)
        y += 6
        for _line in range(lines):
            y += pitch
            parts.append(paper.rule(edge, y, right, stroke=0.25))
        y += 2
    said = f"{head.title}. {head.line}" if head.line else head.title
    foot = Box(edge, high - edge - 4, right - edge, 5)
    return parts + paper.block(said, paper.plain(), foot, 7.5, colour=MUTED)
