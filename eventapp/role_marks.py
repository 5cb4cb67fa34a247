"""The eight marks: a colour and a shape that always go together with the role's word (pure)."""

from dataclasses import dataclass
from math import cos, pi, sin

INK = "#2A1830"
WHITE = "#FFFFFF"
# The ring, for whoever has no role.
GUEST = 8


@dataclass(frozen=True)
class Mark:
    """One mark: its shape's name, its colour, the text colour on it, its shape as SVG in 24×24."""

    shape: str
    fill: str
    on: str
    svg: str


MARKS: dict[int, Mark] = {
    1: Mark("circle", "#3E65F4", WHITE, '<circle cx="12" cy="12" r="9.6"/>'),
    2: Mark("triangle", "#B95910", WHITE, '<path d="M12 2.2 22.2 21H1.8Z"/>'),
    3: Mark("square", "#005350", WHITE, '<rect x="3" y="3" width="18" height="18" rx="1.5"/>'),
    4: Mark("diamond", "#F6CC54", INK, '<path d="M12 .8 23.2 12 12 23.2.8 12Z"/>'),
    5: Mark("hexagon", "#751CA5", WHITE, '<path d="M6.4 2.3h11.2L23.2 12l-5.6 9.7H6.4L.8 12Z"/>'),
    6: Mark(
        "star",
        "#F18889",
        INK,
        '<path d="m12 .8 3.4 7.4 8.1.9-6 5.5 1.6 8L12 18.5l-7.1 4.1 1.6-8-6-5.5 8.1-.9Z"/>',
    ),
    7: Mark("plus", "#99E7EF", INK, '<path d="M8 1.5h8V8h6.5v8H16v6.5H8V16H1.5V8H8Z"/>'),
    GUEST: Mark(
        "ring",
        INK,
        WHITE,
        '<path fill-rule="evenodd" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z'
        'm0 5.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2Z"/>',
    ),
}


def picture(number: int, fill: str = "") -> bytes:
    """A mark as an SVG by itself: outlined, in its colour unless another is given."""
    mark = MARKS[number]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 26 26" fill="{fill or mark.fill}" '
        f'stroke="{INK}" stroke-width="1.5" stroke-linejoin="round">{mark.svg}</svg>'
    ).encode()


def outline(number: int) -> tuple[tuple[float, float], ...]:
    """The outer edge of a mark as a polygon in the same 24×24 box, for whoever can't draw SVG."""
    return _POLYGONS[number]


def _round(radius: float) -> tuple[tuple[float, float], ...]:
    turns = [2 * pi * i / 64 for i in range(64)]
    return tuple((12 + radius * sin(a), 12 - radius * cos(a)) for a in turns)


_POLYGONS: dict[int, tuple[tuple[float, float], ...]] = {
    1: _round(9.6),
    2: ((12, 2.2), (22.2, 21), (1.8, 21)),
    3: ((3, 3), (21, 3), (21, 21), (3, 21)),
    4: ((12, 0.8), (23.2, 12), (12, 23.2), (0.8, 12)),
    5: ((6.4, 2.3), (17.6, 2.3), (23.2, 12), (17.6, 21.7), (6.4, 21.7), (0.8, 12)),
    6: (
        (12, 0.8),
        (15.4, 8.2),
        (23.5, 9.1),
        (17.5, 14.6),
        (19.1, 22.6),
        (12, 18.5),
        (4.9, 22.6),
        (6.5, 14.6),
        (0.5, 9.1),
        (8.6, 8.2),
    ),
    7: (
        (8, 1.5),
        (16, 1.5),
        (16, 8),
        (22.5, 8),
        (22.5, 16),
        (16, 16),
        (16, 22.5),
        (8, 22.5),
        (8, 16),
        (1.5, 16),
        (1.5, 8),
        (8, 8),
    ),
    GUEST: _round(10),
}
