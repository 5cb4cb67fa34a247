"""What every sheet bears: whose it is, of which plan, which page, and whether it is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp import drawing, paper, typefaces
from eventapp.paper import MARGIN, MUTED, Box, Size

RED, BLUSH = "#A3123A", "#F7E3E8"


@dataclass(frozen=True)
class Head:
    """What stands on every sheet: whose tables, when and where, of which plan, and when each round
    begins."""

    title: str
    line: str = ""
    plan: str = ""
    draft: bool = False
    times: tuple[str, ...] = ()

    def time(self, number: int) -> str:
        """When a round begins (from 1); empty where nobody knows."""
        return self.times[number - 1] if number <= len(self.times) else ""


@dataclass(frozen=True)
class Sheet:
    """One sheet before its foot; `bare` ones say in their own place what a foot would, or nothing."""

    parts: tuple[drawing.Part, ...]
    lying: bool = False
    bare: bool = False


def finished(sheets: Sequence[Sheet], head: Head, size: Size) -> list[drawing.Page]:
    """Sheets as pages: each with its foot, and a draft marked as one."""
    pages = []
    for number, sheet in enumerate(sheets, 1):
        on = size.landscape if sheet.lying else size
        below = across(on) if head.draft and not sheet.bare else []
        foot = [] if sheet.bare else _foot(head, on, number, len(sheets))
        pages.append(drawing.Page(on.width, on.height, (*below, *sheet.parts, *foot)))
    return pages


def across(on: Size) -> list[drawing.Part]:
    """A word that nobody overlooks, behind everything else."""
    word, points = _("Draft"), 210.0
    points = min(points, points * on.width * 0.8 / paper.width(word, typefaces.display(), points))
    box = Box(0, (on.height - 90) / 2, on.width, 90)
    said = paper.block(word, typefaces.display(), Box(0, 0, on.width, 90), points,
                       anchor="center", colour=BLUSH)  # fmt: skip
    return [drawing.Group(box.x, box.y, box.width, box.height, tuple(said), False, -16)]


def headline(
    big: str, on: Size, head: Head, *, beside: str = "", note: str = "", points: float = 34
) -> list[drawing.Part]:
    """The head of a sheet: what it is, large; whose, when and where, to the right."""
    wide = on.width - 2 * MARGIN
    found = paper.fitted(big, typefaces.display(), wide * 0.6, 14, points)
    parts = paper.block(big, typefaces.display(), Box(MARGIN, MARGIN, wide * 0.6, 14), points)
    used = max(paper.width(line, typefaces.display(), found.points) for line in found.lines)
    if beside:
        room = Box(MARGIN + used + 4, MARGIN, wide * 0.62 - used - 4, 14)
        parts += paper.block(beside, paper.light(), room, points, colour=MUTED)
    left = MARGIN + wide * 0.64
    right = wide * 0.36
    parts += paper.block(head.title, paper.bold(), Box(left, MARGIN, right, 6), 12, anchor="right")
    said = note or head.line
    parts += paper.block(said, paper.plain(), Box(left, MARGIN + 6, right, 8), 9,
                         anchor="right", colour=MUTED)  # fmt: skip
    return parts


def which(head: Head, x: float, y: float, points: float = 9) -> tuple[list[drawing.Part], float]:
    """The plan, and that it is a draft, on a line from `x`; and where it ends."""
    parts: list[drawing.Part] = []
    if head.plan:
        parts.append(drawing.line(head.plan, paper.bold(), points, x, y))
        x += paper.width(head.plan, paper.bold(), points) + 3
    if head.draft:
        word = _("Draft, don’t hand out")
        wide = paper.width(word, paper.bold(), points)
        em = points * drawing.POINT
        parts += [
            drawing.Rect(x, y - em * 1.1, wide + 3, em * 1.5, stroke=0.4, edge=RED, radius=1),
            drawing.line(word, paper.bold(), points, x + 1.5, y, colour=RED),
        ]
        x += wide + 6
    return parts, x


def _foot(head: Head, on: Size, number: int, of: int) -> list[drawing.Part]:
    y = on.height - 8.5
    parts, x = which(head, MARGIN, y)
    count = _("Page %(number)s of %(of)s", number=number, of=of)
    right = on.width - MARGIN
    parts.append(drawing.line(count, paper.plain(), 9, right, y, anchor="right", colour=MUTED))
    room = right - paper.width(count, paper.plain(), 9) - 4 - x
    said = f"{head.title}. {head.line}" if head.line else head.title
    return parts + paper.block(said, paper.plain(), Box(x, y - 4.2, room, 6), 9, colour=MUTED)
