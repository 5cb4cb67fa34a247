"""Sheets of badges as one HTML document, ready to become a PDF (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from eventapp import text_fitting, typefaces
from eventapp.badges import label, layout, text_sizes
from eventapp.badges.badge import Badge, Words, tidied
from eventapp.badges.label import Families
from eventapp.badges.stocks import Stock
from eventapp.errors import Refused
from eventapp.typefaces import Face, Ours

ENGLISH = Words()
_ONE_PROCESS, _MOST_TOGETHER = 300, 500


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


def html(
    badges: Sequence[Badge],
    stock: Stock,
    *,
    start: int = 1,
    shift: tuple[float, float] = (0.0, 0.0),
    guides: str = "none",
    words: Words = ENGLISH,
) -> str:
    """One HTML document with every badge on its label.

    `start` is the first free label of the first sheet, counted from 1; `shift` moves everything
    right and down by so many mm, for a printer that pulls paper askew; `guides` is "none", or
    "outline" to draw the edges of the labels.
    """
    _check(start, stock)
    families = Families()
    cells: list[tuple[int, str]] = [
        (start - 1 + number, label.draw(badge, stock, words, families))
        for number, badge in enumerate(badges)
    ]
    css = "b g" if guides == "outline" else "b"
    pages = max(1, ceil((start - 1 + len(cells)) / stock.per_sheet))
    sheets: list[list[str]] = [[] for _ in range(pages)]
    for place, inside in cells:
        page, spot = divmod(place, stock.per_sheet)
        sheets[page].append(_cell(css, stock, spot, shift, inside))
    body = "".join(f'<section class="s">{"".join(sheet)}</section>' for sheet in sheets)
    return _document(words, stock, body, families)


def documents(
    badges: Sequence[Badge],
    stock: Stock,
    *,
    start: int = 1,
    shift: tuple[float, float] = (0.0, 0.0),
    guides: str = "none",
    words: Words = ENGLISH,
) -> list[str]:
    """The same as one document, or as several of whole sheets to print side by side when there
    are more than 300 badges; for `pdf.render_many`."""
    _check(start, stock)
    used = start - 1
    sheets = max(1, ceil((used + len(badges)) / stock.per_sheet))
    parts = 1 if len(badges) <= _ONE_PROCESS else max(2, ceil(len(badges) / _MOST_TOGETHER))
    each = ceil(sheets / parts) * stock.per_sheet
    ends = range(each, max(each, used + len(badges)) + each, each)
    return [
        html(
            badges[max(0, end - each - used) : end - used],
            stock,
            start=start if end == each else 1,
            shift=shift,
            guides=guides,
            words=words,
        )
        for end in ends
        if end == each or end - each - used < len(badges)
    ]


def trial(stock: Stock, *, shift: tuple[float, float] = (0.0, 0.0), words: Words = ENGLISH) -> str:
    """A page for plain paper: every label's edge and number and a 50 mm rule, to hold against the
    stock before any of it is spent."""
    cells = []
    for spot in range(stock.per_sheet):
        rule = f'<i class="rule" style="width:{min(50, stock.width - 8)}mm"></i>'
        cells.append(_cell("b g", stock, spot, shift, f'<p class="n">{spot + 1}</p>{rule}'))
    return _document(words, stock, f'<section class="s">{"".join(cells)}</section>', Families())


def small_names(badges: Sequence[Badge], stock: Stock) -> list[tuple[Badge, float]]:
    """The badges whose first name comes out under 24 pt, with its size, smallest first."""
    wide, scale = layout.name_room(stock), layout.scale(stock)
    sized = [
        (b, round(text_sizes.name(tidied(b).first_name, wide, scale).points, 1)) for b in badges
    ]
    return sorted((s for s in sized if s[1] < text_sizes.READABLE), key=lambda s: s[1])


def cut_names(badges: Sequence[Badge], stock: Stock) -> list[Cut]:
    """The badges on which a name or the pronouns end in an ellipsis that nobody typed."""
    found = [Cut(badge, label.said_names(badge, stock)) for badge in badges]
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
        families = {c: _family(c, place) for c in missing}
        never = "".join(c for c, family in families.items() if not family)
        found.append(Lacking(badge, never, next(filter(None, families.values()), "")))
    return sorted(found, key=lambda lack: not lack.letters)


def _ours(char: str, face: Face) -> bool:
    return typefaces.text(500).covers(char) or (isinstance(face, Ours) and face.covers(char))


def _family(char: str, place: str) -> str:
    chosen = typefaces.fallback(char, place)
    return chosen.family if chosen else typefaces.anywhere(char)


def _check(start: int, stock: Stock) -> None:
    if not 1 <= start <= stock.per_sheet:
        raise Refused(f"Start at a label from 1 to {stock.per_sheet}: the sheet has no other.")


def _cell(css: str, stock: Stock, spot: int, shift: tuple[float, float], inside: str) -> str:
    x, y = stock.corner_of(spot)
    return (
        f'<article class="{css}" style="left:{x + shift[0]:.3f}mm;'
        f'top:{y + shift[1]:.3f}mm">{inside}</article>'
    )


def _document(words: Words, stock: Stock, body: str, families: Families) -> str:
    title = escape(f"{words.title}, {stock.name}")
    return (
        f'<!doctype html><html lang="{escape(words.lang)}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_css(stock, families)}</style></head>"
        f"<body>{body}</body></html>"
    )


def _css(stock: Stock, families: Families) -> str:
    shipped = [*typefaces.display().files, *typefaces.text().files]
    names = {file: file.stem for file in shipped}
    display = ",".join(names[file] for file in typefaces.display().files)
    text = ",".join(names[file] for file in typefaces.text().files)
    size = f"width:{stock.sheet_width}mm;height:{stock.sheet_height}mm"
    rules = [
        f"@font-face{{font-family:{name};src:url(fonts/{file.name});font-weight:100 900}}"
        for file, name in names.items()
    ]
    rules += [
        f"@page{{size:{stock.sheet_width}mm {stock.sheet_height}mm;margin:0}}",
        "html,body{margin:0;padding:0;background:#fff;color:#2A1830}",
        f".s{{position:relative;{size};overflow:hidden}}.s+.s{{break-before:page}}",
        ".b,.in,.b>*,.in>*{position:absolute;margin:0}.in{overflow:hidden}",
        layout.css(stock),
        "p{white-space:nowrap;line-height:1;text-align:left}",
        f".f{{font-family:{display},sans-serif;font-weight:800;letter-spacing:-.015em}}",
        ".f.alt{letter-spacing:0}.f.alt span{font-weight:700}",
        f".l,.a,.r,.n{{font-family:{text},sans-serif;font-weight:500}}",
        f".d{{font-family:{display},sans-serif}}",
        ".l small{font-size:.68em;color:#5E4C67}.a b,.r{font-weight:700}.r.v{font-weight:600}",
        ".band{border-radius:50% 50% 0 0/1.5mm 1.5mm 0 0}.q{image-rendering:pixelated}",
        ".np{background:repeating-linear-gradient(135deg,#2A1830 0,#2A1830 1.1mm,#fff 1.1mm,"
        "#fff 2.2mm)}.g{outline:.1mm solid #cfc3d6}",
        ".n{left:4mm;top:4mm;font-size:20pt}.rule{left:4mm;top:14mm;height:2mm;"
        "border:solid #2A1830;border-width:0 .1mm .1mm}",
    ]
    rules += [
        f'.s{number}{{font-family:"{_css_string(family)}",{display},sans-serif}}'
        for number, family in enumerate(families.used)
    ]
    return "".join(rules)


def _css_string(family: str) -> str:
    return "".join(c for c in family if c.isalnum() or c in " -")
