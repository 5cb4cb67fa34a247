"""Bars side by side or one below the other, as several pictures have them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.insights import svg

# What the parts of a bar are filled with, and the ink on it.
FILLS = (("brand", "on-brand"), ("sun", "on-sun"), ("sunk", "ink"))
HIGH = 30


@dataclass(frozen=True)
class Bar:
    """One bar: its parts from the line outwards, and what is written at its end; `mark` is a role's."""

    label: str
    parts: tuple[float, ...]
    said: str = ""
    mark: int = 0


def lying(
    bars: Sequence[Bar], wide: int, top: float, *, fills: Sequence[int] = (0, 1, 2), room: int = 178
) -> tuple[list[str], float]:
    """Bars one below the other, on a phone with their labels above; and where they end."""
    small, drawn, y = wide < 500, [], top
    left = 0 if small else room
    tail = max((svg.width(bar.said, 15, weight=700) for bar in bars), default=0.0) + 14
    most = max((sum(bar.parts) for bar in bars), default=0) or 1
    unit = (wide - left - tail) / most
    for bar in bars:
        inset = 24 if bar.mark else 0
        if small:
            if bar.mark:
                drawn.append(svg.marks(bar.mark, [(8, y + 10)], 15))
            drawn.append(svg.text(inset, y + 15, bar.label, weight=600, room=wide - inset))
            y += 22
        else:
            label = svg.broken(bar.label, 14, left - 14 - inset, weight=600, most=2)
            first = y + 20 - 8 * (len(label) - 1)
            drawn += [
                svg.text(left - 14, first + 16 * n, line, anchor="end", weight=600)
                for n, line in enumerate(label)
            ]
            if bar.mark:
                widest = max(svg.width(line, 14, weight=600) for line in label)
                begin = left - 14 - widest - 17
                drawn.append(svg.marks(bar.mark, [(begin, y + 15)], 15))
        x = float(left)
        for n, part in enumerate(bar.parts):
            if part:
                fill = FILLS[fills[n]][0]
                edge = "field" if fill != "brand" else ""
                drawn.append(
                    svg.rect(x, y, part * unit, HIGH, fill=fill, radius=5, stroke=edge, thick=1)
                )
                x += part * unit
        drawn.append(svg.text(x + 9, y + 20, bar.said, size=15, weight=700))
        y += HIGH + (13 if small else 11)
    return drawn, y


def standing(
    bars: Sequence[Bar],
    wide: int,
    top: float,
    *,
    high: float = 190,
    fills: Sequence[int] = (0, 1, 2),
) -> tuple[list[str], float, list[tuple[float, float]]]:
    """Bars side by side; where they end, and the middle of each with how far its unit reaches up."""
    slot = min(96.0, wide / max(len(bars), 1))
    begin = (wide - slot * len(bars)) / 2
    most = max((sum(bar.parts) for bar in bars), default=0) or 1
    base, unit = top + 18 + high, high / most
    drawn, places = [], []
    size = 13 if slot > 40 else 11
    # Labels that would touch are written every second or third time.
    widest = max((svg.width(bar.label, size) for bar in bars), default=0.0)
    every = max(1, -(-int(widest + 6) // max(int(slot), 1)))
    for n, bar in enumerate(bars):
        x, y = begin + (n + 0.5) * slot, base
        across = min(slot * 0.72, 54)
        for m, part in enumerate(bar.parts):
            if part:
                y -= part * unit
                fill = FILLS[fills[m]][0]
                edge = "field" if fill != "brand" else ""
                drawn.append(
                    svg.rect(
                        x - across / 2,
                        y,
                        across,
                        part * unit,
                        fill=fill,
                        radius=4,
                        stroke=edge,
                        thick=1,
                    )
                )
        if slot >= svg.width(bar.said, size, weight=700) + 2:
            drawn.append(svg.text(x, y - 6, bar.said, size=size, anchor="middle", weight=700))
        if (len(bars) - 1 - n) % every == 0:
            half = svg.width(bar.label, size) / 2
            middle = min(max(x, half), wide - half)
            drawn.append(
                svg.text(middle, base + 18, bar.label, size=size, anchor="middle", fill="ink-2")
            )
        places.append((x, unit))
    drawn.append(svg.line(begin, base, begin + slot * len(bars), base, stroke="field", wide=1.5))
    return drawn, base + 26, places


def legend(
    said: Sequence[tuple[int, str]], wide: int, y: float, *, more: Sequence[str] = ()
) -> tuple[list[str], float]:
    """What the fills mean, in as many lines as it takes; `more` are lines of text below."""
    drawn, x = [], 0.0
    for fill, word in said:
        needed = 24 + svg.width(word, 13)
        if x and x + needed > wide:
            x, y = 0.0, y + 24
        name = FILLS[fill][0]
        drawn.append(svg.rect(x + 1, y + 8, 15, 15, fill=name, radius=4, stroke="field", thick=1))
        drawn.append(svg.text(x + 23, y + 20, word, size=13, fill="ink-2", room=wide - x - 23))
        x += needed + 16
    y += 32 if said else 8
    for line in more:
        drawn.append(svg.text(0, y + 12, line, size=13, fill="ink-2", room=wide))
        y += 20
    return drawn, y
