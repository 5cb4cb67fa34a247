"""The people somebody has met as rings around them: a ring for each evening, a mark for each person (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin

from eventapp.role_marks import INK, MARKS

# So many evenings have room; a mark is never larger or smaller than this.
MOST_RINGS = 6
LARGEST, SMALLEST = 23.0, 7.0
INNER, OUTER = 58.0, 162.0
MIDDLE = 180
# Each ring begins a little further round, so that people don't stand in rows.
TURN = 0.382


@dataclass(frozen=True)
class Ring:
    """One evening: the marks of who may be named, and how many more there were."""

    marks: Sequence[int]
    unnamed: int

    @property
    def number(self) -> int:
        """How many people."""
        return len(self.marks) + self.unnamed


def svg(rings: Sequence[Ring], *, you: str, below: str, label: str) -> str:
    """The picture; `rings` has the earliest evening first, which is nearest to the middle.

    Of more evenings than there is room for, the latest are drawn.
    """
    shown = list(rings)[-MOST_RINGS:]
    radii = _radii(len(shown))
    step = radii[1] - radii[0] if len(radii) > 1 else OUTER - INNER
    drawn = [_circle(radius) for radius in radii]
    for index, (radius, ring) in enumerate(zip(radii, shown, strict=True)):
        drawn += _people(ring, radius, min(LARGEST, step * 0.86), turn=index * TURN)
    return (
        f'<svg class="rings" viewBox="0 0 360 360" role="img" aria-label="{escape(label)}">'
        f"{''.join(drawn)}"
        f'<circle class="you" cx="{MIDDLE}" cy="{MIDDLE}" r="33" fill="#FFF6DE" stroke="{INK}" '
        f'stroke-width="3"/><text class="tn" x="{MIDDLE}" y="183" font-size="22">{escape(you)}</text>'
        f'<text class="ts" x="{MIDDLE}" y="198" font-size="11">{escape(below)}</text></svg>'
    )


def room(radius: float) -> int:
    """How many of the smallest marks lie side by side on a ring."""
    return int(2 * pi * radius / (SMALLEST * 1.15))


def _radii(number: int) -> list[float]:
    if number == 1:
        return [(INNER + OUTER) / 2]
    return [INNER + index * (OUTER - INNER) / (number - 1) for index in range(number)]


def _circle(radius: float) -> str:
    return (
        f'<circle cx="{MIDDLE}" cy="{MIDDLE}" r="{radius:.1f}" fill="none" stroke="{INK}" '
        'stroke-opacity=".28" stroke-width="1.5" stroke-dasharray="2 6" stroke-linecap="round"/>'
    )


def _people(ring: Ring, radius: float, largest: float, *, turn: float) -> list[str]:
    """The marks of one evening around the middle; 0 is somebody who isn't named."""
    marks = [*ring.marks, *([0] * ring.unnamed)][: room(radius)]
    if not marks:
        return []
    size = max(SMALLEST, min(largest, 2 * pi * radius / len(marks) * 0.86))
    found = []
    for place, mark in enumerate(marks):
        angle = 2 * pi * (place + turn) / len(marks) - pi / 2
        x, y = MIDDLE + radius * cos(angle), MIDDLE + radius * sin(angle)
        found.append(_mark(mark, x, y, size) if mark else _nobody(x, y, size))
    return found


def _mark(mark: int, x: float, y: float, size: float) -> str:
    return (
        f'<svg class="mark mark-{mark}" x="{x - size / 2:.1f}" y="{y - size / 2:.1f}" '
        f'width="{size:.1f}" height="{size:.1f}" viewBox="-1 -1 26 26">{MARKS[mark].svg}</svg>'
    )


def _nobody(x: float, y: float, size: float) -> str:
    return (
        f'<circle class="nobody" cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.36:.1f}" fill="#FFF6DE" '
        # Dashed, as the legend has it: a whole circle is a role's.
        f'stroke="{INK}" stroke-width="1.3" stroke-dasharray="1.6 1.9"/>'
    )
