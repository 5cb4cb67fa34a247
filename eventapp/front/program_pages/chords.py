"""The picture of who has met in a program: shapes round one table, and a line for each two (pure)."""

from collections.abc import Collection, Mapping, Sequence
from html import escape
from math import cos, pi, sin
from random import Random

from eventapp.insights import svg

WIDE, CENTRE, TABLE, SEAT = 340, 170, 128, 149
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
    return (
        f'<svg class="chords" viewBox="0 0 {WIDE} {WIDE}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _at(turn: float, reach: float) -> tuple[float, float]:
    return CENTRE + reach * sin(turn), CENTRE - reach * cos(turn)


def _line(one: float, other: float) -> str:
    """A curve between two seats that bends towards the middle of the table."""
    (x, y), (to_x, to_y) = sorted((_at(one, TABLE - 4), _at(other, TABLE - 4)))
    bend_x, bend_y = (CENTRE + (a + b) / 6 - CENTRE / 3 for a, b in ((x, to_x), (y, to_y)))
    return f"M{svg.n(x)} {svg.n(y)}Q{svg.n(bend_x)} {svg.n(bend_y)} {svg.n(to_x)} {svg.n(to_y)}"
