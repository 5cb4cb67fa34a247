"""Every code on every stock is read from paper, by two readers that know nothing of each other."""

from dataclasses import replace
from pathlib import Path

import pytest
from badge_samples import ORDINARY, SAYING, UNRULY, with_codes
from paper import LABEL_DPI, ink, photographed, printed, read_by_zbar, read_by_zxing

from eventapp.badges import sheet
from eventapp.badges.badge import Words
from eventapp.badges.forms import PRINTED
from eventapp.badges.layouts import lying
from eventapp.badges.layouts.panels import Panel, panel
from eventapp.badges.layouts.sides import front
from eventapp.badges.stocks import Stock
from eventapp.door.badge_codes import code
from eventapp.drawing import Group, Part, Picture

# A hard name, a photo mark, answers, and somebody without any role.
BADGES = with_codes([ORDINARY[0], ORDINARY[4], SAYING[0], UNRULY[1]])
CODES = {badge.url for badge in BADGES}
# One of each layout and shape.
SHAPES = ("avery-l4785", "avery-l4784", "cr80", "dymo-30321", "brother-dk-11202", "roll-4x6",
          "a6-lanyard-4up", "a6-lanyard-fold")  # fmt: skip


def pictures(parts: tuple[Part, ...]) -> list[Picture]:
    found = []
    for part in parts:
        found += pictures(part.parts) if isinstance(part, Group) else []
        found += [part] if isinstance(part, Picture) else []
    return found


@pytest.mark.parametrize("stock", PRINTED.values(), ids=PRINTED)
def test_a_code_is_never_too_small_for_a_phone(stock: Stock) -> None:
    sides = [p.width for p in pictures(front(BADGES[0], stock, Words())) if b"v1h" in p.data]

    wide, high = sorted((panel(stock).width, panel(stock).height), reverse=True)
    assert sides
    assert min(sides) >= (15 if wide >= 80 and high >= 50 else 12)


def test_a_code_on_a_very_small_label_of_one_s_own_is_still_read() -> None:
    parts = lying.draw(BADGES[0], Panel(50.0, 24.0), Words()).parts

    assert [part.width for part in pictures(parts) if b"v1h" in part.data] == [12.0]


@pytest.mark.services
@pytest.mark.parametrize("key", SHAPES)
def test_codes_are_read_from_a_label_printer_s_dots(key: str, tmp_path: Path) -> None:
    pages = printed(sheet.pages(BADGES, PRINTED[key]), tmp_path, LABEL_DPI, "-mono")

    assert read_by_zxing(pages) == CODES
    assert read_by_zbar(pages, tmp_path) == CODES


@pytest.mark.services
@pytest.mark.parametrize(
    "host", ["EVENTS.EXAMPLE.ORG", "EVENTS.A-VERY-LONG-ASSOCIATION.EXAMPLE.ORG"]
)
def test_codes_as_they_are_are_read_from_every_label_printer_s_dots(
    host: str, tmp_path: Path
) -> None:
    codes = [f"HTTPS://{host}/B/{code('secret', 123456, 'n' * 32, plan=n)}" for n in range(3)]
    badges = [replace(BADGES[n], url=address) for n, address in enumerate(codes)]
    pages = [sheet.pages(badges, stock)[0] for stock in PRINTED.values()]

    papers = printed(pages, tmp_path, LABEL_DPI, "-mono")

    for page, stock in zip(papers, PRINTED.values(), strict=True):
        wanted = set(codes[: stock.per_sheet])
        assert read_by_zxing([page]) == wanted, stock.key
        assert read_by_zbar([page], tmp_path) == wanted, stock.key


@pytest.mark.services
@pytest.mark.parametrize("key", ["avery-l4785", "avery-l4784", "dymo-30321", "roll-4x6"])
def test_codes_are_read_from_a_card_held_askew_and_out_of_focus(key: str, tmp_path: Path) -> None:
    pages = [photographed(p) for p in printed(sheet.pages(BADGES, PRINTED[key]), tmp_path, 300)]

    assert read_by_zxing(pages) == CODES
    assert read_by_zbar(pages, tmp_path) == CODES


@pytest.mark.services
def test_codes_on_every_stock_are_read(tmp_path: Path) -> None:
    pages = [sheet.pages(BADGES, stock)[0] for stock in PRINTED.values()]

    papers = printed(pages, tmp_path, LABEL_DPI)

    for page, stock in zip(papers, PRINTED.values(), strict=True):
        expected = {badge.url for badge in BADGES[: stock.per_sheet]}
        assert read_by_zxing([page]) == expected, stock.key


@pytest.mark.services
def test_the_codes_of_backs_are_read_and_lie_behind_their_fronts(tmp_path: Path) -> None:
    badges = [BADGES[0]]

    front_page, back_page = printed(
        sheet.pages(badges, PRINTED["a6-lanyard-4up"], backs=True), tmp_path, 150
    )

    assert read_by_zbar([back_page], tmp_path) == {badges[0].url}
    # Turned over its longer edge, what was at the left is at the right.
    half = (0, 0, front_page.width // 2, front_page.height)
    assert ink(front_page.crop(half)).any()
    assert not ink(back_page.crop(half)).any()
