"""The picture of who has met in a program: shapes round one table, and a line for each two (pure).

Of a crowd, a shape for each role, and a line between each two roles.
"""

from collections.abc import Collection, Mapping, Sequence
from html import escape
from math import ceil, cos, pi, sin
from random import Random

from eventapp.insights import svg

WIDE, CENTRE, TABLE, SEAT = 340, 170, 128, 149
# Of groups: how large the largest shape is, and how wide a line may be.
LARGEST, WIDTHS = 62, (3, 6, 9, 13, 18)
Pair = tuple[int, int]


def chords(
    marks: Mapping[int, int], evenings: Sequence[Collection[Pair]], *, seed: str, label: str
) -> str:
    """The drawing; `marks` are those of the people, by who they are, and `evenings` who met at each.

    Who sits where is chance, and another one for another `seed`: so that nobody is followed from one
    look to the next. The last evening's lines have a colour of their own.
    """
    order = sorted(marks)
    Random(seed).shuffle(order)
    turn = {person: 2 * pi * n / len(order) for n, person in enumerate(order)}
    seats = {person: _at(turn[person], SEAT) for person in order}
    size = min(25.0, 2 * pi * SEAT / len(order) * 0.72)
    parts = [
        f'<circle class="table-top" cx="{CENTRE}" cy="{CENTRE}" r="{TABLE}" stroke-width="3.5"/>'
    ]
    for number, pairs in enumerate(evenings):
        last = "c2" if number == len(evenings) - 1 else "c1"
        lines = "".join(sorted(_line(turn[low], turn[high]) for low, high in pairs))
        parts.append(f'<g class="ch"><path class="{last}" d="{lines}"/></g>')
    for mark in sorted(set(marks.values())):
        places = sorted(seats[person] for person in order if marks[person] == mark)
        parts.append(svg.marks(mark, places, size))
    return _whole(parts, label)


def groups(counts: Sequence[tuple[int, int]], shares: Mapping[Pair, float], *, label: str) -> str:
    """The drawing for a crowd: a shape for each group, as large as it is, and lines between them.

    `counts` are the mark of each group and how many it has; `shares` how many of the possible pairs of
    two groups, by their places in `counts`, have met: the more, the wider their line, in few steps.
    """
    most, largest = max(shares.values(), default=0), max(number for _mark, number in counts)
    turns = [2 * pi * n / len(counts) for n in range(len(counts))]
    parts = [
        f'<circle class="table-top" cx="{CENTRE}" cy="{CENTRE}" r="{TABLE}" stroke-width="3.5"/>'
    ]
    for (low, high), share in sorted(shares.items()):
        if share > 0:
            wide = WIDTHS[min(len(WIDTHS), ceil(len(WIDTHS) * share / most)) - 1]
            line = _line(turns[low], turns[high], reach=TABLE - 8)
            parts.append(f'<g class="ch"><path class="c1" d="{line}" stroke-width="{wide}"/></g>')
    for turn, (mark, number) in zip(turns, counts, strict=True):
        size = LARGEST * max(0.45, (number / largest) ** 0.5)
        parts.append(svg.marks(mark, [_at(turn, TABLE - 8)], size))
    return _whole(parts, label)


def _whole(parts: Sequence[str], label: str) -> str:
    return (
        f'<svg class="chords" viewBox="0 0 {WIDE} {WIDE}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _at(turn: float, reach: float) -> tuple[float, float]:
    return CENTRE + reach * sin(turn), CENTRE - reach * cos(turn)


def _line(one: float, other: float, *, reach: float = TABLE - 4) -> str:
    """A curve between two seats that bends towards the middle of the table."""
    (x, y), (to_x, to_y) = sorted((_at(one, reach), _at(other, reach)))
    bend_x, bend_y = (CENTRE + (a + b) / 6 - CENTRE / 3 for a, b in ((x, to_x), (y, to_y)))
    return f"M{svg.n(x)} {svg.n(y)}Q{svg.n(bend_x)} {svg.n(bend_y)} {svg.n(to_x)} {svg.n(to_y)}"
