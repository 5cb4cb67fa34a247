"""What stands on a certificate, and where (pure)."""

from dataclasses import dataclass

from eventapp import drawing, paper, typefaces
from eventapp.paper import CREAM, MUTED, SUN, Box
from eventapp.role_marks import INK, WHITE

WIDE, HIGH = 297.0, 210.0
# The lines of text, in mm; and how high a name may stand, a long one in two lines.
ROOM, NAME = 212.0, 30.0
# The marks of the guests around the table, and where each of them sits.
AROUND = (2, 4, 1, 2, 3, 4, 2, 4, 1, 2, 1, 7, 2, 3, 4, 1, 2, 1, 2)
_PLACES = (
    *((x, 5.5) for x in (18, 59.5, 101, 184, 225.5, 267)),
    *((x, y) for x in (5.5, 279.5) for y in (52, 99, 146)),
    *((x, 192.5) for x in (18, 59.5, 101, 143, 184, 225.5, 267)),
)


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
class Words:
    """What stands on every certificate: the name of the site, and the words between the others."""

    site: str
    lead: str
    of: str


def page(found: Certificate, words: Words) -> drawing.Page:
    """The certificate as it is drawn: a table seen from above, and guests around it."""
    parts: list[drawing.Part] = [
        drawing.Rect(0, 0, WIDE, HIGH, fill=SUN),
        drawing.Rect(23, 23, 251, 164, fill=CREAM, stroke=0.9, edge=INK, radius=15),
        *(paper.mark(mark, x, y, 12) for mark, (x, y) in zip(AROUND, _PLACES, strict=True)),
        drawing.Rect(139, 2, 19, 19, fill=WHITE, stroke=0.8, edge=INK, radius=9.5),
        paper.mark(found.mark, 143, 6, 11),
    ]
    face, text = typefaces.display(), typefaces.text(500)
    parts += paper.block(words.site, face, Box(40, 35, 82, 10), 16)
    parts += paper.block(found.community, text, Box(127, 35, 130, 10), 13.5, anchor="right")
    parts += paper.block(words.lead, text, Box(40, 56, ROOM, 8), 15)
    name = Box(40, 66, ROOM, NAME)
    parts += paper.top(found.name, face, name, 66)
    y = name.y + paper.fitted(found.name, face, ROOM, NAME, 66).height + 4
    parts += paper.block(words.of, text, Box(40, y, ROOM, 8), 15)
    program = paper.fitted(found.program, face, ROOM, 24, 29)
    parts += paper.top(found.program, face, Box(40, y + 11, ROOM, 24), 29)
    y += 11 + program.height + 5
    parts += paper.top(found.line, text, Box(40, y, 190, 164 - y), 13.5)
    parts += paper.block(found.given, text, Box(127, 166, 130, 7), 11, anchor="right", colour=MUTED)
    return drawing.Page(WIDE, HIGH, tuple(parts))
