"""Pages for those who read from the right: what lies at the left lies at the right (pure).

Letters and pictures stay as they are; only where they lie changes.
"""

from collections.abc import Sequence
from dataclasses import replace

from babel import Locale

from eventapp.drawing import Anchor, Group, Line, Page, Part, Text

_ANCHORS: dict[Anchor, Anchor] = {"left": "right", "center": "center", "right": "left"}


def leftward(lang: str) -> bool:
    """Whether a language, as in `ar` or `en-GB`, is written from right to left."""
    return bool(Locale.parse(lang, sep="-").text_direction == "rtl")


def pages(found: Sequence[Page], *, lang: str) -> list[Page]:
    """Pages as a language reads them."""
    if not leftward(lang):
        return list(found)
    return [replace(one, parts=parts(one.parts, one.width)) for one in found]


def parts(found: Sequence[Part], width: float) -> tuple[Part, ...]:
    """Parts of something so wide, mirrored."""
    return tuple(_mirrored(part, width) for part in found)


def _mirrored(part: Part, width: float) -> Part:
    if isinstance(part, Text):
        return replace(part, x=width - part.x, anchor=_ANCHORS[part.anchor])
    if isinstance(part, Line):
        return replace(part, x=width - part.x, to_x=width - part.to_x)
    if isinstance(part, Group):
        x = width - part.x - part.width * part.stretch[0]
        return replace(part, x=x, parts=parts(part.parts, part.width), turned=-part.turned)
    return replace(part, x=width - part.x - part.width)
