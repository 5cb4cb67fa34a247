import json
from dataclasses import replace
from pathlib import Path

import pytest

from eventapp.badges import stocks
from eventapp.badges.stocks import AGREE, ALL, FOLDS, KINDS, PAGES, STOCKS, Source, Stock, stock
from eventapp.errors import Refused

every_stock = pytest.mark.parametrize("sheet", ALL.values(), ids=ALL)


@every_stock
def test_the_labels_of_a_stock_close_inside_its_sheet(sheet: Stock) -> None:
    right_edge = sheet.left + (sheet.cols - 1) * sheet.pitch_x + sheet.width
    lower_edge = sheet.top + (sheet.rows - 1) * sheet.pitch_y + sheet.height

    assert sheet.left >= 0
    assert sheet.top >= 0
    assert right_edge + sheet.right == pytest.approx(sheet.sheet_width)
    assert lower_edge + sheet.bottom == pytest.approx(sheet.sheet_height)
    assert sheet.right >= -0.005
    assert sheet.bottom >= -0.005


@every_stock
def test_labels_lie_beside_each_other_and_in_the_middle(sheet: Stock) -> None:
    assert sheet.pitch_x >= sheet.width
    assert sheet.pitch_y >= sheet.height
    assert sheet.left == pytest.approx(sheet.right, abs=0.1)


@every_stock
def test_colour_that_bleeds_stays_off_the_next_label_and_on_the_sheet(sheet: Stock) -> None:
    assert 0 <= sheet.bleed <= 1.2
    assert sheet.cols == 1 or 2 * sheet.bleed <= sheet.pitch_x - sheet.width + 0.002
    assert sheet.rows == 1 or 2 * sheet.bleed <= sheet.pitch_y - sheet.height + 0.002


@every_stock
def test_kind_fold_and_paper_of_a_stock_are_known(sheet: Stock) -> None:
    assert sheet.kind in KINDS
    assert sheet.fold in FOLDS
    assert sheet.page in PAGES
    if sheet.page not in {"roll", "card"}:
        assert sheet.page == stocks.page_of(sheet.sheet_width, sheet.sheet_height)
    label, page = (sheet.width, sheet.height), (sheet.sheet_width, sheet.sheet_height)
    is_page = sheet.per_sheet == 1 and label == page
    assert is_page or sheet.kind not in {"thermal", "plastic"}
    assert bool(sheet.fold) or sheet.kind != "tent"


@every_stock
def test_a_stock_is_as_somebody_says_and_what_the_others_say_is_written_down(sheet: Stock) -> None:
    told = [source for source in sheet.sources if source.says]

    assert told
    assert min(sheet.off_by(source) for source in told) <= AGREE
    assert all(len(source.says) == 6 for source in told)
    for source in sheet.sources:
        assert (source in sheet.disagreeing) == (not source.says or far(sheet, source) > AGREE)


def far(sheet: Stock, source: Source) -> float:
    """How far apart any edge of any label is, label by label."""
    wide, high, left, top, pitch_x, pitch_y = source.says
    other = replace(
        sheet, width=wide, height=high, left=left, top=top, pitch_x=pitch_x, pitch_y=pitch_y
    )
    return max(
        abs(mine - theirs)
        for label in range(sheet.per_sheet)
        for mine, theirs in zip(edges(sheet, label), edges(other, label), strict=True)
    )


def edges(sheet: Stock, label: int) -> tuple[float, float, float, float]:
    x, y = sheet.corner_of(label)
    return x, y, x + sheet.width, y + sheet.height


@every_stock
def test_what_one_source_tells_or_another_denies_is_tested_first(sheet: Stock) -> None:
    tellers = {source.name for source in sheet.sources}

    certain = sheet.defined or (len(tellers) > 1 and not sheet.disagreeing)

    assert sheet.test_first is not certain


def test_a_disputed_a_lonely_and_an_agreed_stock() -> None:
    assert [source.name for source in ALL["avery-5390"].disagreeing] == ["LibreOffice 7.4.7"]
    assert ALL["avery-5390"].test_first
    assert ALL["avery-l7418"].test_first
    assert not ALL["avery-5392"].test_first
    assert not ALL["a6-lanyard-4up"].test_first


def test_each_stock_is_listed_once() -> None:
    listed = json.loads(Path(stocks.__file__).with_name("stocks.json").read_text(encoding="utf-8"))

    assert (
        len({entry["key"] for entry in listed}) == len({e["name"] for e in listed}) == len(listed)
    )
    assert list(ALL) == [entry["key"] for entry in listed]


def test_upright_badges_go_on_what_does_not_fold() -> None:
    assert all(not sheet.fold for sheet in STOCKS.values())
    assert {sheet.key for sheet in ALL.values() if sheet.fold} == set(ALL) - set(STOCKS)


def test_half_of_what_folds_is_seen_at_once() -> None:
    assert stock("a5-fold").panel == (148, 105)
    assert stock("avery-l4785").panel == (80, 50)
    assert replace(stock("a4-tent"), fold="left").panel == (105, 297)


def test_what_sticks_folds_or_comes_off_a_roll_has_one_side() -> None:
    two = {key for key, sheet in ALL.items() if sheet.two_sided}

    assert {"avery-5390", "cr80", "a6-lanyard-4up"} <= two
    assert not two & {"avery-l4785", "brother-dk-22205", "a6-lanyard-fold", "a4-tent"}


def test_the_two_stocks_that_most_people_buy_are_known() -> None:
    assert (stock("avery-l4785").per_sheet, stock("avery-l4785").page) == (10, "A4")
    assert (stock("avery-5390").per_sheet, stock("avery-5390").page) == (8, "Letter")


def test_labels_are_counted_along_the_rows() -> None:
    assert stock("avery-l4785").corner_of(0) == (17.5, 13.5)
    assert stock("avery-l4785").corner_of(3) == (112.5, 68.5)


def test_an_unknown_stock_is_refused() -> None:
    with pytest.raises(Refused, match="Choose one"):
        stock("../etc/passwd")
