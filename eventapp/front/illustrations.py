"""Tables seen from above, as SVG text: the only illustration there is.

Everything is drawn with attributes, never with a style, so that a strict content policy holds and
the same text works inside a page, as a file and in a PDF. Where a page has a theme, the classes
(`mark-1`, `table-top`, `chair` …) let its style sheet change a colour.
A mark is a number from 1 to 8: a colour and a shape that always go together. At a table 0 is an
empty chair, and a number below 0 the mark of the person who is looking.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from math import ceil, cos, pi, sin
from unicodedata import combining, east_asian_width

from eventapp.role_marks import INK, MARKS

CREAM = "#FFF6DE"

# Where up to five tables lie in the picture at the top of a page: x, y, size.
HERO_PLACES = (
    (21, 21, 138),
    (204, 4, 162),
    (392, 67, 126),
    (93, 150, 144),
    (291, 159, 138),
)
HERO_TABLES = (
    (2, 6, 7, 5, 3, 1),
    (1, 5, 3, 6, 7, 2, 4),
    (5, 6, 7, 2, 1),
    (2, 6, 5, 3, 1, 7),
    (6, 1, 3, 7, 2, 5),
)


def mark_svg(mark: int, *, css: str = "", label: str = "") -> str:
    """One mark as a drawing of its own; decoration unless it has a label."""
    classes = escape(f"mark mark-{mark} {css}".strip())
    return f'<svg class="{classes}" viewBox="0 0 24 24" {_spoken(label)}>{MARKS[mark].svg}</svg>'


def table_svg(
    marks: Sequence[int], size: int = 120, *, label: str = "", css: str = "top-view"
) -> str:
    """One table with its people around it, `size` pixels wide where no style says otherwise."""
    box = f'viewBox="0 0 120 120" width="{size}" height="{size}"'
    return f'<svg class="{escape(css)}" {box} {_spoken(label)}>{_table(marks, 60, 60, 1)}</svg>'


def hero_svg(tables: Sequence[Sequence[int]] = HERO_TABLES, *, label: str = "") -> str:
    """Up to five tables scattered as in a room, for the top of a page."""
    drawn = "".join(
        _table(marks, x + size / 2, y + size / 2, size / 120)
        for marks, (x, y, size) in zip(tables, HERO_PLACES, strict=False)
    )
    return (
        f'<svg class="hero" viewBox="0 0 520 300" width="520" height="300" {_spoken(label)}>'
        f"{drawn}</svg>"
    )


def waiting_svg(tables: int, seats: int, marks: Sequence[int], *, label: str = "") -> str:
    """Empty tables with the people who will sit at them in a row below: nobody is seated yet."""
    shown = min(tables, 6)
    chairs = [0] * min(seats, 8)
    places = [(88 + 172 * (i % 3), 60 + 106 * (i // 3) - 8 * (i % 3 == 1)) for i in range(shown)]
    drawn = [_table(chairs, x, y, 0.86) for x, y in places]
    people = list(marks)[:24]
    step = 500 / max(len(people), 1)
    for i, mark in enumerate(people):
        drawn.append(_seat(mark, 10 + step * (i + 0.5), 268 + 6 * sin(i * 0.9), min(17, step - 3)))
    return (
        f'<svg class="hero" viewBox="0 0 520 300" width="520" height="300" {_spoken(label)}>'
        f"{''.join(drawn)}</svg>"
    )


def seatmap_svg(
    title: str, note: str, you: int, others: Sequence[tuple[int, str]], *, you_word: str, label: str
) -> str:
    """The table that one person sits at: they are nearest, the others named around it."""
    places = _ring(len(others) + 1, 124, start=pi / 2)
    x, y = 190 + places[0][0], 176 + places[0][1]
    parts = [
        f'<circle class="table-top" cx="190" cy="176" r="84" fill="{CREAM}" stroke="{INK}" '
        'stroke-width="4"/>',
        f'<text class="tn" x="190" y="{182 if note else 188}" font-size="34">'
        f"{escape(_short(title, 9))}</text>",
        f'<text x="190" y="206" font-size="15">{escape(_short(note, 22))}</text>' if note else "",
        f'<circle class="you" cx="{x:.0f}" cy="{y:.0f}" r="27" fill="#fff" stroke="{INK}" '
        'stroke-width="3"/>',
        _seat(you, x, y, 32),
        f'<text class="nm me" x="{x:.0f}" y="{y + 46:.0f}" font-size="17">{escape(you_word)}</text>',
    ]
    for (mark, name), (dx, dy) in zip(others, places[1:], strict=True):
        x, y = 190 + dx, 176 + dy
        under = y + (38 if dy > -40 else -28)
        parts.append(_seat(mark, x, y, 36))
        parts.append(
            f'<text class="nm" x="{x:.0f}" y="{under:.0f}" font-size="17">'
            f"{escape(_short(name, 12))}</text>"
        )
    return f'<svg class="seatmap" viewBox="0 0 380 352" {_spoken(label)}>{"".join(parts)}</svg>'


def queue_svg(
    marks: Sequence[int], word: str, ahead: Sequence[object], you: int, *, you_word: str, label: str
) -> str:
    """A full table and the line for it: the last two of those ahead, then the person who looks."""
    parts = [
        _table(marks, 130, 140, 1.75),
        f'<text class="tn" x="130" y="150" font-size="30">{escape(_short(word, 8))}</text>',
        f'<path class="walked" d="M212 196C240 226 256 236 272 238" fill="none" stroke="{INK}" '
        'stroke-width="3.5" stroke-dasharray="1 9" stroke-linecap="round"/>',
    ]
    x = 300
    for place in list(ahead)[-2:]:
        parts.append(f'<circle class="walkers" cx="{x}" cy="238" r="9" fill="{INK}"/>')
        parts.append(f'<text x="{x}" y="284" font-size="16">{escape(str(place))}</text>')
        x += 56
    parts.append(_seat(-you, x, 238, 28))
    parts.append(f'<text class="nm me" x="{x}" y="284" font-size="16">{escape(you_word)}</text>')
    return f'<svg class="queue" viewBox="0 0 440 300" {_spoken(label)}>{"".join(parts)}</svg>'


def trail_svg(rounds: Sequence[Sequence[int]], *, label: str = "") -> str:
    """The tables of an evening one after the other, joined by the walk between them."""
    step = 520 / max(len(rounds), 1)
    middles = [(step * (i + 0.5), 96 if i % 2 else 120) for i in range(len(rounds))]
    size = min(1.25, step / 150)
    walks = [
        f'<path class="walked" d="M{ax:.0f} {ay}C{ax + step / 3:.0f} {ay + 70} '
        f'{bx - step / 3:.0f} {by + 70} {bx:.0f} {by}" fill="none" stroke="{INK}" '
        'stroke-width="3.5" stroke-dasharray="1 9" stroke-linecap="round"/>'
        for (ax, ay), (bx, by) in pairwise(middles)
    ]
    tables = [_table(m, x, y, size) for m, (x, y) in zip(rounds, middles, strict=True)]
    return (
        f'<svg class="trail" viewBox="0 0 520 216" {_spoken(label)}>{"".join(walks + tables)}</svg>'
    )


def room_svg(tables: Sequence[Sequence[int]], *, label: str = "", columns: int = 0) -> str:
    """A room with numbered tables in rows, as the hall will be laid."""
    columns = columns or _columns(len(tables))
    rows = ceil(len(tables) / columns) if tables else 1
    width, height = 120 * columns + 40, 126 * rows + 34
    parts = [
        f'<rect class="walls" x="2" y="2" width="{width - 4}" height="{height - 4}" rx="20" '
        f'fill="#F3ECF5" stroke="{INK}" stroke-width="2.5"/>'
    ]
    for i, marks in enumerate(tables):
        x, y = 80 + 120 * (i % columns), 78 + 126 * (i // columns)
        parts.append(_table(marks, x, y, 0.94))
        parts.append(
            f'<text class="nr" x="{x}" y="{y + 7}" font-size="20" font-weight="700" '
            f'text-anchor="middle" fill="{INK}">{i + 1}</text>'
        )
    return (
        f'<svg class="room" viewBox="0 0 {width} {height}" {_spoken(label)}>{"".join(parts)}</svg>'
    )


def mixbar_svg(parts: Sequence[tuple[int, int]]) -> str:
    """A bar shared out by (mark, count); decoration, the words stand beside it."""
    total = sum(count for _, count in parts) or 1
    drawn, at = [], 0.0
    for mark, count in parts:
        wide = 1000 * count / total
        drawn.append(
            f'<rect x="{at:.1f}" width="{wide:.1f}" height="24" fill="{MARKS[mark].fill}"/>'
        )
        if at:
            drawn.append(
                f'<line x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="24" stroke="{INK}" '
                'stroke-width="1.5" vector-effect="non-scaling-stroke"/>'
            )
        at += wide
    return (
        '<svg class="mixbar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(drawn)}</svg>"
    )


def meter_svg(value: float, of: float) -> str:
    """How much of something is used, 0 to all of it; decoration, the words stand beside it."""
    share = max(0.0, min(1.0, value / of)) if of else 0.0
    css = "track full" if of and value >= of else "track"
    return (
        f'<svg class="{css}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{100 * share:.1f}" height="6"/></svg>'
    )


def range_svg(low: int | None, high: int | None, most: int, value: int | None = None) -> str:
    """From `low` to `high` on a scale up to `most`, and a dot where it stands; decoration."""
    scale = 200 / max(most, 1)
    left, right = (low or 0) * scale, (most if high is None else high) * scale
    dot = "" if value is None else f'<circle cx="{min(value, most) * scale:.0f}" cy="8" r="6"/>'
    return (
        '<svg class="range" viewBox="-8 0 216 16" aria-hidden="true">'
        '<line x1="0" x2="200" y1="8" y2="8"/>'
        f'<rect x="{left:.0f}" y="2" width="{max(right - left, 4):.0f}" height="12" rx="6"/>'
        f"{dot}</svg>"
    )


def reach_svg(done: float, planned: float, possible: float, of: float) -> str:
    """What is done, what is planned after it and what is possible after that, each a thinner bar.

    Decoration, the numbers stand beside it.
    """
    scale = 200 / max(of, 1)
    bars, at = [], 0.0
    for css, part, high in (
        ("done", done, 20),
        ("planned", planned, 12),
        ("possible", possible, 3),
    ):
        if part > 0:
            bars.append(
                f'<rect class="{css}" x="{at * scale:.1f}" y="{(20 - high) / 2:g}" '
                f'width="{part * scale:.1f}" height="{high}"/>'
            )
        at += part
    return (
        '<svg class="contacts-bar" viewBox="0 0 200 20" preserveAspectRatio="none" aria-hidden="true">'
        f'<line x1="200" x2="200" y1="0" y2="20" vector-effect="non-scaling-stroke"/>'
        f"{''.join(bars)}</svg>"
    )


def clock_svg(part: float) -> str:
    """A table as a clock: the ring on it is as much of a circle as is left, from 0 to 1."""
    top = f'cx="120" cy="120" r="84" fill="{CREAM}" stroke="{INK}" stroke-width="5"'
    ring = 'cx="120" cy="120" r="76" fill="none" stroke="#5B1A72" stroke-width="11"'
    left = f'pathLength="100" stroke-dasharray="{100 * part:.1f} 100"'
    turned = f'{left} transform="rotate(-90 120 120)"'
    places = zip((5, 3, 1, 2, 6, 7, 4), _ring(7, 107), strict=True)
    seats = "".join(_seat(mark, 120 + x, 120 + y, 24) for mark, (x, y) in places)
    drawn = f'<circle class="table-top" {top}/><circle class="ring" {ring} {turned}/>{seats}'
    return f'<svg class="clock-face" viewBox="0 0 240 240" aria-hidden="true">{drawn}</svg>'


def name_class(name: str) -> str:
    """The class that tells a badge preview how wide a first name is: n-3 to n-24."""
    units = sum(
        0 if combining(c) else 1.7 if east_asian_width(c) in "WF" else 1 for c in name.strip()
    )
    return f"n-{max(3, min(24, ceil(units)))}"


def _table(marks: Sequence[int], x: float, y: float, scale: float) -> str:
    top = (
        f'<circle class="table-top" cx="{x:.1f}" cy="{y:.1f}" r="{30 * scale:.1f}" fill="{CREAM}" '
        f'stroke="{INK}" stroke-width="2.5"/>'
    )
    size = (26 if len(marks) <= 7 else 21) * scale
    seats = (
        _seat(mark, x + dx, y + dy, size)
        for mark, (dx, dy) in zip(marks, _ring(len(marks), 46 * scale), strict=True)
    )
    return top + "".join(seats)


def _seat(mark: int, x: float, y: float, size: float) -> str:
    if not mark:
        return (
            f'<circle class="chair" cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.35:.1f}" fill="none" '
            f'stroke="{INK}" stroke-width="2" stroke-dasharray="3.5 3.5"/>'
        )
    if mark < 0:
        return (
            f'<circle class="you" cx="{x:.1f}" cy="{y:.1f}" r="{size * 0.75:.1f}" fill="#fff" '
            f'stroke="{INK}" stroke-width="2"/>' + _seat(-mark, x, y, size * 0.85)
        )
    scale = size / 24
    return (
        f'<g class="mark mark-{mark}" fill="{MARKS[mark].fill}" stroke="{INK}" stroke-width="1.4" '
        f'transform="translate({x - size / 2:.1f} {y - size / 2:.1f}) scale({scale:.3f})">'
        f"{MARKS[mark].svg}</g>"
    )


def _ring(count: int, radius: float, start: float = -pi / 2) -> list[tuple[float, float]]:
    turns = [start + 2 * pi * i / max(count, 1) for i in range(count)]
    return [(radius * cos(t), radius * sin(t)) for t in turns]


def _columns(tables: int) -> int:
    return max(1, min(5, ceil(tables**0.5) if tables > 4 else tables))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _spoken(label: str) -> str:
    return f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
