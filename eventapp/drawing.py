"""What stands on paper, by millimetre: pages of texts, shapes and pictures (pure).

Everything is placed from the upper left corner of its page, or of the group around it; lengths in
mm, type in points, colours as #RRGGBB. `press.draw` makes PDF or pictures of it;
`templates/print/pages.typ` is the painter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eventapp import text_fitting, typefaces
from eventapp.role_marks import INK
from eventapp.typefaces import BOLD, Face, Installed, Ours

# Millimetres of a point.
POINT = 25.4 / 72
# As wide as a letter that nothing has is measured.
_EMPTY = "\u2003"

Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Run:
    """Letters that one typeface sets: families in the order in which letters are looked for, the
    weight, the size beside that of the line, and a colour of its own.

    `thicker` widens every stroke by so many em, where a typeface has no bold.
    """

    text: str
    families: tuple[str, ...]
    weight: int
    size: float = 1.0
    colour: str = INK
    thicker: float = 0.0


@dataclass(frozen=True)
class Text:
    """One line, its baseline at `y`, from, around or up to `x`; it is never broken.

    `tracking` widens each letter, in em. `leftward`: it reads from right to left.
    """

    x: float
    y: float
    points: float
    runs: tuple[Run, ...]
    anchor: Anchor = "left"
    tracking: float = 0.0
    leftward: bool = False

    @property
    def said(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Rect:
    """A rectangle, filled, outlined (`stroke` wide, around the edge), or both."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: float = 0.0
    edge: str = INK
    radius: float = 0.0


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    stroke: float = 0.1
    edge: str = INK
    dash: Literal["solid", "dashed", "dotted"] = "solid"


@dataclass(frozen=True)
class Picture:
    """A PNG or an SVG stretched into a box; its pixels stay sharp."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    format: Literal["png", "svg"] = "png"


@dataclass(frozen=True)
class Band:
    """A rectangle whose upper edge is an arc that is `rise` high, like a table's."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    rise: float = 1.5


@dataclass(frozen=True)
class Stripes:
    """Slanted stripes on white, each `step` wide."""

    x: float
    y: float
    width: float
    height: float
    fill: str = INK
    step: float = 1.55


@dataclass(frozen=True)
class Group:
    """Parts placed from the group's own corner; turned around its middle by so many degrees, and
    stretched from its corner across and down."""

    x: float
    y: float
    width: float
    height: float
    parts: "tuple[Part, ...]"
    clip: bool = True
    turned: int = 0
    stretch: tuple[float, float] = (1.0, 1.0)


Part = Text | Rect | Line | Picture | Band | Stripes | Group


@dataclass(frozen=True)
class Page:
    """One sheet or label."""

    width: float
    height: float
    parts: tuple[Part, ...]


def runs(text: str, ours: Ours, *, size: float = 1.0, colour: str = INK) -> tuple[Run, ...]:
    """A text in our typeface and its substitutes, each stretch in the face that it was measured in."""
    return tuple(
        Run(
            _drawable(run.text, run.face, ours),
            _families(run.face, ours),
            _weight(run.face, ours),
            size,
            colour,
            _thicker(run.face, ours),
        )
        for run in text_fitting.runs(text, ours)
    )


def line(
    text: str,
    ours: Ours,
    points: float,
    x: float,
    y: float,
    *,
    anchor: Anchor = "left",
    colour: str = INK,
) -> Text:
    """A text in one of our typefaces as one line."""
    leftward = text_fitting.reads_right_to_left(text)
    return Text(x, y, points, runs(text, ours, colour=colour), anchor, leftward=leftward)


def texts(parts: Iterable[Part]) -> list[Text]:
    """Every text of some parts, in the order they are drawn; also inside groups."""
    found: list[Text] = []
    for part in parts:
        if isinstance(part, Text):
            found.append(part)
        elif isinstance(part, Group):
            found += texts(part.parts)
    return found


def as_data(pages: Sequence[Page], *, title: str, lang: str = "en") -> dict[str, Any]:
    """Pages as the painter reads them; each picture once, however often it is drawn."""
    pictures: dict[tuple[bytes, str], int] = {}
    drawn = [
        {
            "width": page.width,
            "height": page.height,
            "parts": [_part(part, pictures) for part in page.parts],
        }
        for page in pages
    ]
    return {
        "title": title,
        "lang": lang.partition("-")[0],
        "pages": drawn,
        "pictures": [{"data": list(data), "format": kind} for data, kind in pictures],
    }


def _part(part: Part, pictures: dict[tuple[bytes, str], int]) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": type(part).__name__.lower(), **vars(part)}
    if isinstance(part, Text):
        said["runs"] = [vars(run) for run in part.runs]
        said["colour"] = INK
    elif isinstance(part, Picture):
        said["picture"] = pictures.setdefault((part.data, part.format), len(pictures))
        del said["data"]
    elif isinstance(part, Group):
        said["parts"] = [_part(inner, pictures) for inner in part.parts]
    return said


def _drawable(text: str, face: Face, ours: Ours) -> str:
    """The text with an empty place for each letter that nothing here has, which would be a box."""
    if all(map(face.covers, text)):
        return text
    order = typefaces.order(face, ours)
    return "".join(c if any(one.covers(c) for one in order) else _EMPTY for c in text)


def _families(face: Face, ours: Ours) -> tuple[str, ...]:
    return tuple(name for one in typefaces.order(face, ours) for name in one.families)


def _weight(face: Face, ours: Ours) -> int:
    return face.weight if isinstance(face, Ours) else typefaces.order(face, ours)[1].weight


def _thicker(face: Face, ours: Ours) -> float:
    lacks_bold = isinstance(face, Installed) and not face.emoji and face.weight < 150
    return 0.036 if lacks_bold and ours.heaviest == BOLD else 0.0
