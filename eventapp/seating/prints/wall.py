"""Posters for the wall and tents for the tables."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from eventapp import drawing, paper, typefaces
from eventapp.communities.face import words
from eventapp.drawing import POINT
from eventapp.paper import MARGIN, MUTED, RULE, SUN, Box, Size
from eventapp.seating.prints.frame import Head, Sheet, across, headline, which
from eventapp.seating.prints.layout import BESIDE, Person, Poster, Setting, Sitting, Table


def posters(made: Iterable[Poster], head: Head, size: Size) -> list[Sheet]:
    """Who sits where in each round, to be read from two metres away."""
    return [Sheet(tuple(_poster(poster, head, size.landscape)), lying=True) for poster in made]


def _poster(poster: Poster, head: Head, on: Size) -> list[drawing.Part]:
    note = ""
    if poster.parts > 1:
        first, last = poster.tables[0].number, poster.tables[-1].number
        note = words.tables(_("%(first)s to %(last)s", first=first, last=last))
    parts = headline(_("Round %(round)s", round=poster.round), on, head,
                     beside=head.time(poster.round), note=note)  # fmt: skip
    gap, upper = 4.0, MARGIN + 18
    wide = (on.width - 2 * MARGIN - gap * (poster.columns - 1)) / poster.columns
    high = (on.height - upper - paper.FOOT - gap * (poster.rows - 1)) / poster.rows
    for number, table in enumerate(poster.tables):
        down, right = divmod(number, poster.columns)
        box = Box(MARGIN + right * (wide + gap), upper + down * (high + gap), wide, high)
        parts += _table(table, box, poster.most)
    return parts


def _table(table: Table, box: Box, most: int) -> list[drawing.Part]:
    title = Box(box.x + 4, box.y + 3, box.width - 8, 12)
    people = Box(box.x + 4, box.y + 16, box.width - 8, box.height - 18)
    return [
        drawing.Rect(box.x, box.y, box.width, box.height, stroke=0.4, edge=RULE, radius=3),
        *paper.block(words.table(table.number), typefaces.display(), title, 31),
        *listed(table.people, people, min(14.0, people.height / most)),
    ]


def listed(
    people: Sequence[Person], box: Box, row: float, *, columns: int = 1
) -> list[drawing.Part]:
    """People below each other, each with the mark of their role, in rows so high."""
    parts: list[drawing.Part] = []
    each = -(-len(people) // columns)
    wide = box.width / columns
    size = row * 0.66
    for number, person in enumerate(people):
        right, down = divmod(number, each)
        x, y = box.x + right * wide, box.y + down * row
        parts.append(paper.mark(person.mark, x, y + (row - size * 0.86) / 2, size * 0.86))
        room = Box(x + size * 1.2, y, wide - size * 1.2 - (2 if columns > 1 else 0), row)
        face = paper.bold() if person.named else paper.plain()
        parts += paper.block(person.text, face, room, size / POINT)
    return parts


def tents(settings: Sequence[Setting], head: Head, size: Size) -> list[Sheet]:
    """A sheet for each table, folded in the middle: both sides say the same."""
    on = size.landscape
    return [
        Sheet(tuple(_tent(setting, head, on, number, len(settings))), lying=True, bare=True)
        for number, setting in enumerate(settings, 1)
    ]


def _tent(setting: Setting, head: Head, on: Size, number: int, of: int) -> list[drawing.Part]:
    high = on.height / 2
    half = tuple(_half(setting, head, Box(0, 0, on.width, high), number, of))
    return [
        *(across(on) if head.draft else []),
        drawing.Group(0, 0, on.width, high, half, turned=180),
        drawing.Group(0, high, on.width, high, half),
        drawing.Line(0, high, on.width, high, 0.2, RULE, "dashed"),
    ]


def _half(setting: Setting, head: Head, box: Box, number: int, of: int) -> list[drawing.Part]:
    face, room = typefaces.display(), Box(MARGIN, 17, 74, 70)
    # Digits stand on their line and reach up to 0.7 em, so they may be larger than lines of text.
    em = min(98.0, room.width / (paper.width(setting.number, face, 1 / POINT) or 1))
    base = room.y + room.height / 2 + em * 0.35
    word = Box(MARGIN, 6, room.width, 10)
    parts = paper.block(words.word(), paper.bold(), word, 22, anchor="center")
    middle = room.x + room.width / 2
    parts.append(drawing.line(setting.number, face, em / POINT, middle, base, anchor="center"))
    parts += _sittings(setting, head, Box(MARGIN + 82, 7, box.width - 2 * MARGIN - 82, 84))
    foot, x = which(head, MARGIN, box.height - 7.5)
    said = _("%(number)s of %(of)s", number=words.table(number), of=of)
    right = box.width - MARGIN - paper.width(said, paper.plain(), 8.5)
    parts += foot
    parts += paper.block(head.title, paper.plain(), Box(x, box.height - 11.7, right - x - 4, 6), 8.5,
                         colour=MUTED)  # fmt: skip
    parts.append(drawing.line(said, paper.plain(), 8.5, right, box.height - 7.5, colour=MUTED))
    return parts


def _sittings(setting: Setting, head: Head, box: Box) -> list[drawing.Part]:
    count = len(setting.sittings)
    rows = 1 if count <= BESIDE else 2
    columns = -(-count // rows)
    gap = 4.0
    wide, high = (box.width - gap * (columns - 1)) / columns, box.height / rows
    parts: list[drawing.Part] = []
    for at, sitting in enumerate(setting.sittings):
        down, right = divmod(at, columns)
        place = Box(box.x + right * (wide + gap), box.y + down * high, wide, high - (rows - 1) * 2)
        parts += _sitting(sitting, head, place, setting.most)
    return parts


def _sitting(sitting: Sitting, head: Head, box: Box, most: int) -> list[drawing.Part]:
    small = box.height < 60
    hour, line = (9.0, 5.0) if small else (11.0, 6.5)
    parts = hour_line(sitting, head, Box(box.x, box.y, box.width, line - 1), hour)
    parts.append(paper.rule(box.x, box.y + line, box.x + box.width))
    room = Box(box.x + 3, 0, box.width - 3, box.height * (0.26 if small else 0.3))
    asked = paper.fitted(sitting.question, paper.plain(), room.width, room.height,
                         8.5 if small else 13.0)  # fmt: skip
    left = box.height - line - 1 - (asked.height + 3 if asked.lines else 0)
    dense = left / most < 3.6
    row = min(7.4, left / (-(-most // 2) if dense else most))
    people = Box(box.x, box.y + line + 1, box.width, left)
    parts += listed(sitting.people, people, row, columns=2 if dense else 1)
    if asked.lines:
        each = -(-len(sitting.people) // (2 if dense else 1))
        y = people.y + min(row * each + 1.5, left + 1)
        parts.append(drawing.Rect(box.x, y, 1, asked.height + 0.6, fill=SUN))
        parts += paper.top(sitting.question, paper.plain(), Box(room.x, y, room.width, room.height),
                           asked.points)  # fmt: skip
    return parts


def hour_line(sitting: Sitting, head: Head, box: Box, points: float) -> list[drawing.Part]:
    """Which round, and when it begins."""
    word = _("Round %(round)s", round=sitting.round)
    said = paper.fitted(word, paper.bold(), box.width * 0.68, box.height, points)
    parts = paper.block(word, paper.bold(), Box(box.x, box.y, box.width * 0.68, box.height), points)
    x = box.x + max(paper.width(line, paper.bold(), said.points) for line in said.lines) + 1.5
    room = Box(x, box.y, box.x + box.width - x, box.height)
    return parts + paper.block(head.time(sitting.round), paper.plain(), room, said.points)
