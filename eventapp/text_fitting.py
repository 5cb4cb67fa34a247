"""Text made ready for a line of a page that can't scroll: tidied, measured, broken and cut.

Widths are in em of the type size. Nothing a stranger types may leave its line, whatever script
it is in and however long it is.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from eventapp import shaping, typefaces
from eventapp.shaping import Ink
from eventapp.typefaces import Face, Installed, Ours

MORE = "…"
_MARKS_IN_A_ROW = 4
_KEPT_FORMAT = frozenset("\u200c\u200d\u200e\u200f\u061c")
_CLOSING = frozenset("、。，．」』）】〉》！？：；ー・…々ゃゅょっャュョッ,.!?:;)]}»”’")


@dataclass(frozen=True)
class Run:
    """A stretch of text that one typeface sets."""

    text: str
    face: Face


def tidy(text: str, limit: int) -> str:
    """One line of at most `limit` characters: composed, without control characters, overrides
    of direction, half characters or heaps of accents. Cut first, so that it never takes long."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[: limit * 4]):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if kind[0] == "Z" or char in "\t\n\r\v\f":
            kept.append(" ")
        elif kind in {"Cc", "Cs"} or (kind == "Cf" and char not in _KEPT_FORMAT):
            continue
        elif marks <= _MARKS_IN_A_ROW and (kept or not marks):
            kept.append(char)
    line = " ".join("".join(kept).split())
    if all(char in _KEPT_FORMAT for char in line):
        return ""
    return line if len(line) <= limit else _whole(line[: limit - 1]) + MORE


def reads_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction goes leftwards (UAX 9, rules P2 and P3)."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((s for s in strong if s in {"L", "R", "AL"}), "L") != "L"


@lru_cache(maxsize=4096)
def runs(text: str, ours: Ours) -> tuple[Run, ...]:
    """Split a text by the typeface that sets each part: ours wherever it can.

    Vietnamese, which Figtree lacks, is set in Bricolage at the same weight.
    A Latin word with one letter or mark that ours lacks is set wholly in the other face, and a text with
    letters that go leftwards stays one run, because direction is worked out within a run.
    """
    other = ours.companion
    if other and not all(map(ours.covers, text)) and all(map(other.covers, text)):
        return (Run(text, other),)
    region = typefaces.region(text)
    leftward = [c for c in text if unicodedata.bidirectional(c) in {"R", "AL"}]
    if leftward:
        found = [
            typefaces.fallback(c, region, ours.heaviest) for c in leftward if not ours.covers(c)
        ]
        return (Run(text, next((f for f in found if f), ours)),) if text else ()
    out: list[Run] = []
    for word in re.findall(r"\s+|\S+", text):
        for char, face in _faces(word, ours, region, out[-1].face if out else ours):
            if out and out[-1].face is face:
                out[-1] = Run(out[-1].text + char, face)
            else:
                out.append(Run(char, face))
    return tuple(out)


@lru_cache(maxsize=16384)
def ink(text: str, ours: Ours) -> Ink:
    """Measure a line set in our typeface and its substitutes."""
    parts = [_ink(run, ours) for run in runs(text, ours)]
    return Ink(
        sum(part.width for part in parts),
        parts[0].left if parts else 0.0,
        max((part.above for part in parts), default=0.0),
        max((part.below for part in parts), default=0.0),
    )


def width(text: str, ours: Ours) -> float:
    """How wide a line is, in em."""
    return ink(text, ours).width


def cut(text: str, ours: Ours, room: float) -> str:
    """The text if it fits into `room` em, else as much of it as does, and an ellipsis."""
    if width(text, ours) <= room:
        return text
    fits, fails = 0, len(text)
    while fails - fits > 1:
        middle = (fits + fails) // 2
        if width(_whole(text[:middle]) + MORE, ours) <= room:
            fits = middle
        else:
            fails = middle
    return _whole(text[:fits]) + MORE


def is_whole(text: str, broken: Sequence[str]) -> bool:
    """Whether lines made of a text still hold all of it."""
    return "".join("".join(broken).split()) == "".join(text.split())


def wrap(text: str, ours: Ours, room: float, most: int) -> list[str]:
    """Break a text into at most `most` lines of `room` em, as even as can be; what is over is cut.

    It breaks at spaces, between the characters of scripts that don't use spaces, and inside a word
    only when the word alone is wider than a line.
    """
    pieces = [p for piece in _pieces(text) for p in _narrow(piece, ours, room)]
    if not pieces:
        return []
    ends = _fill(pieces, ours, room)
    count = len(ends)
    if count > most:
        start = ends[most - 2] if most > 1 else 0
        lines = _join(pieces, ends[: most - 1]) if most > 1 else []
        return [*lines, cut("".join(pieces[start:]), ours, room)]
    widest = max(width(p.rstrip(), ours) for p in pieces)
    low, high = 0.0, room
    for _ in range(10):
        middle = (low + high) / 2
        if widest <= middle and len(_fill(pieces, ours, middle)) == count:
            high = middle
        else:
            low = middle
    return _join(pieces, _fill(pieces, ours, high))


def _ink(run: Run, ours: Ours) -> Ink:
    order = typefaces.order(run.face, ours)
    return shaping.ink(run.text, [font for face in order for font in face.printed])


def _faces(word: str, ours: Ours, region: str, before: Face) -> list[tuple[str, Face]]:
    if word.isspace():
        return [(word, ours if isinstance(before, Installed) and before.emoji else before)]
    missing = [c for c in word if not ours.covers(c)]
    latin = [c for c in missing if unicodedata.name(c, "").startswith(("LATIN", "COMBINING"))]
    other = typefaces.fallback(latin[0], region, ours.heaviest) if latin else None
    if other:
        return [(word, other)]
    out: list[tuple[str, Face]] = []
    for char in word:
        joins = unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"} and bool(out)
        if joins:
            out.append((char, out[-1][1]))
        else:
            other = None if ours.covers(char) else typefaces.fallback(char, region, ours.heaviest)
            out.append((char, other or ours))
    return out


def _pieces(text: str) -> list[str]:
    out: list[str] = []
    for word in re.findall(r"\S+\s*|\s+", text):
        start = len(out)
        for char in word:
            wide = unicodedata.east_asian_width(char) in {"W", "F"}
            after_wide = len(out) > start and unicodedata.east_asian_width(out[-1][-1]) in "WF"
            if len(out) == start or ((wide or after_wide) and _may_begin(char)):
                out.append(char)
            else:
                out[-1] += char
    return out


def _may_begin(char: str) -> bool:
    return char not in _CLOSING and not char.isspace() and unicodedata.category(char)[0] != "M"


def _narrow(piece: str, ours: Ours, room: float) -> list[str]:
    if width(piece.rstrip(), ours) <= room:
        return [piece]
    parts = [""]
    for letter in _letters(piece):
        if parts[-1] and letter != " " and width(parts[-1] + letter, ours) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def _letters(text: str) -> list[str]:
    """Each character with the marks and joiners after it: some of them are wide, and none stands alone."""
    out: list[str] = []
    for char in text:
        if out and unicodedata.category(char)[0] in "MC":
            out[-1] += char
        else:
            out.append(char)
    return out


def _fill(pieces: list[str], ours: Ours, room: float) -> list[int]:
    """Where each line ends, as an index past its last piece."""
    # One letter of another face may set its whole line in that: then only a whole line can be measured.
    adds_up = all(ours.covers(char) for piece in pieces for char in piece)
    ends, start, used = [], 0, 0.0
    for index, piece in enumerate(pieces):
        if adds_up:
            reaches = used + width(piece.rstrip(), ours)
        else:
            reaches = width("".join(pieces[start : index + 1]).rstrip(), ours)
        if index > start and reaches > room:
            ends.append(index)
            start, used = index, 0.0
        used += width(piece, ours)
    return [*ends, len(pieces)]


def _join(pieces: list[str], ends: list[int]) -> list[str]:
    starts = [0, *ends[:-1]]
    return ["".join(pieces[a:b]).strip() for a, b in zip(starts, ends, strict=True)]


def _whole(text: str) -> str:
    """Without a trailing joiner or space, so that an ellipsis can follow."""
    return text.rstrip(" \u200c\u200d\u200e\u200f,;:-–·")
