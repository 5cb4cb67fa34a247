"""A follow-up card on paper, A6: whom somebody met, with a small step for each (pure)."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eventapp import drawing, paper, text_fitting, typefaces
from eventapp.drawing import POINT
from eventapp.paper import FAINT, MUTED, RULE, SLACK, SUN, Box
from eventapp.role_marks import INK
from eventapp.typefaces import Ours

WIDTH, HEIGHT, MARGIN = 105.0, 148.0, 8.0
ROOM = WIDTH - 2 * MARGIN
# Where people begin beside their marks, and where pages end above their foot.
INDENT, LAST = 7.5, HEIGHT - MARGIN - 5.5
LONGEST = 400
# More lines than a name or an ask takes, in the widest letters.
MOST = 9
# From one line of guests' words to the next: tall scripts need more than ours.
LEADING = 1.36
# What one writes on needs so much room between two lines.
PITCH = 8.0
# What keeps words that read leftwards apart from a sentence: on paper each line is set by itself.
_ISOLATED = re.compile("\u2068[^\u2069]*\u2069")


@dataclass(frozen=True)
class Person:
    """Somebody met: first name, role and organization in a line, and what they wrote."""

    mark: int
    name: str
    role: str
    lines: tuple[tuple[str, str], ...]
    step: str


@dataclass(frozen=True)
class Table:
    """One sitting: its heading, who was there, and a sentence on who isn't named."""

    heading: str
    people: tuple[Person, ...]
    unnamed: str = ""


@dataclass(frozen=True)
class PaperCard:
    """All that stands on it, in the guest's language."""

    title: str
    lead: str
    tables: tuple[Table, ...]
    step_word: str
    notes_word: str
    # "Page %(number)s of %(of)s"
    page_word: str
    foot: str


@dataclass(frozen=True)
class _Piece:
    """What stays together on a page, as high as it is, placed from its upper left corner."""

    height: float
    parts: tuple[drawing.Part, ...]


def pages(card: PaperCard) -> list[drawing.Page]:
    """The card on as many pages as it needs; room that is left is for one's own notes."""
    laid: list[list[drawing.Part]] = [_head(card)]
    y = 37.0
    for piece in _pieces(card):
        if y + piece.height > LAST and y > MARGIN:
            laid.append([])
            y = MARGIN
        laid[-1].append(drawing.Group(MARGIN, y, ROOM, piece.height, piece.parts, clip=False))
        y += piece.height
    laid[-1] += _notes(card.notes_word, y + 3)
    return [
        drawing.Page(WIDTH, HEIGHT, (*parts, *_foot(card, number, len(laid))))
        for number, parts in enumerate(laid, 1)
    ]


def _head(card: PaperCard) -> list[drawing.Part]:
    return [
        drawing.Rect(0, 0, WIDTH, 32, fill=SUN),
        *paper.block(card.title, typefaces.display(), Box(MARGIN, 6, ROOM, 15), 19),
        *paper.block(card.lead, paper.plain(), Box(MARGIN, 21.5, ROOM, 6), 9),
    ]


def _pieces(card: PaperCard) -> Iterator[_Piece]:
    for table in card.tables:
        heading = _lines(table.heading, paper.bold(), 8.5, 0, 4.0, ROOM, most=1, colour=MUTED)
        before = _Piece(5.5, tuple(heading))
        for person in table.people:
            piece = _person(person, card.step_word)
            # A heading never stands alone at the foot of a page.
            yield _below(before, piece)
            before = _Piece(0, ())
        if table.unnamed:
            lines = _lines(table.unnamed, paper.plain(), 8, 0, 3.4, ROOM, most=2, colour=MUTED)
            high = 3.4 + _pitch(8) * (len(lines) - 1) + 3.5
            yield _below(before, _Piece(high, tuple(lines)))


def _below(upper: _Piece, lower: _Piece) -> _Piece:
    moved = drawing.Group(0, upper.height, ROOM, lower.height, lower.parts, clip=False)
    return _Piece(upper.height + lower.height, (*upper.parts, moved))


def _person(person: Person, step_word: str) -> _Piece:
    wide = ROOM - INDENT
    named = _lines(person.name, paper.bold(), 11, INDENT, 5.4, wide, most=MOST)
    parts: list[drawing.Part] = [
        drawing.Line(0, 0, ROOM, 0, 0.2, FAINT),
        paper.mark(person.mark, 0, 1.9, 4.6),
        *named,
    ]
    y = 9.5 + _pitch(11) * (len(named) - 1)
    if person.role:
        found = _lines(person.role, paper.plain(), 8, INDENT, y, wide, most=MOST, colour=MUTED)
        parts += found
        y += _pitch(8) * len(found)
    for word, said in person.lines:
        found = _lines(f"{word} {said}", paper.plain(), 8, INDENT, y, wide, most=MOST)
        parts += found
        y += _pitch(8) * len(found)
    if person.step:
        y += 0.7
        found = _lines(f"{step_word} {person.step}", paper.bold(), 8, INDENT, y, wide, most=MOST)
        parts += found
        y += _pitch(8) * len(found)
    return _Piece(y, tuple(parts))


def _pitch(points: float) -> float:
    return points * POINT * LEADING


def _lines(
    text: str, ours: Ours, points: float, x: float, y: float, wide: float, *, most: int,
    colour: str = INK,
) -> list[drawing.Part]:  # fmt: skip
    """A text in lines below one another, at its own size, in the direction of its sentence."""
    whole = _ISOLATED.sub("", text) if _ISOLATED.search(text) else text
    leftward = text_fitting.reads_right_to_left(whole)
    typed = text_fitting.tidy(text, LONGEST)
    lines = text_fitting.wrap(typed, ours, wide / (points * POINT) * SLACK, most)
    return [
        dataclasses.replace(
            drawing.line(line, ours, points, x, y + _pitch(points) * at, colour=colour),
            leftward=leftward,
        )
        for at, line in enumerate(lines)
    ]


def _notes(word: str, y: float) -> list[drawing.Part]:
    """Lines to write on, where there is room for two of them."""
    count = int((LAST - y - 5) / PITCH)
    if count < 2:
        return []
    ruled: Sequence[drawing.Part] = [
        paper.rule(MARGIN, y + 5 + PITCH * (at + 1) - 2, WIDTH - MARGIN, edge=RULE)
        for at in range(count)
    ]
    return [*_lines(word, paper.bold(), 8.5, MARGIN, y + 3, ROOM, most=1, colour=MUTED), *ruled]


def _foot(card: PaperCard, number: int, of: int) -> list[drawing.Part]:
    y, right = HEIGHT - MARGIN - 2.6, WIDTH - MARGIN
    count = card.page_word % {"number": number, "of": of} if of > 1 else ""
    room = ROOM - paper.width(count, paper.plain(), 7) - 4
    parts = paper.block(card.foot, paper.plain(), Box(MARGIN, y - 1, room, 4), 7, colour=MUTED)
    if count:
        at = Box(right - 40, y - 1, 40, 4)
        parts += paper.block(count, paper.plain(), at, 7, anchor="right", colour=MUTED)
    return parts
