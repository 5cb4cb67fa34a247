"""Somebody's way through a program as a small drawing: whom they met, as marks without names, and each
session as a disc (pure).

Drawn with attributes and classes, so that a strict content policy holds; the page's sheet knows the
colours of day and night.
"""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from eventapp.role_marks import INK, MARKS

CREAM = "#FFF6DE"
SUN = "#FFC53D"
GREY = "#8A7592"
WIDE = 320.0
# The table in the middle, and the rings of people around it: how far out, and how many fit.
TABLE, EDGE = 48.0, 14.0
RINGS = ((74.0, 20), (98.0, 26))
MOST = sum(fits for _radius, fits in RINGS)
STEP, DISC = 44.0, 15.0
A_ROW = 7

TICK = '<path class="sign" d="m-6 .5 4 4 8-9" fill="none" stroke="{}" stroke-width="3"/>'
DASH = '<path class="sign" d="M-5 0H5" fill="none" stroke="{}" stroke-width="3"/>'


def whole(sessions: Sequence[str], met: Sequence[int], label: str) -> str:
    """People met around a table with their number on it, and the sessions under it."""
    rows = -(-len(sessions) // A_ROW)
    middle = (RINGS[1] if len(met) > RINGS[0][1] else RINGS[0])[0] + EDGE
    below = 2 * middle
    drawn = _ring(met, middle) + _discs(sessions, below)
    return _svg("progress-art", WIDE, below + rows * STEP, drawn, label)


def strip(sessions: Sequence[str], label: str) -> str:
    """The sessions alone, in one line."""
    width = max(1, len(sessions)) * STEP
    drawn = "".join(
        _disc(what, number, (number - 0.5) * STEP, STEP / 2)
        for number, what in enumerate(sessions, 1)
    )
    return _svg("progress-strip", width, STEP, drawn, label)


def sampled(met: Sequence[int], most: int) -> list[int]:
    """So many marks at most, each in its share."""
    if len(met) <= most:
        return list(met)
    return [met[number * len(met) // most] for number in range(most)]


def _ring(met: Sequence[int], middle: float) -> str:
    """A table, around it the mark of each one met as far as there is room; their number is on it."""
    people = sampled(met, MOST)
    parts = [_table(len(met), middle)]
    if not people:
        parts += [_chair(*place) for place in _around(6, RINGS[0][0], middle)]
    # The inner ring fills first; the outer one takes whoever is left.
    for radius, fits in RINGS:
        here, people = people[:fits], people[fits:]
        places = _around(len(here), radius, middle)
        parts += [_mark(mark, *place) for mark, place in zip(here, places, strict=True)]
    return "".join(parts)


def _svg(css: str, wide: float, high: float, drawn: str, label: str) -> str:
    box = f'viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}"'
    return f'<svg class="{css}" {box} role="img" aria-label="{escape(label)}">{drawn}</svg>'


def _table(number: int, middle: float) -> str:
    return (
        f'<circle class="table-top" cx="{WIDE / 2:g}" cy="{middle:g}" r="{TABLE:g}" fill="{CREAM}" '
        f'stroke="{INK}" stroke-width="3.5"/><text class="number" x="{WIDE / 2:g}" y="{middle:g}" '
        f'dy=".35em" text-anchor="middle" font-size="40" fill="{INK}">{number}</text>'
    )


def _around(number: int, radius: float, middle: float) -> list[tuple[float, float]]:
    turns = [2 * pi * i / number - pi / 2 for i in range(number)]
    return [(WIDE / 2 + radius * cos(a), middle + radius * sin(a)) for a in turns]


def _mark(mark: int, x: float, y: float) -> str:
    return (
        f'<g class="mark-{mark}" transform="translate({x - 9:.1f} {y - 9:.1f}) scale(.75)" '
        f'fill="{MARKS[mark].fill}">{MARKS[mark].svg}</g>'
    )


def _chair(x: float, y: float) -> str:
    return (
        f'<circle class="chair" cx="{x:.1f}" cy="{y:.1f}" r="8" fill="none" stroke="{INK}" '
        'stroke-width="2" stroke-dasharray="3 3"/>'
    )


def _discs(sessions: Sequence[str], top: float) -> str:
    drawn = []
    for begin in range(0, len(sessions), A_ROW):
        row = sessions[begin : begin + A_ROW]
        left = (WIDE - len(row) * STEP) / 2 + STEP / 2
        y = top + STEP * (begin // A_ROW) + STEP / 2
        drawn += [_disc(what, begin + i + 1, left + i * STEP, y) for i, what in enumerate(row)]
    return "".join(drawn)


def _disc(what: str, number: int, x: float, y: float) -> str:
    """One session: a tick where they were, a dash where not, else its number."""
    css, fill, edge, dashes = "progress-disc", "none", GREY, ""
    said = _number(number, GREY)
    if what in {"there", "elsewhere"}:
        css, fill, edge, said = "progress-disc was-there", INK, INK, TICK.format(SUN)
    elif what in {"absent", "excused", "none"}:
        dashes, said = ' stroke-dasharray="4 4"', DASH.format(GREY)
    elif what == "next":
        css, fill, edge, said = "progress-disc is-next", SUN, INK, _number(number, INK)
    return (
        f'<g class="{css}" transform="translate({x:g} {y:g})">'
        f'<circle r="{DISC:g}" fill="{fill}" stroke="{edge}" stroke-width="2.5"{dashes}/>{said}</g>'
    )


def _number(number: int, colour: str) -> str:
    return (
        f'<text class="number" dy=".35em" text-anchor="middle" font-size="16" '
        f'fill="{colour}">{number}</text>'
    )
