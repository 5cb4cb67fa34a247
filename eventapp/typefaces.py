"""The typefaces that print and pictures are set in: ours, and this machine's for other scripts.

Ours are measured by their own advance widths. A letter that they lack is looked for among the
installed fonts, always in the same order, and named in the page, so that what was measured is
what is drawn.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from eventapp.paths import STATIC

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from PIL import ImageFont

FOLDER = STATIC / "fonts"
# fontconfig's measure of weight, which is not that of CSS
BOLD, MEDIUM = 200, 100
_SIZE = 200
_EMOJI_SIZE = 109
_NO_INK = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# They choose a shape of the letter before them, or keep letters apart, and have none themselves.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


@dataclass(frozen=True)
class Ink:
    """How far a text reaches, in em: advance width, and ink to the left, above and below."""

    width: float
    left: float
    above: float
    below: float


class Ours:
    """One of the shipped families at one weight, spread over several files."""

    def __init__(self, family: str, stem: str, weight: int) -> None:
        self.family, self.stem, self.weight = family, stem, weight
        self.files = sorted(FOLDER.glob(f"{stem}-*.woff2"), key=lambda f: (len(f.name), f.name))
        self.heaviest = BOLD if weight >= 600 else MEDIUM
        self._glyphs: dict[str, tuple[float, int, int, int] | None] = {}

    @cached_property
    def parts(self) -> list[tuple[TTFont, Any, dict[int, str]]]:
        """Font, glyphs at our weight and character map of each file."""
        # Not before something is printed: a server would have to wait for it at its start.
        from fontTools.ttLib import TTFont

        fonts = [TTFont(file) for file in self.files]
        return [
            (f, f.getGlyphSet(location={"wght": self.weight}), f.getBestCmap() or {}) for f in fonts
        ]

    @cached_property
    def ascent(self) -> float:
        """Of the line, in em."""
        return float(self.parts[0][0]["hhea"].ascent / self.parts[0][0]["head"].unitsPerEm)

    @cached_property
    def descent(self) -> float:
        """Of the line, in em, positive."""
        return float(-self.parts[0][0]["hhea"].descent / self.parts[0][0]["head"].unitsPerEm)

    @cached_property
    def companion(self) -> Ours | None:
        """Our other family at this weight, for letters that only it has."""
        return None if self.stem == "bricolage" else Ours("Bricolage", "bricolage", self.weight)

    def covers(self, char: str) -> bool:
        """Whether a letter is in the typeface; what has no ink needs no glyph."""
        if unicodedata.category(char) in _NO_INK or _UNSEEN.match(char):
            return True
        return self._glyph(char) is not None

    def ink(self, text: str) -> Ink:
        """Measure a text; a letter we lack counts one em."""
        width, left, above, below = 0.0, None, 0.0, 0.0
        for char in text:
            advance, x_min, y_min, y_max = self._glyph(char) or (1.0, 0, 0, 0)
            left = x_min / 1000 if left is None else left
            width += 0 if unicodedata.combining(char) else advance
            above, below = max(above, y_max / 1000), max(below, -y_min / 1000)
        return Ink(width, left or 0.0, above, below)

    def fonts(self, size: int) -> list[ImageFont.FreeTypeFont]:
        """To draw with: one font per file, in the order of `parts`."""
        return _drawn(self.stem, size, self.weight)

    def part(self, char: str) -> int:
        """Which of the files holds a letter, counted from 0."""
        return next((i for i, p in enumerate(self.parts) if ord(char) in p[2]), 0)

    def _glyph(self, char: str) -> tuple[float, int, int, int] | None:
        if char not in self._glyphs:
            self._glyphs[char] = next(
                (
                    _bounds(font, glyphs, cmap[ord(char)])
                    for font, glyphs, cmap in self.parts
                    if ord(char) in cmap
                ),
                None,
            )
        return self._glyphs[char]


def _bounds(font: TTFont, glyphs: Any, name: str) -> tuple[float, int, int, int]:
    glyph, upm = font["glyf"][name], font["head"].unitsPerEm
    box = [getattr(glyph, side, 0) * 1000 // upm for side in ("xMin", "yMin", "yMax")]
    return glyphs[name].width / upm, box[0], box[1], box[2]


@dataclass(frozen=True)
class Installed:
    """A font of this machine: one upright file of a family."""

    family: str
    file: str
    index: int
    weight: int
    ranges: tuple[tuple[int, int], ...]

    def covers(self, char: str) -> bool:
        """Whether a letter is in it."""
        return any(low <= ord(char) <= high for low, high in self.ranges)

    @property
    def emoji(self) -> bool:
        """Colour pictures of one size rather than outlines."""
        return "Emoji" in self.family

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """To draw with; emoji come in their only size."""
        return _font(self.file, self.index, _EMOJI_SIZE if self.emoji else size)

    def ink(self, text: str) -> Ink:
        """Measure a text as it is shaped: joined, stacked and reordered."""
        font = self.font(_SIZE)
        left, top, _, bottom = font.getbbox(text, anchor="ls")
        size = _EMOJI_SIZE if self.emoji else _SIZE
        return Ink(
            font.getlength(text) / size, left / size, max(-top, 0) / size, max(bottom, 0) / size
        )

    @property
    def ascent(self) -> float:
        """Of the line, in em."""
        return self.font(_SIZE).getmetrics()[0] / (_EMOJI_SIZE if self.emoji else _SIZE)

    @property
    def descent(self) -> float:
        """Of the line, in em, positive."""
        return self.font(_SIZE).getmetrics()[1] / (_EMOJI_SIZE if self.emoji else _SIZE)


Face = Ours | Installed


@lru_cache(maxsize=1)
def display() -> Ours:
    """Names and headings: Bricolage Grotesque, extra bold."""
    return Ours("Bricolage", "bricolage", 800)


@lru_cache(maxsize=4)
def text(weight: int = 500) -> Ours:
    """Everything else: Figtree at a weight from 400 to 800."""
    return Ours("Figtree", "figtree", weight)


@lru_cache(maxsize=8192)
def fallback(char: str, region: str = "SC", heaviest: int = BOLD) -> Installed | None:
    """The installed font for a letter that ours lack; None when it would print as an empty box."""
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef":
        han = fallback("中", region, heaviest)  # its commas and full stops belong with it
        if han and han.covers(char):
            return han
    found = [font for font in installed(heaviest) if font.covers(char)]
    return min(found, key=lambda font: _rank(font, char, region), default=None)


@lru_cache(maxsize=8192)
def anywhere(char: str) -> str:
    """The family of any installed font that has a letter, "" for none: what is drawn takes even one
    that we would not choose, so only then is the letter missing on paper."""
    have = (f[0] for f in _listed() if any(a <= ord(char) <= b for a, b in _ranges(f[6])))
    return next(have, "")


def region(text: str) -> str:
    """Whose shapes of Han characters a text wants, judged by the company they keep."""
    if _KANA.search(text):
        return "JP"
    return "KR" if _HANGUL.search(text) else "SC"


@lru_cache(maxsize=2)
def installed(heaviest: int = BOLD) -> tuple[Installed, ...]:
    """The upright sans-serif families that fontconfig knows, each once, at the heaviest weight up
    to the one given (in fontconfig's measure); none without fontconfig."""
    best: dict[str, tuple[int, list[str]]] = {}
    for fields in _listed():
        weight = _usable(fields)
        if 0 < weight <= heaviest and weight > best.get(fields[0], (0, []))[0]:
            best[fields[0]] = (weight, fields)
    return tuple(
        Installed(family, f[5], int(f[4]) & 0xFFFF, weight, tuple(_ranges(f[6])))
        for family, (weight, f) in sorted(best.items())
    )


@lru_cache(maxsize=1)
def _listed() -> list[list[str]]:
    """What fontconfig says of each font of this machine, in seven fields."""
    form = "%{family[0]}\t%{weight}\t%{slant}\t%{width}\t%{index}\t%{file}\t%{charset}\n"
    try:
        listed = subprocess.run(
            ["fc-list", "--format", form], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    rows = [line.split("\t") for line in listed.splitlines()]
    return [fields for fields in rows if len(fields) == 7 and fields[6]]


def _usable(fields: list[str]) -> int:
    """The weight of an upright text font; 0 for all others."""
    if fields[2] != "0" or fields[3] not in {"", "100"}:
        return 0
    if re.search(r"Mono\b|Serif|Display|Symbols|Math|Nastaliq|Rashi|Looped|Unjoined", fields[0]):
        return 0
    weight = int(float(re.findall(r"[\d.]+", fields[1] or "80")[0]))
    return weight if int(fields[4]) < 0x10000 else 0


def _ranges(charset: str) -> Iterable[tuple[int, int]]:
    for piece in charset.split():
        low, _, high = piece.partition("-")
        yield int(low, 16), int(high or low, 16)


def _rank(font: Installed, char: str, region: str) -> tuple[int, str]:
    """Smaller is better: one quiet family before its louder or thinner cousins."""
    family = font.family
    if font.emoji:
        return (0 if ord(char) >= 0x1F000 or unicodedata.east_asian_width(char) == "W" else 8), ""
    if family == "Noto Sans":
        return 1, ""
    if family.startswith("Noto Sans CJK"):
        return (2 if family.endswith(region) else 3), family
    if family.startswith("Noto Sans"):
        return 4, family
    if family.startswith("Noto"):
        return 5, family
    return (6 if family.startswith(("WenQuanYi", "DejaVu Sans")) else 7), family


@lru_cache(maxsize=128)
def _font(file: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    # Loaded when something is drawn, not when a server starts.
    from PIL import ImageFont

    return ImageFont.truetype(file, size, index=index)


@lru_cache(maxsize=64)
def _drawn(stem: str, size: int, weight: int) -> list[ImageFont.FreeTypeFont]:
    from PIL import ImageFont

    fonts = []
    for file in Ours("", stem, weight).files:
        font = ImageFont.truetype(io.BytesIO(file.read_bytes()), size)
        font.set_variation_by_axes([weight])
        fonts.append(font)
    return fonts
