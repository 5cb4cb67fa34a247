"""Sheets of badges, ready for the press (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from eventapp import text_fitting, typefaces
from eventapp.badges import text_sizes
from eventapp.badges.badge import Badge, Words, tidied
from eventapp.badges.layouts import sides
from eventapp.badges.stocks import Stock
from eventapp.drawing import Group, Line, Page, Part, Rect, Stripes, line
from eventapp.errors import Refused
from eventapp.typefaces import Face, Ours

ENGLISH = Words()
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
    shift: tuple[float, float] = (0.0, 0.0),
    guides: bool = False,
    backs: bool = False,
    words: Words = ENGLISH,
) -> list[Page]:
    """Every badge on its label, sheet by sheet.

    `start` is the first free label of the first sheet, counted from 1; `shift` moves everything
    right and down by so many mm, for a printer that pulls paper askew; `guides` are for the screen:
    the edges of the labels, and which of them are used. With `backs` each sheet is followed by the
    other side of its labels, for a printer that turns paper over its longer edge.
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
                parts.append(_cell(stock, spot, shift, drawn, mirrored=mirrored))
            out.append(_page(stock, parts))
    return out


def trial(stock: Stock, *, shift: tuple[float, float] = (0.0, 0.0)) -> list[Page]:
    """A page for plain paper: every label's edge and number and a 50 mm rule, to hold against the
    stock before any of it is spent."""
    wide, ours = min(50.0, stock.width - 8), typefaces.text(500)
    rule = (Line(4, 16, 4 + wide, 16), Line(4, 14, 4, 16), Line(4 + wide, 14, 4 + wide, 16))
    cells = [
        _cell(stock, spot, shift, (_edge(stock), line(str(spot + 1), ours, 20, 4, 10.5), *rule))
        for spot in range(stock.per_sheet)
    ]
    return [_page(stock, cells)]


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


def _page(stock: Stock, parts: Sequence[Part]) -> Page:
    return Page(stock.sheet_width, stock.sheet_height, tuple(parts))


def _cell(
    stock: Stock,
    spot: int,
    shift: tuple[float, float],
    parts: tuple[Part, ...],
    *,
    mirrored: bool = False,
) -> Group:
    x, y = stock.corner_of(spot)
    if mirrored:
        # What lies at the left of a sheet lies at the right once it is turned over.
        x = stock.sheet_width - x - stock.width
    # Colour may run over the edge; the layouts clip what mustn't.
    return Group(x + shift[0], y + shift[1], stock.width, stock.height, parts, clip=False)


def _edge(stock: Stock) -> Rect:
    return Rect(0, 0, stock.width, stock.height, stroke=0.1, edge=_EDGE, radius=stock.corner)


def _used(stock: Stock, spot: int, words: Words, *, mirrored: bool) -> Group:
    text = words.used.replace("{number}", str(spot + 1))
    middle = stock.width / 2, stock.height / 2
    said = line(text, typefaces.text(500), 14, *middle, anchor="center", colour="#5E4C67")
    hatch = Stripes(0, 0, stock.width, stock.height, fill="#EFE6F3", step=2.8)
    return _cell(stock, spot, (0.0, 0.0), (hatch, _edge(stock), said), mirrored=mirrored)
