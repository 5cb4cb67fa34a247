"""What stands on a certificate, and where (pure)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eventapp import drawing, paper, typefaces
from eventapp.paper import CREAM, MUTED, SUN, Box
from eventapp.role_marks import INK, MARKS, WHITE

WIDE, HIGH = 297.0, 210.0
# The lines of text, in mm; and how high a name may stand, a long one in two lines.
LEFT, RIGHT, ROOM, NAME = 40.0, 257.0, 212.0, 30.0
# Down to where texts stand, where names are signed, and what the code is beside.
TEXT_ENDS, SIGNED, CODE = 150.0, 158.5, 30.0
# How many sign at most.
HANDS = 3
# An empty chair.
CHAIR = "#E0A62B"
# Where the others sit, clockwise from beside whom the certificate is for.
_PLACES = (
    *((x, 5.5) for x in (184, 225.5, 267)),
    *((279.5, y) for y in (52, 99, 146)),
    *((x, 192.5) for x in (267, 225.5, 184, 143, 101, 59.5, 18)),
    *((5.5, y) for y in (146, 99, 52)),
    *((x, 5.5) for x in (18, 59.5, 101)),
)
_BRAND = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 36 36">'
    f'<circle cx="17" cy="17" r="8.5" fill="{WHITE}" stroke="{INK}" stroke-width="2.5"/>'
    f'<circle cx="17" cy="4" r="3.5" fill="{INK}"/>'
    f'<path fill="{INK}" d="M26.8 13.7h6.6v6.6h-6.6zM17 26.5l4 7h-8zM4 12.5 8.5 17 4 21.5-.5 17z"/></svg>'
).encode()


@dataclass(frozen=True)
class Hand:
    """Somebody who signs it, and who that is."""

    name: str
    about: str


@dataclass(frozen=True)
class Sheet:
    """One certificate in words, with the marks of everybody at the table, and a code that leads to
    where it can be checked (SVG)."""

    name: str
    program: str
    community: str
    line: str
    given: str
    address: str
    code: bytes
    mark: int
    others: tuple[int, ...] = ()
    hands: tuple[Hand, ...] = ()


@dataclass(frozen=True)
class Words:
    """What stands on every certificate: the name of the site, and the words between the others."""

    site: str
    lead: str
    of: str


def page(found: Sheet, words: Words, *, saves_ink: bool = False) -> drawing.Page:
    """The certificate as it is drawn: a table seen from above, and the others around it."""
    ground, top = (WHITE, WHITE) if saves_ink else (SUN, CREAM)
    parts: list[drawing.Part] = [
        drawing.Rect(0, 0, WIDE, HIGH, fill=ground),
        drawing.Rect(23, 23, 251, 164, fill=top, stroke=0.9, edge=INK, radius=15),
        *_around(found.others),
        drawing.Rect(139, 2, 19, 19, fill=WHITE, stroke=0.8, edge=INK, radius=9.5),
        paper.mark(found.mark, 143, 6, 11),
        drawing.Picture(LEFT - 0.4, 35.7, 9, 9, _BRAND, "svg"),
    ]
    face, text = typefaces.display(), typefaces.text(500)
    parts += paper.block(words.site, face, Box(50.5, 35, 72, 10), 16)
    parts += paper.block(found.community, text, Box(127, 35, 130, 10), 13.5, anchor="right")
    parts += paper.block(words.lead, text, Box(LEFT, 55, ROOM, 8), 15)
    name = Box(LEFT, 65.5, ROOM, NAME)
    parts += paper.top(found.name, face, name, 66)
    y = name.y + paper.fitted(found.name, face, ROOM, NAME, 66).height + 3.5
    parts += paper.block(words.of, text, Box(LEFT, y, ROOM, 8), 15)
    program = paper.fitted(found.program, face, ROOM, 22, 29)
    parts += paper.top(found.program, face, Box(LEFT, y + 10, ROOM, 22), 29)
    y += 10 + program.height + 4
    # Beside the code there is less room.
    parts += paper.top(found.line, text, Box(LEFT, y, 178, TEXT_ENDS - y), 13.5)
    parts += _signatures(found.hands[:HANDS])
    parts.append(drawing.Picture(RIGHT - CODE, 129, CODE, CODE, found.code, "svg"))
    parts += paper.block(
        found.given, text, Box(RIGHT - 78, 161, 78, 6), 11, anchor="right", colour=MUTED
    )
    parts += paper.block(
        found.address, typefaces.text(700), Box(RIGHT - 78, 166, 78, 6), 11, anchor="right"
    )
    return drawing.Page(WIDE, HIGH, tuple(parts))


def seated(marks: Sequence[int], places: int) -> list[int]:
    """Who sits where around a table: everybody while they fit, else as many of each mark as their
    share; alike ones apart, empty chairs (0) between."""
    counts = Counter(marks)
    number = min(places, len(marks))
    share = {mark: count * number / len(marks) for mark, count in counts.items()}
    sits = {mark: int(part) for mark, part in share.items()}
    rest = sorted(share, key=lambda mark: (sits[mark] - share[mark], mark))
    for mark in rest[: number - sum(sits.values())]:
        sits[mark] += 1
    apart = sorted(
        ((one + 0.5) / count, mark) for mark, count in sits.items() for one in range(count)
    )
    found = [0] * places
    for place, (_between, mark) in enumerate(apart):
        found[(2 * place + 1) * places // (2 * number)] = mark
    return found


def _around(others: Sequence[int]) -> Iterator[drawing.Part]:
    known = [mark for mark in others if mark in MARKS]
    for mark, (x, y) in zip(seated(known, len(_PLACES)), _PLACES, strict=True):
        if mark:
            yield paper.mark(mark, x, y, 12)
        else:
            yield drawing.Rect(x + 2, y + 2, 8, 8, stroke=0.5, edge=CHAIR, radius=4)


def _signatures(hands: Sequence[Hand]) -> Iterator[drawing.Part]:
    """Lines to sign on, side by side, each with the name of who signs."""
    wide = 56.0 if len(hands) < HANDS else 42.0
    for number, hand in enumerate(hands):
        x = LEFT + number * (wide + (8 if len(hands) < HANDS else 5))
        yield paper.rule(x, SIGNED, x + wide, stroke=0.5, edge=INK)
        yield from paper.block(hand.name, typefaces.display(), Box(x, 160.5, wide, 6.5), 13)
        yield from paper.block(
            hand.about, typefaces.text(500), Box(x, 166.5, wide, 7), 10, colour=MUTED
        )
