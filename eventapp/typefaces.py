"""The typefaces that print and pictures are set in: ours, and this machine's for other scripts.

A letter that ours lack is looked for among the installed fonts, always in the same order, and
named in the page, so that what was measured is what is drawn.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from eventapp import shaping
from eventapp.paths import STATIC
from eventapp.shaping import Font

if TYPE_CHECKING:
    from PIL import ImageFont

FOLDER = STATIC / "fonts"
# fontconfig's measure of weight, which is not that of CSS
BOLD, MEDIUM = 200, 100
_EMOJI_SIZE = 109
_NO_INK = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# They choose a shape of the letter before them, or keep letters apart, and have none themselves.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Only where no other has a letter.
_ODD = re.compile(r"Mono\b|Serif|Display|Symbols|Math|Nastaliq|Rashi|Looped|Unjoined")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")


class Ours:
    """One of the shipped families at one weight, spread over several files: `files` for pages and
    pictures, `printed` for paper."""

    def __init__(self, family: str, stem: str, weight: int) -> None:
        self.family, self.stem, self.weight = family, stem, weight
        self.files = sorted(FOLDER.glob(f"{stem}-*.woff2"), key=lambda f: (len(f.name), f.name))
        self.families = tuple(file.stem for file in self.files)
        near = min(_weights(stem), key=lambda one: abs(one - weight))
        print_files = (FOLDER / "print" / f"{name}-{near}.ttf" for name in self.families)
        self.printed: tuple[Font, ...] = tuple((str(file), 0) for file in print_files)

    @property
    def heaviest(self) -> int:
        """How heavy another typeface beside it may be, in fontconfig's measure."""
        return BOLD if self.weight >= 600 else MEDIUM

    @cached_property
    def companion(self) -> Ours | None:
        """Our other family at this weight, for letters that only it has."""
        return None if self.stem == "bricolage" else _shipped("bricolage", self.weight)

    def covers(self, char: str) -> bool:
        """Whether a letter is in the typeface; what has no ink needs no glyph."""
        if unicodedata.category(char) in _NO_INK or _UNSEEN.match(char):
            return True
        return ord(char) in self._letters

    @cached_property
    def _letters(self) -> frozenset[int]:
        return frozenset().union(*map(shaping.letters, self.printed))

    def fonts(self, size: int) -> list[ImageFont.FreeTypeFont]:
        """To draw with: one font per file, in the order of `parts`."""
        return _drawn(self.stem, size, self.weight)

    def part(self, char: str) -> int:
        """Which of the files holds a letter, counted from 0."""
        have = (i for i, f in enumerate(self.printed) if ord(char) in shaping.letters(f))
        return next(have, 0)


@lru_cache(maxsize=4)
def _weights(stem: str) -> list[int]:
    files = FOLDER.glob(f"print/{stem}-latin-[0-9]*")
    return sorted(int(file.stem.rpartition("-")[2]) for file in files)


@dataclass(frozen=True)
class Installed:
    """A font of this machine: one upright file of a family."""

    family: str
    names: tuple[str, ...]
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

    @property
    def families(self) -> tuple[str, ...]:
        """Every name that it goes by: some programs cut "Italic" off even where it is a script."""
        return (*self.names, *(n.removesuffix(" Italic") for n in self.names if "Italic" in n))

    @property
    def printed(self) -> tuple[Font, ...]:
        """Its file."""
        return ((self.file, self.index),)

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """To draw with; emoji come in their only size."""
        return _font(self.file, self.index, _EMOJI_SIZE if self.emoji else size)


Face = Ours | Installed


def order(face: Face, ours: Ours) -> tuple[Face, ...]:
    """The typefaces in which the letters of one stretch are looked for, one after another: beside
    an installed one, ours are no heavier than it can be."""
    if isinstance(face, Installed):
        return (face, *order(_shipped(ours.stem, 700 if ours.heaviest == BOLD else 500), ours))
    return (face, face.companion) if face.companion else (face,)


def display(weight: int = 800) -> Ours:
    """Names and headings: Bricolage Grotesque, extra bold."""
    return _shipped("bricolage", weight)


def text(weight: int = 500) -> Ours:
    """Everything else: Figtree at a weight from 400 to 800."""
    return _shipped("figtree", weight)


@lru_cache(maxsize=16)
def _shipped(stem: str, weight: int) -> Ours:
    return Ours(stem.title(), stem, weight)


@lru_cache(maxsize=8192)
def fallback(char: str, region: str = "SC", heaviest: int = BOLD) -> Installed | None:
    """The installed font for a letter that ours lack; None when it would print as an empty box."""
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef":
        han = fallback("中", region, heaviest)  # its commas and full stops belong with it
        if han and han.covers(char):
            return han
    found = [font for font in installed(heaviest) if font.covers(char)]
    return min(found, key=lambda font: _rank(font, char, region), default=None)


def region(text: str) -> str:
    """Whose shapes of Han characters a text wants, judged by the company they keep."""
    if _KANA.search(text):
        return "JP"
    return "KR" if _HANGUL.search(text) else "SC"


@lru_cache(maxsize=2)
def installed(heaviest: int = BOLD) -> tuple[Installed, ...]:
    """The upright families that fontconfig knows, each once, at the heaviest weight up to the one
    given (in fontconfig's measure); none without fontconfig."""
    best: dict[str, tuple[int, list[str]]] = {}
    for fields in _listed():
        weight = _usable(fields)
        if 0 < weight <= heaviest and weight > best.get(fields[0], (0, []))[0]:
            best[fields[0]] = (weight, fields)
    return tuple(
        Installed(
            names.split(",")[0], tuple(names.split(",")), f[5], int(f[4]) & 0xFFFF, weight,
            tuple(_ranges(f[6])),
        )
        for names, (weight, f) in sorted(best.items())
    )  # fmt: skip


@lru_cache(maxsize=1)
def _listed() -> list[list[str]]:
    """What fontconfig says of each font of this machine, in seven fields."""
    form = "%{family}\t%{weight}\t%{slant}\t%{width}\t%{index}\t%{file}\t%{charset}\n"
    try:
        listed = subprocess.run(
            ["fc-list", "--format", form], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    rows = [line.split("\t") for line in listed.splitlines()]
    return [fields for fields in rows if len(fields) == 7 and fields[6]]


def _usable(fields: list[str]) -> int:
    """The weight of an upright font; 0 for all others."""
    if fields[2] != "0" or fields[3] not in {"", "100"}:
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
    if _ODD.search(family):
        return 9, family
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
    for file in _shipped(stem, weight).files:
        font = ImageFont.truetype(io.BytesIO(file.read_bytes()), size)
        font.set_variation_by_axes([weight])
        fonts.append(font)
    return fonts
