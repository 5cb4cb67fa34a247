"""Sheets of badges, ready for the press (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from eventapp import text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Badge, Words, tidied
from eventapp.badges.layouts import sides
from eventapp.badges.printers import rulers
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.stocks import Stock
from eventapp.drawing import Group, Page, Part, Rect, Stripes, line
from eventapp.errors import Refused
from eventapp.typefaces import Face, Ours

ENGLISH = Words()
AS_IT_IS = Correction()
_EDGE = "#CFC3D6"


@dataclass(frozen=True)
class Lacking:
    """A badge with letters that our typefaces lack: the typeface that prints them, and those that
    nothing on this machine has, so that their place stays empty."""

    badge: Badge
    letters: str
    family: str


@dataclass(frozen=True)
class Cut:
    """A badge whose names don't fit, and the lines that come out."""

    badge: Badge
    lines: list[str]


def pages(
    badges: Sequence[Badge],
    stock: Stock,
    *,
    start: int = 1,
    correction: Correction = AS_IT_IS,
    guides: bool = False,
    backs: bool = False,
    words: Words = ENGLISH,
) -> list[Page]:
    """Every badge on its label, sheet by sheet.

    `start` is the first free label of the first sheet, counted from 1; `correction` undoes what the
    printer does to all of it; `guides` are for the screen: the edges of the labels, and which of
    them are used. With `backs` each sheet is followed by the other side of its labels, for a
    printer that turns paper over its longer edge. Small rulers lie in the margin around the labels.
    """
    _check(start, stock)
    used = start - 1
    count = max(1, ceil((used + len(badges)) / stock.per_sheet))
    out: list[Page] = []
    for number in range(count):
        first = number * stock.per_sheet - used
        here = badges[max(0, first) : first + stock.per_sheet]
        spots = list(enumerate(here, max(0, -first)))
        both = [(sides.front, False), *([(sides.behind, True)] if backs else [])]
        for side, mirrored in both:
            parts: list[Part] = []
            if guides and number == 0:
                parts += [_used(stock, spot, words, mirrored=mirrored) for spot in range(used)]
            for spot, badge in spots:
                drawn = (*((_edge(stock),) if guides else ()), *side(badge, stock, words))
                parts.append(_cell(stock, spot, drawn, mirrored=mirrored))
            out.append(_page(stock, [*parts, *rulers.waste_rulers(stock, AS_IT_IS)], correction))
    return out


def small_names(badges: Sequence[Badge], stock: Stock) -> list[tuple[Badge, float]]:
    """The badges whose first name comes out under 24 pt, with its size, smallest first."""
    sized = [(badge, round(sides.names(badge, stock).points, 1)) for badge in badges]
    return sorted((s for s in sized if s[1] < text_sizes.READABLE), key=lambda s: s[1])


def cut_names(badges: Sequence[Badge], stock: Stock) -> list[Cut]:
    """The badges on which a name or the pronouns end in an ellipsis that nobody typed."""
    found = [Cut(badge, list(sides.names(badge, stock).names)) for badge in badges]
    return [cut for cut in found if not text_fitting.is_whole(_typed(cut.badge), cut.lines)]


def _typed(badge: Badge) -> str:
    typed = [badge.first_name, badge.last_name, badge.pronouns]
    return " ".join(text_fitting.tidy(text, 1_000) for text in typed).strip() or "?"


def lacking(badges: Sequence[Badge]) -> list[Lacking]:
    """The badges whose names hold letters that our typefaces lack, worst first."""
    found = []
    for badge in badges:
        tidy = tidied(badge)
        missing = [c for c in dict.fromkeys(tidy.first_name) if not typefaces.display().covers(c)]
        small = text_fitting.runs(f"{tidy.last_name} {tidy.pronouns}", typefaces.text(500))
        missing += [c for run in small for c in run.text if not _ours(c, run.face)]
        if not missing:
            continue
        place = typefaces.region(f"{tidy.first_name} {tidy.last_name}")
        faces = {c: typefaces.fallback(c, place) for c in missing}
        never = "".join(c for c, face in faces.items() if not face)
        found.append(Lacking(badge, never, next((f.family for f in faces.values() if f), "")))
    return sorted(found, key=lambda lack: not lack.letters)


def _ours(char: str, face: Face) -> bool:
    return typefaces.text(500).covers(char) or (isinstance(face, Ours) and face.covers(char))


def _check(start: int, stock: Stock) -> None:
    if not 1 <= start <= stock.per_sheet:
        raise Refused(f"Start at a label from 1 to {stock.per_sheet}: the sheet has no other.")


def _page(stock: Stock, parts: Sequence[Part], correction: Correction) -> Page:
    wide, high = stock.sheet_width, stock.sheet_height
    if correction.is_none:
        return Page(wide, high, tuple(parts))
    stretch = correction.stretch_x / 100, correction.stretch_y / 100
    x, y = correction.shift_x, correction.shift_y
    moved = Group(x, y, wide, high, tuple(parts), clip=False, stretch=stretch)
    return Page(wide, high, (moved,))


def _cell(
    stock: Stock,
    spot: int,
    parts: tuple[Part, ...],
    *,
    mirrored: bool = False,
) -> Group:
    x, y = stock.corner_of(spot)
    if mirrored:
        # What lies at the left of a sheet lies at the right once it is turned over.
        x = stock.sheet_width - x - stock.width
    # Colour may run over the edge; the layouts clip what mustn't.
    return Group(x, y, stock.width, stock.height, parts, clip=False)


def _edge(stock: Stock) -> Rect:
    return Rect(0, 0, stock.width, stock.height, stroke=0.1, edge=_EDGE, radius=stock.corner)


def _used(stock: Stock, spot: int, words: Words, *, mirrored: bool) -> Group:
    text = words.used.replace("{number}", str(spot + 1))
    middle = stock.width / 2, stock.height / 2
    said = line(text, typefaces.text(500), 14, *middle, anchor="center", colour="#5E4C67")
    hatch = Stripes(0, 0, stock.width, stock.height, fill="#EFE6F3", step=2.8)
    return _cell(stock, spot, (hatch, _edge(stock), said), mirrored=mirrored)
