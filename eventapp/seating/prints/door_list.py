"""Lists for whoever hosts: everybody by letter, tables one by one, and lines for walk-ins."""

from collections.abc import Sequence

from flask_babel import gettext as _

from eventapp import drawing, paper, typefaces
from eventapp.communities.face import words
from eventapp.paper import FAINT, MARGIN, MUTED, Box, Size
from eventapp.role_marks import INK
from eventapp.seating.prints import layout
from eventapp.seating.prints.frame import Head, Sheet, headline
from eventapp.seating.prints.layout import Row, Setting, Sitting
from eventapp.seating.prints.wall import hour_line, listed

GAP, LINE, UPPER = 8.0, 8.2, 34.0
TICK = 4.4
# Rounds beside each other in the list of a table, and how high a name is.
BESIDE, ROW = 3, 5.4


def door_list(rows: Sequence[Row], head: Head, size: Size, *, rounds: int) -> list[Sheet]:
    """Everybody by full name under their letter, with role and tables, to tick; and free lines."""
    number = _cell(rows)
    across = 2 if rounds * number <= 30 else 1
    wide = (size.width - 2 * MARGIN - GAP * (across - 1)) / across
    most = int((size.height - UPPER - paper.FOOT) / LINE)
    sheets = []
    for columns in layout.leaves(rows, most=most, across=across):
        parts = _list_head(head, size)
        for at, column in enumerate(columns):
            box = Box(MARGIN + at * (wide + GAP), UPPER, wide, 0)
            parts += _column(column, box, rounds, number)
        sheets.append(Sheet(tuple(parts)))
    return sheets


def _cell(rows: Sequence[Row]) -> float:
    """How wide a table's number may be."""
    longest = max((len(table) for row in rows for table in row.route), default=1)
    return max(7.0, 2.5 + 2.6 * longest)


def _list_head(head: Head, size: Size) -> list[drawing.Part]:
    note = _("For whoever hosts: everybody by name, not for the wall.")
    parts = headline(_("Door list"), size, head, note=note)
    hours = [
        f"{_('Round %(round)s', round=number)} {time}" for number, time in enumerate(head.times, 1)
    ]
    said = Box(MARGIN, MARGIN + 14.5, size.width - 2 * MARGIN, 5)
    return parts + paper.block(" · ".join(hours), paper.plain(), said, 9, colour=MUTED)


def _column(column: layout.Column, box: Box, rounds: int, number: float) -> list[drawing.Part]:
    right = box.x + box.width
    parts: list[drawing.Part] = [
        drawing.line(str(n + 1), paper.plain(), 9, right - (rounds - 1 - n) * number, box.y - 1.5,
                     anchor="right", colour=MUTED)
        for n in range(rounds)
    ]  # fmt: skip
    y = box.y
    for letter, rows in column:
        heading = letter or _("Not on the list")
        face = typefaces.display() if letter else paper.bold()
        parts += paper.block(heading, face, Box(box.x, y + 1.2, box.width, LINE - 1.5), 16)
        y += LINE
        parts.append(paper.rule(box.x, y, right, stroke=0.3))
        for row in rows:
            parts += _row(row, Box(box.x, y, box.width, LINE), number)
            y += LINE
            parts.append(paper.rule(box.x, y, right, edge=FAINT))
    return parts


def _row(row: Row, box: Box, number: float) -> list[drawing.Part]:
    middle, right = box.y + box.height / 2, box.x + box.width
    parts: list[drawing.Part] = [tick(box.x, middle - TICK / 2)]
    if not row.name:
        return parts
    if row.mark:
        parts.append(paper.mark(row.mark, box.x + 6, middle - 2.1, 4.2))
    x = box.x + (11.5 if row.mark else 6.5)
    room = right - len(row.route) * number - x
    if row.role:
        parts += paper.block(row.name, paper.bold(), Box(x, box.y + 0.5, room, 4.7), 12)
        parts += paper.block(
            row.role, paper.plain(), Box(x, box.y + 5, room, 2.9), 7.5, colour=MUTED
        )
    else:
        parts += paper.block(row.name, paper.bold(), Box(x, box.y + 0.5, room, 7.2), 12.5)
    for at, table in enumerate(row.route):
        to = right - (len(row.route) - 1 - at) * number
        cell = Box(to - number + 1, box.y, number - 1, box.height)
        parts += paper.block(table or "–", paper.bold(), cell, 13, anchor="right")
    return parts


def tick(x: float, y: float, size: float = TICK) -> drawing.Rect:
    """A box to tick."""
    return drawing.Rect(x, y, size, size, stroke=0.35, edge=INK, radius=0.6)


def table_lists(settings: Sequence[Setting], head: Head, size: Size) -> list[Sheet]:
    """Table by table who sits there in each round, by full name, for whoever hosts."""
    strips = [
        (setting.number, setting.sittings[first : first + BESIDE])
        for setting in settings
        for first in range(0, len(setting.sittings), BESIDE)
    ]
    heights = [14 + ROW * max(len(one.people) for one in some) for _number, some in strips]
    upper = MARGIN + 18
    sheets = []
    for numbers in layout.stacked(heights, size.height - upper - paper.FOOT):
        note = _("For whoever hosts: everybody by name, not for the wall.")
        parts, y = headline(_("Table by table"), size, head, note=note), upper
        for at in numbers:
            parts += _strip(*strips[at], head, Box(MARGIN, y, size.width - 2 * MARGIN, 0))
            y += heights[at]
        sheets.append(Sheet(tuple(parts)))
    return sheets


def _strip(number: str, some: Sequence[Sitting], head: Head, box: Box) -> list[drawing.Part]:
    wide = (box.width - 26) / BESIDE
    parts: list[drawing.Part] = [paper.rule(box.x, box.y, box.x + box.width, stroke=0.4)]
    parts += paper.block(number, typefaces.display(), Box(box.x, box.y + 2, 22, 14), 36)
    for at, sitting in enumerate(some):
        hour = Box(box.x + 26 + at * wide, box.y + 2, wide - 3, 5)
        parts += hour_line(sitting, head, hour, 10)
        people = Box(hour.x, hour.y + 5.5, hour.width, 0)
        parts += listed(sitting.people, people, ROW)
    return parts


def walk_ins(roles: Sequence[tuple[int, str]], head: Head, size: Size) -> list[Sheet]:
    """Numbered lines for who comes without being on the list: name, role, table, time."""
    line, upper = 9.6, 62.0
    cell = min(11.0, 88.0 / max(1, len(roles)))
    right = size.width - MARGIN
    ends = right - 15, right - 31
    first = ends[1] - cell * len(roles)
    parts = headline(_("Walk-ins"), size, head)
    for at, (mark, name) in enumerate(roles):
        middle = first + (at + 0.5) * cell
        said = tuple(paper.block(name, paper.bold(), Box(0, 0, 26, cell), 9))
        # Upright, so that eight roles stand beside each other: turned around its middle.
        parts.append(drawing.Group(middle - 13, upper - 20 - cell / 2, 26, cell, said, turned=-90))
        parts.append(paper.mark(mark, middle - 2, upper - 5.6, 4))
    for word, x, wide in (
        (_("Name"), MARGIN + 9, first - MARGIN - 10),
        (words.word(), ends[1] + 2, 13),
        (_("Time"), ends[0] + 2, 13),
    ):
        parts += paper.block(word, paper.bold(), Box(x, upper - 6, wide, 5), 9)
    lines = int((size.height - upper - paper.FOOT) / line)
    for number in range(lines):
        y = upper + number * line
        parts += paper.block(str(number + 1), paper.plain(), Box(MARGIN, y, 7, line), 11,
                             anchor="right", colour=MUTED)  # fmt: skip
        box = min(5.0, cell - 1)
        parts += [
            tick(first + (at + 0.5) * cell - box / 2, y + (line - box) / 2, box)
            for at in range(len(roles))
        ]
        parts.append(paper.rule(MARGIN, y + line, right))
    foot = upper + lines * line
    parts.append(paper.rule(MARGIN, upper, right, stroke=0.4))
    parts += [drawing.Line(x, upper, x, foot, 0.2, FAINT) for x in (first, *ends)]
    return [Sheet(tuple(parts))]
