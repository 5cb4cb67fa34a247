"""Pieces that pictures are drawn with: SVG text, drawn with attributes alone (pure).

A strict content policy forbids styles, so colours are attributes: `var(--ink,#2A1830)`, a variable of
the page with the light colour behind it. One text works inside a page, light and dark; `as_file` adds
the dark colours for whoever opens it by itself, and `plain` leaves the light ones for paper and for
programs that know no variables. Texts are never wider than their room (`fitted`): browsers are asked
for the widths that were measured, as on some screens they round those of small letters up. No title, number or
name in a drawing stands for a person.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from math import ceil

from eventapp import text_fitting, typefaces
from eventapp.role_marks import MARKS, outline

COLOURS = {
    "ink": "#2A1830",
    "ink-2": "#5E4C67",
    "line": "#E3D7E8",
    "card": "#FFFFFF",
    "sunk": "#F3ECF5",
    "field": "#8A7592",
    "brand": "#5B1A72",
    "on-brand": "#FFFFFF",
    "brand-soft": "#F1E2F7",
    "sun": "#FFC53D",
    "on-sun": "#2A1830",
    "sun-soft": "#FFF0C7",
    "warn": "#7A4A00",
    "mark-line": "#2A1830",
    **{f"mark-{number}": mark.fill for number, mark in MARKS.items()},
}
DARK = {
    "ink": "#F6EEF8",
    "ink-2": "#C6B6CE",
    "line": "#43344D",
    "card": "#221829",
    "sunk": "#1C1422",
    "field": "#917E9B",
    "brand": "#E6B5FB",
    "on-brand": "#2A0B38",
    "brand-soft": "#3A2347",
    "sun-soft": "#43330B",
    "warn": "#FFD98A",
    "mark-line": "#F6EEF8",
}
FAMILY = "Figtree,system-ui,sans-serif"
_VARIABLE = re.compile(r"var\(--[a-z0-9-]+,(#[0-9A-Fa-f]{6})\)")


def colour(name: str) -> str:
    """A colour of the house as an attribute takes it."""
    return f"var(--{name},{COLOURS[name]})"


def document(
    name: str, width: float, height: float, title: str, told: str, parts: Iterable[str]
) -> str:
    """A whole drawing. `name` makes its numbers unlike those of other drawings on the page."""
    size = f'viewBox="0 0 {n(width)} {ceil(height)}" width="{n(width)}" height="{ceil(height)}"'
    return (
        f'<svg class="pic" xmlns="http://www.w3.org/2000/svg" {size} role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-family="{FAMILY}" '
        'text-rendering="geometricPrecision">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def as_file(drawing: str) -> str:
    """A drawing as a file of its own: on paper of its own, and dark where the viewer is."""
    dark = "".join(f"--{name}:{value};" for name, value in DARK.items())
    style = (
        "<style>svg{background:#FFFFFF}@media screen and (prefers-color-scheme:dark){svg{"
        f"background:{DARK['card']};{dark}}}}}</style>"
    )
    return drawing.replace("<title", f"{style}<title", 1)


def plain(drawing: str) -> str:
    """A drawing in its light colours, without variables: for paper, and for pictures made of it."""
    return _VARIABLE.sub(r"\1", drawing)


def n(value: float) -> str:
    """A length, no longer than an eye can tell."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 100_000 else f"{value:.0f}"


def text(
    x: float,
    y: float,
    said: object,
    *,
    size: float = 14,
    anchor: str = "start",
    weight: int = 400,
    fill: str = "ink",
    room: float | None = None,
) -> str:
    """One line of text, its baseline at `y`; cut with an ellipsis where it is wider than its room."""
    line = str(said) if room is None else fitted(str(said), size, room, weight=weight)
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" text-anchor="{anchor}" '
        f'font-weight="{weight}" fill="{colour(fill)}">{escape(line)}</text>'
    )


def fitted(said: str, size: float, room: float, *, weight: int = 400) -> str:
    """As much of a line as its room holds."""
    return text_fitting.cut(said, _face(weight), room / size)


def broken(said: str, size: float, room: float, *, weight: int = 400, most: int = 3) -> list[str]:
    """A text in at most so many lines, each as wide as its room at most."""
    lines: list[str] = []
    # Not at every kind of space: some keep words together.
    for word in said.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (len(lines) == most or width(longer, size, weight=weight) <= room):
            lines[-1] = longer
        else:
            lines.append(word)
    return [fitted(line, size, room, weight=weight) for line in lines]


def width(said: str, size: float, *, weight: int = 400) -> float:
    """How wide a line is."""
    return text_fitting.width(said, _face(weight)) * size


def line(
    x: float,
    y: float,
    to_x: float,
    to_y: float,
    *,
    stroke: str = "line",
    wide: float = 1,
    dash: str = "",
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{n(x)}" y1="{n(y)}" x2="{n(to_x)}" y2="{n(to_y)}" '
        f'stroke="{colour(stroke)}" stroke-width="{n(wide)}"{dashed}/>'
    )


def rect(
    x: float,
    y: float,
    wide: float,
    high: float,
    *,
    fill: str = "brand",
    radius: float = 4,
    stroke: str = "",
    thick: float = 1.5,
) -> str:
    """A rectangle with round corners."""
    edge = f' stroke="{colour(stroke)}" stroke-width="{n(thick)}"' if stroke else ""
    paint = fill if fill.startswith("url") else colour(fill)
    return (
        f'<rect x="{n(x)}" y="{n(y)}" width="{n(max(wide, 0))}" height="{n(high)}" '
        f'rx="{n(radius)}" fill="{paint}"{edge}/>'
    )


def circle(
    x: float, y: float, radius: float, *, fill: str = "card", stroke: str = "", thick: float = 1.5
) -> str:
    """A circle."""
    edge = f' stroke="{colour(stroke)}" stroke-width="{n(thick)}"' if stroke else ""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}" fill="{colour(fill)}"{edge}/>'


def path(
    data: str,
    *,
    fill: str = "none",
    stroke: str = "",
    wide: float = 1,
    clear: float = 1,
    cap: str = "",
    dash: str = "",
) -> str:
    """A path; `clear` is how much of its stroke is seen, from 0 to 1."""
    paint = fill if fill == "none" else colour(fill)
    edge = f' stroke="{colour(stroke)}" stroke-width="{n(wide)}"' if stroke else ""
    thin = f' stroke-opacity="{clear:g}"' if clear < 1 else ""
    end = f' stroke-linecap="{cap}"' if cap else ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{data}" fill="{paint}"{edge}{thin}{end}{dashed}/>'


def dots(places: Sequence[tuple[float, float]], radius: float, *, fill: str) -> str:
    """Many dots of one colour, as one path."""
    return f'<path d="{"".join(ring(x, y, radius) for x, y in places)}" fill="{colour(fill)}"/>'


def hatch(name: str) -> tuple[str, str]:
    """Slanted stripes: what defines them, and what to fill with."""
    return (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{colour("card")}"/>'
        f'<rect width="2.5" height="6" fill="{colour("brand")}"/></pattern></defs>',
        f"url(#{name}-hatch)",
    )


def marks(mark: int, places: Sequence[tuple[float, float]], size: float) -> str:
    """Marks of one role at many places, as one path."""
    data = "".join(_shape(mark, x, y, size) for x, y in places)
    return (
        f'<path d="{data}" fill="{colour(f"mark-{mark}")}" fill-rule="evenodd" '
        f'stroke="{colour("mark-line")}" stroke-width="{n(1.2 if size > 9 else 0.7)}" '
        'stroke-linejoin="round"/>'
    )


def _shape(mark: int, x: float, y: float, size: float) -> str:
    scale = size / 24
    left, top = x - size / 2, y - size / 2
    if mark in {1, 8}:
        rings = (9.6,) if mark == 1 else (10.0, 4.6)
        return "".join(ring(x, y, radius * scale) for radius in rings)
    points = [f"{n(left + px * scale)} {n(top + py * scale)}" for px, py in outline(mark)]
    return f"M{'L'.join(points)}Z"


def ring(x: float, y: float, radius: float) -> str:
    """A circle as part of a path."""
    r = n(radius)
    return (
        f"M{n(x - radius)} {n(y)}a{r} {r} 0 1 1 {n(2 * radius)} 0a{r} {r} 0 1 1 {n(-2 * radius)} 0Z"
    )


@lru_cache(maxsize=8)
def _face(weight: int) -> typefaces.Ours:
    return typefaces.text(weight)
