"""Curves over days, as pictures of what grows have them (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eventapp.insights import svg

HIGH = 200


@dataclass(frozen=True)
class Curve:
    """One line: how it is drawn, what it is called at its end, and its points, the values growing."""

    stroke: str
    said: str
    points: tuple[tuple[float, float], ...]
    dash: str = ""


@dataclass(frozen=True)
class Sign:
    """Something that happened on a day."""

    at: float
    said: str


def drawn(
    curves: Sequence[Curve],
    wide: int,
    *,
    ticks: Sequence[Sign],
    signs: Sequence[Sign] = (),
    steps: bool = True,
) -> tuple[list[str], float]:
    """Curves with their days below, and signs on the days when something happened; and where they end."""
    tail = max((svg.width(curve.said, 13, weight=700) for curve in curves), default=0) + 10
    begins = [curve.points[0][0] for curve in curves] + [one.at for one in (*ticks, *signs)]
    ends = [curve.points[-1][0] for curve in curves] + [one.at for one in (*ticks, *signs)]
    low, high = min(begins), max(max(ends), min(begins) + 1)
    top = 8.0 + 17 * len(signs)
    base, most = top + HIGH, max((curve.points[-1][1] for curve in curves), default=0) or 1
    # Curves that drop stay inside as well.
    most = max(most, *(value for curve in curves for _at, value in curve.points))

    def x(at: float) -> float:
        return 6 + (at - low) / (high - low) * (wide - tail - 12)

    def y(value: float) -> float:
        return base - value / most * (HIGH - 12)

    parts = [svg.line(6, base, wide - tail, base, stroke="field", wide=1.5)]
    for n, sign in enumerate(signs):
        parts.append(
            svg.line(x(sign.at), 14 + 17 * n, x(sign.at), base, stroke="field", dash="3 4")
        )
        near = x(sign.at) > wide * 0.6
        parts.append(
            svg.text(
                x(sign.at) + (-5 if near else 5), 14 + 17 * n, sign.said, size=12,
                anchor="end" if near else "start", fill="ink-2",
                room=(x(sign.at) if near else wide - x(sign.at)) - 8,
            )
        )  # fmt: skip
    labels = []
    for curve in sorted(curves, key=lambda one: one.points[-1][1]):
        data = f"M{svg.n(x(curve.points[0][0]))} {svg.n(y(curve.points[0][1]))}"
        for at, value in curve.points[1:]:
            data += (
                f"H{svg.n(x(at))}V{svg.n(y(value))}"
                if steps
                else f"L{svg.n(x(at))} {svg.n(y(value))}"
            )
        parts.append(svg.path(data, stroke=curve.stroke, wide=3, cap="round", dash=curve.dash))
        labels.append((y(curve.points[-1][1]), x(curve.points[-1][0]), curve.said))
    parts += _apart(labels)
    for tick in ticks:
        parts.append(svg.line(x(tick.at), base, x(tick.at), base + 5, stroke="field"))
    parts += _under([(x(tick.at), tick.said) for tick in ticks], base + 20, wide)
    return parts, base + 28


def _under(ticks: Sequence[tuple[float, str]], y: float, wide: int) -> list[str]:
    """Words under the line: of all ticks, or of every second or third, the last among them."""
    placed = []
    for x, said in ticks:
        half = svg.width(said, 12) / 2
        placed.append((min(max(x, half), wide - half), half, said))
    for every in range(1, len(placed) + 1):
        kept = placed[::-1][::every][::-1]
        if all(b[0] - b[1] > a[0] + a[1] + 6 for a, b in pairwise(kept)):
            break
    else:
        kept = []
    return [
        svg.text(middle, y, said, size=12, anchor="middle", fill="ink-2")
        for middle, _half, said in kept
    ]


def _apart(labels: Sequence[tuple[float, float, str]]) -> list[str]:
    """Words at the ends of curves, none over another."""
    parts, free = [], 1e9
    for y, x, said in sorted(labels, key=lambda one: -one[0]):
        y = min(y, free)
        parts.append(svg.text(x + 8, y + 4, said, size=13, weight=700))
        free = y - 15
    return parts
