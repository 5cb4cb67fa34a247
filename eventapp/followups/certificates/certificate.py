"""What stands on a certificate, and how large: as its template needs it (pure)."""

from dataclasses import dataclass

from eventapp import text_fitting, typefaces

POINT = 25.4 / 72
# The line for the name, in mm, and the sizes that its sheet knows, in points: as large as the line allows.
ROOM = 212.0
ONE_LINE = (66, 60, 54, 49, 45, 41, 37, 34)
# A name takes a second line before it is small, and is small before it is cut.
TWO_LINES = (34, 29, 25, 21, 18)
# The marks of the guests around the table, each at its place in the sheet.
AROUND = (2, 4, 1, 2, 3, 4, 2, 4, 1, 2, 1, 7, 2, 3, 4, 1, 2, 1, 2)


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
    points: int


def fitted(name: str) -> Fitted:
    """A name as large as its line allows; a long one in two lines, cut only where both are full."""
    ours, typed = typefaces.display(), text_fitting.tidy(name, 200) or "?"
    wide = text_fitting.width(typed, ours) * POINT
    if whole := next((size for size in ONE_LINE if size * wide <= ROOM), None):
        return Fitted((typed,), whole)
    lines, size = [typed], TWO_LINES[0]
    for size in TWO_LINES:
        lines = text_fitting.wrap(typed, ours, ROOM / (size * POINT), 2)
        if text_fitting.is_whole(typed, lines):
            break
    return Fitted(tuple(lines), size)


def needed(sessions: int, asked: int | None) -> int:
    """In how many of so many sessions somebody must have been: all but one, unless the program says."""
    return min(sessions, max(1, sessions - 1 if asked is None else asked))
