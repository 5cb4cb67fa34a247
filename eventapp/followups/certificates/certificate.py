"""What stands on a certificate, and how large: as its template needs it (pure)."""

from dataclasses import dataclass

from eventapp import text_fitting, typefaces

POINT = 25.4 / 72
# The line for the name, in mm; the type is as large as it allows, and takes a second line before it is small.
ROOM, LARGEST = 212.0, 66.0
TWO_LINES = (34.0, 29.0, 25.0, 21.0, 18.0)
# Guests around the table: a mark, and where it stands in mm.
AROUND = (
    (2, 18, 5.5), (4, 59.5, 5.5), (1, 101, 5.5), (2, 184, 5.5), (3, 225.5, 5.5), (4, 267, 5.5),
    (2, 5.5, 52), (4, 5.5, 99), (1, 5.5, 146), (2, 279.5, 52), (1, 279.5, 99), (7, 279.5, 146),
    (2, 18, 192.5), (3, 59.5, 192.5), (4, 101, 192.5), (1, 143, 192.5), (2, 184, 192.5),
    (1, 225.5, 192.5), (2, 267, 192.5),
)  # fmt: skip


@dataclass(frozen=True)
class Certificate:
    """One certificate in words."""

    name: str
    program: str
    community: str
    line: str
    given: str
    mark: int


@dataclass(frozen=True)
class Fitted:
    """Lines of text, and the size in points that they are set in."""

    lines: tuple[str, ...]
    points: float


def fitted(name: str) -> Fitted:
    """A name as large as its line allows; a long one in two lines, cut only where both are full."""
    ours, typed = typefaces.display(), text_fitting.tidy(name, 200) or "?"
    points = min(LARGEST, ROOM / max(0.01, text_fitting.width(typed, ours)) / POINT)
    if points >= TWO_LINES[0]:
        return Fitted((typed,), round(points, 1))
    lines: list[str] = []
    for points in TWO_LINES:
        lines = text_fitting.wrap(typed, ours, ROOM / (points * POINT), 2)
        if text_fitting.is_whole(typed, lines):
            break
    return Fitted(tuple(lines), points)


def needed(sessions: int, asked: int | None) -> int:
    """In how many of so many sessions somebody must have been: all but one, unless the program says."""
    return min(sessions, max(1, sessions - 1 if asked is None else asked))
