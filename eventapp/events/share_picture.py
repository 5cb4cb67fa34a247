"""The picture that a shared link shows: title, time and place beside tables seen from above."""

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from PIL import Image, ImageDraw, ImageFilter

from eventapp import shaping, text_fitting, typefaces
from eventapp.communities.face import accent
from eventapp.role_marks import MARKS, outline
from eventapp.typefaces import Installed, Ours

WIDTH, HEIGHT = 1200, 630
_SUN, _INK, _MUTED = "#FFC53D", "#2A1830", "#5E4C67"
_PAPER, _CARD, _TOP, _PLUM = "#FBF7FC", "#FFFFFF", "#FFF6DE", "#5B1A72"
_EDGE, _COLUMN, _BAND = 64, 624, 536
_CARD_BOX = (48, 462, WIDTH - 48, 586)
_FINE = 2
# Centre and reach of each table, and how many sit there.
_TABLES = (
    (796, 136, 98, 6),
    (1020, 118, 112, 7),
    (1160, 280, 88, 5),
    (800, 342, 96, 6),
    (990, 350, 88, 6),
)


def share_picture(
    title: str, when: str, place: str, community: str, marks: list[int], colour: str = ""
) -> bytes:
    """A PNG of 1200 × 630 pixels under 120 kB, as Open Graph and other cards want it.

    `marks` are the numbers (1 to 8) of the roles that come; empty means all of them. The ground is a
    community's colour, as the head of its pages, or the site's. A title that reads from right to left
    turns the whole picture round.
    """
    known = tuple(mark for mark in marks if mark in MARKS) or tuple(MARKS)[:7]
    texts = (
        text_fitting.tidy(title, 160),
        text_fitting.tidy(when, 80),
        text_fitting.tidy(place, 80),
        text_fitting.tidy(community, 60),
    )
    return _picture(*texts, known, accent.band(colour) if colour else _SUN)


@lru_cache(maxsize=64)
def _picture(
    title: str, when: str, place: str, community: str, marks: tuple[int, ...], ground: str
) -> bytes:
    leftward = text_fitting.reads_right_to_left(title)
    image = _scene(marks, ground, leftward=leftward).copy()
    pen = _Pen(image, leftward=leftward)
    pen.line(community, typefaces.text(700), 30, 92, _INK, room=_COLUMN, indent=56)
    _heading(pen, title)
    _facts(pen, when, place, len(set(marks)))
    out = io.BytesIO()
    image.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


class _Pen:
    """Sets lines of text at a margin: the left one, or the right one of a mirrored picture."""

    def __init__(self, image: Image.Image, *, leftward: bool) -> None:
        self.image, self.leftward = image, leftward
        self.draw = ImageDraw.Draw(image)

    def line(
        self,
        text: str,
        ours: Ours,
        size: int,
        baseline: int,
        colour: str,
        *,
        room: float,
        indent: float = 0,
    ) -> None:
        """Set one line, cut to the room left after the indent."""
        text = text_fitting.cut(text, ours, (room - indent) / size)
        wide = text_fitting.width(text, ours) * size
        x = WIDTH - _EDGE - indent - wide if self.leftward else _EDGE + indent
        runs = text_fitting.runs(text, ours)
        for run in reversed(runs) if text_fitting.reads_right_to_left(text) else runs:
            x = self._run(run, ours, size, x, baseline, colour)

    def _run(
        self, run: text_fitting.Run, ours: Ours, size: int, x: float, baseline: int, colour: str
    ) -> float:
        if isinstance(run.face, Installed):
            if run.face.emoji:
                self._emoji(run, size, x, baseline)
            else:
                font = run.face.font(size)
                # a typeface without a bold is thickened, or a heading would look like small print
                thicker = size * 0.018 if ours.weight >= 600 and run.face.weight < 150 else 0
                self.draw.text(
                    (x, baseline), run.text, colour, font, anchor="ls", stroke_width=thicker
                )
            return x + shaping.ink(run.text, run.face.printed).width * size
        fonts = run.face.fonts(size)
        for part, letters in groupby(run.text, run.face.part):
            piece = "".join(letters)
            self.draw.text((x, baseline), piece, colour, fonts[part], anchor="ls")
            x += fonts[part].getlength(piece)
        return x

    def _emoji(self, run: text_fitting.Run, size: int, x: float, baseline: int) -> None:
        font = run.face.font(size)  # type: ignore[union-attr]
        wide = max(1, round(font.getlength(run.text)))
        stamp = Image.new("RGBA", (wide, 140))
        ImageDraw.Draw(stamp).text((0, 110), run.text, font=font, anchor="ls", embedded_color=True)
        scale = size / 109
        small = stamp.resize((max(1, round(wide * scale)), round(140 * scale)))
        self.image.paste(small, (round(x), round(baseline - 110 * scale)), small)


def _heading(pen: _Pen, title: str) -> None:
    """The largest setting between the community's name and the card that leaves words whole."""
    ours = typefaces.display()
    top, bottom = 126, _CARD_BOX[1] - 28
    tall = 1.02 if all(ours.covers(c) for c in title) else 1.2
    settings = [
        (
            size,
            text_fitting.wrap(
                title, ours, _COLUMN / size, min(6, int((bottom - top) / size / tall))
            ),
        )
        for size in range(80, 39, -4)
    ]
    whole = (s for s in settings if text_fitting.is_whole(title, s[1]) and _unbroken(title, s[1]))
    uncut = (s for s in settings if text_fitting.is_whole(title, s[1]))
    size, broken = next(whole, None) or next(uncut, None) or settings[-1]
    height = size * (tall * (len(broken) - 1) + 0.7)
    first = top + (bottom - top - height) / 2 + size * 0.7
    for number, line in enumerate(broken):
        baseline = round(first + number * size * tall)
        pen.line(line, ours, size, baseline, _INK, room=_COLUMN + 4)


def _unbroken(title: str, broken: Sequence[str]) -> bool:
    """Whether every line ends where a word does; scripts without spaces break anywhere."""
    words = set(title.split())
    return all(line.split()[-1] in words or not line.isascii() for line in broken)


def _facts(pen: _Pen, when: str, place: str, marks: int) -> None:
    room = WIDTH - 2 * _EDGE - 36 - 46 * marks
    alone = not (when and place)
    first, ours = when or place, typefaces.text(700)
    # A day with its hours and its zone is set smaller before it is cut.
    wide = text_fitting.width(first, ours)
    size = next((size for size in range(34, 24, -1) if wide * size <= room - 28), 24)
    pen.line(first, ours, size, 535 if alone else 516, _INK, room=room, indent=28)
    if not alone:
        pen.line(place, typefaces.text(500), 28, 560, _MUTED, room=room, indent=28)


@lru_cache(maxsize=16)
def _scene(marks: tuple[int, ...], ground: str, *, leftward: bool) -> Image.Image:
    """Everything but the words, drawn twice as large and made small."""
    big = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), ground)
    draw = ImageDraw.Draw(big)
    draw.rectangle((0, _BAND * _FINE, WIDTH * _FINE, HEIGHT * _FINE), fill=_PAPER)
    turn = 0
    for x, y, reach, seats in _TABLES:
        around = [marks[(turn + s) % len(marks)] for s in range(seats)]
        _table(draw, x, y, reach, around, ground)
        turn += seats + 1
    _table(draw, _EDGE + 22, 82, 22, [8, 8, 8, 8], ground)
    scene = big.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if leftward:
        scene = scene.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return _with_card(scene, sorted(set(marks)), leftward=leftward)


def _table(
    draw: ImageDraw.ImageDraw, x: float, y: float, reach: float, seats: list[int], ground: str
) -> None:
    """A table whose chairs reach that far from its centre."""
    unit = reach / 60 * _FINE
    x, y, radius = x * _FINE, y * _FINE, 30 * unit
    line = max(2 * _FINE, round(2.5 * unit))
    draw.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=_TOP, outline=_INK, width=line
    )
    for number, mark in enumerate(seats):
        turn = 2 * math.pi * number / len(seats)
        _seat(
            draw, mark, x + 46 * unit * math.sin(turn), y - 46 * unit * math.cos(turn), unit, ground
        )


def _seat(
    draw: ImageDraw.ImageDraw, mark: int, x: float, y: float, unit: float, ground: str
) -> None:
    """One mark, 26 of the table's 120 units wide, with the outline every mark has."""
    scale = 26 / 24 * unit
    points = [(x + (px - 12) * scale, y + (py - 12) * scale) for px, py in outline(mark)]
    draw.polygon(points, fill=MARKS[mark].fill)
    draw.line([*points, points[0], points[1]], _INK, max(4, round(1.5 * scale)), joint="curve")
    if MARKS[mark].shape == "ring":
        hole = 4.6 * scale
        draw.ellipse((x - hole, y - hole, x + hole, y + hole), fill=ground)


def _with_card(scene: Image.Image, marks: list[int], *, leftward: bool) -> Image.Image:
    """Lay the white card over the edge of the band, with one of each mark at its far end."""
    left, top, right, bottom = _CARD_BOX
    shadow = Image.new("L", scene.size)
    ImageDraw.Draw(shadow).rounded_rectangle((left + 6, top + 14, right - 6, bottom + 8), 24, 56)
    scene.paste(_INK, mask=shadow.filter(ImageFilter.GaussianBlur(12)))
    card = Image.new("RGB", ((right - left) * _FINE, (bottom - top) * _FINE), _CARD)
    corners = Image.new("L", card.size)
    ImageDraw.Draw(corners).rounded_rectangle(
        (0, 0, card.width - 1, card.height - 1), 24 * _FINE, 255
    )
    draw = ImageDraw.Draw(card)
    for number, mark in enumerate(reversed(marks)):
        x = (48 + 46 * number) * _FINE
        _seat(draw, mark, x if leftward else card.width - x, card.height / 2, 1.3 * _FINE, _CARD)
    size = (right - left, bottom - top)
    scene.paste(card.resize(size, Image.Resampling.LANCZOS), (left, top), corners.resize(size))
    return scene
