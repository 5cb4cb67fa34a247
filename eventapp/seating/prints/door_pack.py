"""Everything for an evening without a network, in one PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp import drawing, paper, typefaces
from eventapp.paper import FAINT, MARGIN, MUTED, SUN, Box, Size
from eventapp.role_marks import INK
from eventapp.seating.prints.frame import Head, Sheet, headline


@dataclass(frozen=True)
class Facts:
    """What a stranger to the evening must know: by a word each, in the order they are asked."""

    community: str
    title: str
    said: tuple[tuple[str, str], ...]
    rounds: tuple[str, ...]


def pack(
    facts: Facts, head: Head, size: Size, papers: Sequence[tuple[str, Sequence[Sheet]]]
) -> list[Sheet]:
    """A cover that says what is where, what to do, and the papers themselves."""
    starts, page = [], 3
    for name, sheets in papers:
        if sheets:
            starts.append((name, page))
            page += len(sheets)
    inside = [sheet for _name, sheets in papers for sheet in sheets]
    return [_cover(facts, size, starts), _what_to_do(facts, head, size), *inside]


def _cover(facts: Facts, size: Size, starts: Sequence[tuple[str, int]]) -> Sheet:
    wide = size.width - 2 * MARGIN
    parts: list[drawing.Part] = [
        drawing.Rect(MARGIN, MARGIN, wide, 74, fill=SUN, stroke=0.9, edge=INK, radius=8)
    ]
    for at, mark in enumerate((2, 4, 1, 3, 7, 5, 6)):
        parts.append(paper.mark(mark, MARGIN + 10 + at * 14, MARGIN + 9, 8))
    parts += paper.block(
        facts.community, paper.bold(), Box(MARGIN + 10, MARGIN + 21, wide - 20, 8), 15
    )
    title = Box(MARGIN + 10, MARGIN + 29, wide - 20, 38)
    parts += paper.block(facts.title, typefaces.display(), title, 46)
    y = MARGIN + 84.0
    for word, said in facts.said:
        y = _fact(parts, word, said, y, size)
    for at in range(0, len(facts.rounds), 2):
        first, *second = facts.rounds[at : at + 2]
        beside = Box(MARGIN + 44 + (wide - 44) / 2, y + 1.7, (wide - 44) / 2, 6)
        parts += paper.top(second[0] if second else "", paper.bold(), beside, 14)
        y = _fact(parts, _("Rounds") if not at else "", first, y, size)
    parts.append(paper.rule(MARGIN, y + 3, size.width - MARGIN, stroke=0.4))
    parts += paper.block(_("In this pack"), typefaces.display(), Box(MARGIN, y + 7, wide, 9), 19)
    y += 18
    entries = [(_("What to do without a network"), 2), *starts]
    for name, page in entries:
        parts += paper.block(name, paper.plain(), Box(MARGIN, y, wide - 20, 7), 12)
        parts += paper.block(str(page), paper.bold(), Box(size.width - MARGIN - 18, y, 18, 7), 12,
                             anchor="right")  # fmt: skip
        y += 7.4
        parts.append(paper.rule(MARGIN, y, size.width - MARGIN, edge=FAINT))
    return Sheet(tuple(parts))


def _fact(parts: list[drawing.Part], word: str, said: str, y: float, size: Size) -> float:
    """A word and what it stands for; where the next one begins."""
    room = size.width - 2 * MARGIN - 44
    found = paper.fitted(said, paper.bold(), room, 14, 14)
    high = max(8.0, found.height + 3.4)
    parts += paper.block(word, paper.plain(), Box(MARGIN, y, 42, 8), 13, colour=MUTED)
    parts += paper.top(said, paper.bold(), Box(MARGIN + 44, y + 1.7, room, 14), 14)
    return y + high


def _what_to_do(facts: Facts, head: Head, size: Size) -> Sheet:
    parts = headline(_("Without a network"), size, head, points=30)
    y = MARGIN + 24.0
    for heading, steps in _steps():
        wide = size.width - 2 * MARGIN
        parts += paper.block(heading, typefaces.display(), Box(MARGIN, y, wide, 9), 19)
        y += 13
        for number, step in enumerate(steps, 1):
            room = size.width - 2 * MARGIN - 14
            found = paper.fitted(step, paper.plain(), room, 26, 12.5)
            high = max(10.0, found.height + 4)
            parts += [
                drawing.Rect(MARGIN, y, 8.4, 8.4, fill=SUN, stroke=0.5, edge=INK, radius=4.2),
                *paper.block(
                    str(number), paper.bold(), Box(MARGIN, y, 8.4, 8.4), 12, anchor="center"
                ),
                *paper.top(step, paper.plain(), Box(MARGIN + 14, y + 1.6, room, 26), 12.5),
            ]
            y += high + 1
        y += 5
    return Sheet((*parts, *_real_times(facts.rounds, size, y)))


def _real_times(rounds: Sequence[str], size: Size, y: float) -> list[drawing.Part]:
    """Lines to write on when each round really began and ended."""
    wide = size.width - 2 * MARGIN
    line = min(11.0, (size.height - paper.FOOT - y - 20) / max(1, len(rounds)))
    columns = (MARGIN, MARGIN + wide * 0.44, MARGIN + wide * 0.72)
    heading = Box(MARGIN, y, wide, 9)
    parts = paper.block(_("As it really was"), typefaces.display(), heading, 19)
    y += 11
    for x, word in zip(columns, (_("Round"), _("Began"), _("Ended")), strict=True):
        parts += paper.block(word, paper.plain(), Box(x, y, wide * 0.26, 6), 10, colour=MUTED)
    y += 7
    parts.append(paper.rule(MARGIN, y, size.width - MARGIN, stroke=0.4))
    for said in rounds:
        parts += paper.block(said, paper.bold(), Box(MARGIN, y, wide * 0.42, line), 13)
        y += line
        parts.append(paper.rule(MARGIN, y, size.width - MARGIN, edge=FAINT))
    return parts


def _steps() -> list[tuple[str, list[str]]]:
    return [
        (
            _("During the evening"),
            [
                _("Tick who comes in on the door list: by the first letter of the first name. "
                  "Tell them the table of the round that is next."),
                _("Who isn’t on the list goes on the walk-in sheet: name, a tick for the role, and a "
                  "table with a free chair, best where nobody has that role yet."),
                _("Hang the posters before the doors open, and let hosts have the lists of their tables."),
                _("At each change of tables, read the round and its time aloud. If you begin late, "
                  "move all rounds by as much, and write the real times below."),
            ],
        ),
        (
            _("When there is a network again"),
            [
                _("Open the door page of this event, the same evening if you can: cards go to those "
                  "who were there the morning after, so who isn’t entered gets none."),
                _("Check in everybody with a tick: two letters of the name, then Check in."),
                _("Enter each line of the walk-in sheet with Walk-in. Cross it out when it is in."),
                _("Compare the counter of the door page with your ticks and lines, then shred this "
                  "pack: it holds names."),
            ],
        ),
    ]  # fmt: skip
