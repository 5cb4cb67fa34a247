"""A poster of an event for a wall: what, when, where, and a code that leads to its page (pure).

It is read from some steps away, so each line is as large as its place takes; a strip below is cut into
slips to tear off, each with the address.
"""

from dataclasses import dataclass

from eventapp import drawing, mirroring, paper, text_fitting, typefaces
from eventapp.badges import qr
from eventapp.drawing import POINT, Anchor
from eventapp.paper import MARGIN, MUTED, RULE, Box, Size
from eventapp.typefaces import Ours

SLIPS = 8
# The strip at the lower edge that is cut into slips, and how high the coloured head is.
STRIP, HEAD = 58.0, 128.0


@dataclass(frozen=True)
class Poster:
    """What a poster says, in words of `lang`; the colour is that of its band, the logo a PNG with its size."""

    title: str
    host: str
    day: str
    hours: str
    where: str
    address: str
    call: str
    lang: str = "en"
    summary: str = ""
    band: str = paper.SUN
    logo: bytes = b""
    logo_size: tuple[int, int] = (0, 0)

    @property
    def shown_address(self) -> str:
        """The address as people type it."""
        return self.address.partition("://")[2]

    @property
    def date(self) -> str:
        """Day and hours in one line."""
        return ", ".join(filter(None, (self.day, self.hours)))

    def side(self, said: str) -> Anchor:
        """Where the lines of a text begin: on a page that will be mirrored they are all flush."""
        against = text_fitting.reads_right_to_left(said) and not mirroring.leftward(self.lang)
        return "right" if against else "left"


def page(poster: Poster, size: Size) -> drawing.Page:
    """A poster as a page to draw."""
    wide = size.width - 2 * MARGIN
    parts: list[drawing.Part] = [
        drawing.Rect(0, 0, size.width, HEAD, fill=poster.band),
        *_host(poster, Box(MARGIN + 4, MARGIN, wide - 8, 16)),
        *_block(
            poster, poster.title, typefaces.display(), Box(MARGIN + 4, 32, wide - 8, HEAD - 40), 96
        ),
    ]
    foot = size.height - STRIP
    box = Box(MARGIN + 4, HEAD + 8, wide - 8, foot - HEAD - 14)
    code = min(84.0, box.height - 14)
    text = Box(box.x, box.y, box.width - code - 10, box.height)
    parts += _facts(poster, text)
    x = box.x + box.width - code
    parts.append(drawing.Picture(x, box.y, code, code, qr.svg(poster.address), "svg"))
    under = Box(x, box.y + code + 3, code, box.height - code - 3)
    parts += paper.top(poster.call, paper.bold(), under, 15, anchor="center")
    parts += _slips(poster, Box(0, foot, size.width, STRIP))
    made = drawing.Page(size.width, size.height, tuple(parts))
    return mirroring.pages([made], lang=poster.lang)[0]


def _host(poster: Poster, box: Box) -> list[drawing.Part]:
    """Who invites: the logo if there is one, and the name beside it."""
    parts: list[drawing.Part] = []
    x = box.x
    if poster.logo and min(poster.logo_size) > 0:
        width, height = poster.logo_size
        scale = min(44 / width, box.height / height)
        high = height * scale
        parts.append(
            drawing.Picture(
                x, box.y + (box.height - high) / 2, width * scale, high, poster.logo, "png"
            )
        )
        x += width * scale + 5
    room = Box(x, box.y, box.x + box.width - x, box.height)
    return parts + _block(poster, poster.host, paper.bold(), room, 24)


def _block(poster: Poster, said: str, face: Ours, box: Box, points: float) -> list[drawing.Part]:
    return paper.block(said, face, box, points, anchor=poster.side(said))


def _facts(poster: Poster, box: Box) -> list[drawing.Part]:
    """Day, hours, place and what it is about, one below the other."""
    rows = [
        (poster.day, typefaces.display(), 30, 0.27),
        (poster.hours, typefaces.display(), 30, 0.14),
        (poster.where, paper.bold(), 20, 0.25),
        (poster.summary, paper.plain(), 15, 0.34),
    ]
    parts: list[drawing.Part] = []
    y = box.y
    for said, face, points, share in rows:
        if not said:
            continue
        high = box.height * share - 3
        found = paper.fitted(said, face, box.width, high, points)
        parts += paper.top(
            said, face, Box(box.x, y, box.width, high), points, anchor=poster.side(said)
        )
        y += found.height + 3.5
    return parts


def _slips(poster: Poster, box: Box) -> list[drawing.Part]:
    """Slips to cut and to tear off, each with title, day and address, from below upwards."""
    wide = (box.width - 2 * MARGIN) / SLIPS
    parts: list[drawing.Part] = [
        drawing.Line(MARGIN, box.y, box.x + box.width - MARGIN, box.y, 0.2, RULE, "dashed")
    ]
    high = box.height - 8
    for number in range(SLIPS + 1):
        x = MARGIN + number * wide
        parts.append(drawing.Line(x, box.y, x, box.y + box.height - 5, 0.2, RULE, "dashed"))
        if number < SLIPS:
            parts.append(_slip(poster, Box(x, box.y + 1, wide, high)))
    return parts


def _slip(poster: Poster, box: Box) -> drawing.Group:
    """One slip, lying; it is turned around the middle of its place to stand."""
    long, short = box.height, box.width
    side = short - 7
    room = long - side - 6
    inner = (
        *_block(poster, poster.title, paper.bold(), Box(2, 1.5, room, 8), 9),
        *paper.block(poster.date, paper.plain(), Box(2, 9.5, room, 5), 7),
        *_typed(poster.shown_address, Box(2, 14.5, room, short - 16)),
        drawing.Picture(room + 4, (short - side) / 2, side, side, qr.svg(poster.address), "svg"),
    )
    x, y = box.x + (short - long) / 2, box.y + (long - short) / 2
    return drawing.Group(x, y, long, short, inner, False, -90)


def _typed(address: str, box: Box) -> list[drawing.Part]:
    """An address to be typed: a word without places to break it, broken all the same, and whole."""
    face = paper.plain()
    for tenths in range(70, 20, -2):
        em = tenths / 10 * POINT
        most = int(box.height / em / paper.LEADING)
        lines = text_fitting.wrap(address, face, box.width / em * paper.SLACK, most)
        if text_fitting.is_whole(address, lines):
            break
    return [
        drawing.line(
            line, face, em / POINT, box.x, box.y + em * (0.8 + paper.LEADING * n), colour=MUTED
        )
        for n, line in enumerate(lines)
    ]
