"""What is printed on badges lies on its label, clear of all else, in letters and no empty boxes."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from badge_samples import ORDINARY, SAYING, UNRULY, with_codes
from paper import MM, ink, printed
from pypdf import PdfReader

from eventapp import press, typefaces
from eventapp.badges import sheet
from eventapp.badges.badge import Badge, Logo, Words, tidied
from eventapp.badges.forms import PRINTED
from eventapp.badges.layouts import back, lying, upright
from eventapp.badges.layouts.panels import Panel, panel
from eventapp.badges.printers import rulers
from eventapp.drawing import Group, Page, Part, Picture, Text
from eventapp.shaping import ink as reach
from eventapp.typefaces import Ours

# Whoever says as much as anybody can, under two lines of a name.
FULL = Badge("Anne-Catherine", "Lefèvre-Dubois", "she/her", "interview practice, or health tech, or "
             "whom to ask next", "Educator", 7, ("3", "7", "12"), None, 2, photos="no",
             says="Oslo · I’m hiring")  # fmt: skip
EVERYBODY = with_codes([*ORDINARY, *UNRULY, *SAYING, FULL])
WORDS = Words(event="An evening about data, and whom to ask next", logo=Logo(b"", 320, 112))
# Each layout in each of its shapes.
KEYS = ("avery-l4785", "avery-l4784", "durable-1453", "cr80", "dymo-30321", "brother-dk-11202",
        "roll-4x3", "roll-4x6", "a6-lanyard-4up", "a5-fold", "avery-l7166")  # fmt: skip
PANELS = {panel(PRINTED[key]): key for key in KEYS}
POINT = MM / 72


class Box(NamedTuple):
    """What is drawn, and its edges."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box", *, by: float) -> bool:
        """Whether both overlap by more than so much across and down."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > by and down > by


def drawn(badge: Badge, on: Panel) -> Iterator[tuple[Part, ...]]:
    """Both sides of a badge on a panel."""
    layout = upright if on.tall else lying
    yield layout.draw(tidied(badge), on, WORDS).parts
    yield back.draw(tidied(badge), on, WORDS).parts


def boxes(parts: tuple[Part, ...]) -> Iterator[Box]:
    """Texts and pictures, as far as their ink reaches; capitals for texts, whose accents may touch."""
    for part in parts:
        if isinstance(part, Group):
            yield from boxes(part.parts)
        elif isinstance(part, Picture):
            yield Box("picture", part.x, part.y, part.x + part.width, part.y + part.height)
        elif isinstance(part, Text):
            yield _of_text(part)


def _of_text(text: Text) -> Box:
    em = text.points * POINT
    wide = sum(reach(run.text, fonts_of(run.families, run.weight)).width for run in text.runs) * em
    wide += text.tracking * em * (len(text.said) - 1)
    left = text.x - wide * {"left": 0, "center": 0.5, "right": 1}[text.anchor]
    return Box(text.said, left, text.y - 0.68 * em, left + wide, text.y + 0.02 * em)


def fonts_of(families: tuple[str, ...], weight: int) -> list[tuple[str, int]]:
    """The files of families, as the press finds them."""
    installed = {face.family: face for face in typefaces.installed(200 if weight >= 600 else 100)}
    found: list[tuple[str, int]] = []
    for name in families:
        if name in installed:
            found += installed[name].printed
        for stem in ("bricolage", "figtree"):
            ours = Ours(stem, stem, weight)
            found += [
                file for file in ours.printed if Path(file[0]).name.startswith(f"{name}-{weight}")
            ]
    return found


@pytest.mark.parametrize("on", PANELS, ids=PANELS.values())
def test_nothing_on_a_badge_meets_anything_else(on: Panel) -> None:
    for badge in EVERYBODY:
        for side in drawn(badge, on):
            found = list(boxes(side))
            for number, one in enumerate(found):
                assert one.left >= 1.5 - 0.4, (on, one)
                assert one.right <= on.width - 2, (on, one)
                assert one.bottom <= on.height - 0.9, (on, one)
                for other in found[number + 1 :]:
                    assert not one.meets(other, by=0.15), (badge.first_name[:20], one, other)


@pytest.mark.parametrize("on", PANELS, ids=PANELS.values())
def test_a_name_is_never_small_for_what_is_said_under_it(on: Panel) -> None:
    layout = upright if on.tall else lying
    bare = replace(FULL, ask="", says="")

    full, alone = (layout.draw(tidied(badge), on, WORDS).points for badge in (FULL, bare))

    assert full >= min(alone, 24 * min(1, on.scale)) - 0.01


@pytest.mark.services
def test_nothing_that_is_typed_leaves_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rulers, "waste_rulers", lambda *_on: [])
    stocks = [PRINTED[key] for key in ("avery-l4785", "avery-l4784", "letter-4up")]
    pages = [page for stock in stocks for page in sheet.pages(EVERYBODY, stock)]
    papers = iter(printed(pages, tmp_path, 60))

    for stock in stocks:
        count = -(-len(EVERYBODY) // stock.per_sheet)
        for _ in range(count):
            dark = ink(next(papers))
            for label in range(stock.per_sheet):
                x, y = stock.corner_of(label)
                left, top = (max(0, round((at - 1.4) / MM * 60)) for at in (x, y))
                right, bottom = (
                    (x + stock.width + 1.4) / MM * 60,
                    (y + stock.height + 1.4) / MM * 60,
                )
                dark[top : round(bottom), left : round(right)] = False
            assert not dark.any(), stock.key


@pytest.mark.services
def test_no_name_is_clipped_at_the_edge_of_its_label(tmp_path: Path) -> None:
    pages = []
    for on in PANELS:
        for badge in EVERYBODY:
            parts = next(drawn(replace(badge, photos="welcome", mark=0), on))
            texts = tuple(part for group in parts if isinstance(group, Group) for part in group.parts
                          if isinstance(part, Text))  # fmt: skip
            free = Group(20, 20, on.width, on.height, texts, clip=False)
            pages.append(Page(on.width + 40, on.height + 40, (free,)))

    for page, paper in zip(pages, printed(pages, tmp_path, 40), strict=True):
        rows, columns = np.nonzero(ink(paper, 160))
        dot = MM / 40
        assert columns.min() * dot >= 20 + 0.4
        assert columns.max() * dot <= page.width - 20 - 0.4
        assert rows.min() * dot >= 20 + 0.2
        assert rows.max() * dot <= page.height - 20 - 0.4


@pytest.mark.services
def test_exactly_the_letters_that_are_said_to_be_missing_are_no_letters(tmp_path: Path) -> None:
    stock, letters = PRINTED["avery-l4785"], "\U00030ede麺太郎髙﨑ф\ue123𓀀"
    badges = [Badge(letter) for letter in letters]

    (page,) = printed(sheet.pages(badges, stock), tmp_path, 60)

    dark, dots = ink(page, 200), 60 / MM
    seen = {}
    for number, letter in enumerate(letters):
        x, y = stock.corner_of(number)
        rows = slice(int((y + 4) * dots), int((y + stock.height - 12) * dots))
        seen[letter] = dark[rows, int((x + 2) * dots) : int((x + stock.width - 2) * dots)].sum()
    missing = {lack.letters for lack in sheet.lacking(badges)} - {""}
    assert "\ue123" in missing
    assert {letter for letter, many in seen.items() if not many} == missing


def test_every_typeface_is_embedded_and_ours_are_the_first() -> None:
    document = PdfReader(
        io.BytesIO(press.draw(sheet.pages(ORDINARY, PRINTED["avery-l4785"]), title=""))
    )

    resources: Any = document.pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    names = " ".join(str(font["/BaseFont"]) for font in fonts)
    assert all(
        name in names for name in ("bricolage-latin-800", "figtree-latin-500", "Arabic-Bold")
    )
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner)
    assert "Aiko" in document.pages[0].extract_text()
