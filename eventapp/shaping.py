"""How far letters reach once they are set: shaped by HarfBuzz, as what prints them does it (pure).

Kerning, joined and stacked letters, and marks count as they are drawn. Letters that the first
font lacks are set in the next one, cluster by cluster.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uharfbuzz as hb

# A file, and which of the fonts in it.
Font = tuple[str, int]
# For each glyph: its advance, where its ink begins, and how far it reaches above and below the line.
_Glyph = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ink:
    """How far a text reaches, in em: advance width, and ink to the left, above and below."""

    width: float
    left: float
    above: float
    below: float


def ink(text: str, fonts: Sequence[Font]) -> Ink:
    """Measure a line; a letter that no font has counts one em."""
    pieces = list(_by_script(text))
    if pieces and _leftward(pieces[0]):
        pieces.reverse()
    glyphs = [glyph for piece in pieces for glyph in _set(piece, fonts)]
    begins = accumulate((advance for advance, *_ in glyphs), initial=0.0)
    lefts = [at + left for at, (_, left, _, _) in zip(begins, glyphs, strict=False)]
    return Ink(
        sum(advance for advance, *_ in glyphs),
        min(lefts, default=0.0),
        max((above for _, _, above, _ in glyphs), default=0.0),
        max((below for _, _, _, below in glyphs), default=0.0),
    )


@lru_cache(maxsize=256)
def letters(font: Font) -> frozenset[int]:
    """The code points that a font has letters for."""
    return frozenset(_font(font).face.unicodes)


def _by_script(text: str) -> Iterator[str]:
    """Stretches of one script each: what joins and in which direction is worked out within one."""
    start, script = 0, ""
    for at, char in enumerate(text):
        if char < "\u0250" or unicodedata.category(char)[0] != "L":
            found = "LATIN" if char.isalpha() else ""
        else:
            found = unicodedata.name(char, "").partition(" ")[0]
        if found and script and found != script:
            yield text[start:at]
            start = at
        script = found or script
    if start < len(text):
        yield text[start:]


def _leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def _set(text: str, fonts: Sequence[Font]) -> list[_Glyph]:
    if not fonts:
        return [(1.0, 0.0, 0.0, 0.0) for char in text if not unicodedata.combining(char)]
    import uharfbuzz as hb

    font, buffer = _font(fonts[0]), hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    infos, positions, em = buffer.glyph_infos, buffer.glyph_positions, font.face.upem
    begins = sorted({info.cluster for info in infos})
    missing = {info.cluster for info in infos if not info.codepoint}
    lacking = _stretches([*begins, len(text)], missing)
    out, seen = [], set()
    # From left to right, whichever way it is read.
    for info, position in zip(infos, positions, strict=True):
        if info.cluster in missing:
            start, end = lacking[info.cluster]
            out += [] if start in seen else _set(text[start:end], fonts[1:])
            seen.add(start)
            continue
        shape = font.get_glyph_extents(info.codepoint)
        top = position.y_offset + shape.y_bearing if shape and shape.height else 0
        foot = top + shape.height if shape else 0
        left = position.x_offset + shape.x_bearing if shape else 0
        out.append((position.x_advance / em, left / em, max(top, 0) / em, max(-foot, 0) / em))
    return out


def _stretches(begins: list[int], missing: set[int]) -> dict[int, tuple[int, int]]:
    """For each cluster without a glyph, where it begins and ends together with its neighbours."""
    out: dict[int, tuple[int, int]] = {}
    group: list[int] = []
    for start, end in pairwise(begins):
        if start in missing:
            group.append(start)
        if group and end not in missing:
            out |= dict.fromkeys(group, (group[0], end))
            group = []
    return out


@lru_cache(maxsize=256)
def _font(font: Font) -> hb.Font:
    # Not before something is measured: a server would have to wait for it at its start.
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(font[0]), font[1]))
