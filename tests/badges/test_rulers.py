"""Rulers on paper: where they lie, and that they stay off the labels and on the sheet."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from eventapp import drawing, press
from eventapp.badges.printers import rulers
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.printers.rulers import LEAST_MARGIN
from eventapp.badges.stocks import ALL, STOCKS, Stock
from eventapp.drawing import Line, Part, Rect, Text

NONE = Correction()
every_stock = pytest.mark.parametrize("stock", ALL.values(), ids=ALL)


def lines(parts: list[Part]) -> list[Line]:
    return [part for part in parts if isinstance(part, Line)]


def longest(parts: list[Part], *, down: bool) -> Line:
    straight = [one for one in lines(parts) if (one.x == one.to_x) == down and one.dash == "solid"]
    return max(straight, key=lambda one: abs(one.to_x - one.x) + abs(one.to_y - one.y))


@every_stock
def test_the_lines_of_a_test_page_are_as_long_as_it_says_and_begin_at_its_cross(
    stock: Stock,
) -> None:
    page, marks = rulers.calibration_page(stock, NONE), rulers.marks(stock)

    across, down = (longest(list(page.parts), down=way) for way in (False, True))

    assert (across.x, across.y) == (down.x, down.y) == (marks.cross_x, marks.cross_y)
    assert across.to_x - across.x == pytest.approx(marks.across)
    assert down.to_y - down.y == pytest.approx(marks.down)
    assert {marks.across, marks.down} <= {250, 200, 150, 100, 50, 40, 30, 20}


@every_stock
def test_everything_on_a_test_page_is_on_the_paper(stock: Stock) -> None:
    page = rulers.calibration_page(stock, NONE, printer="Office")

    for one in lines(list(page.parts)):
        assert 0 <= min(one.x, one.to_x) <= max(one.x, one.to_x) <= stock.sheet_width
        assert 0 <= min(one.y, one.to_y) <= max(one.y, one.to_y) <= stock.sheet_height
    for text in drawing.texts(page.parts):
        assert 0 < text.x < stock.sheet_width
        assert 2 < text.y < stock.sheet_height


def test_a_sheet_of_a4_has_rulers_of_more_than_100_mm_both_ways() -> None:
    marks = rulers.marks(STOCKS["avery-l4785"])

    assert (marks.across, marks.down) == (150, 250)


def test_a_test_page_has_every_label_with_its_number_and_says_how_long_its_lines_are() -> None:
    page = rulers.calibration_page(STOCKS["avery-l4785"], NONE, printer="Office, tray 2")

    frames = [part for part in page.parts if isinstance(part, Rect)]
    said = [text.said for text in drawing.texts(page.parts)]
    assert [(frame.x, frame.y) for frame in frames[:3]] == [
        (17.5, 13.5),
        (112.5, 13.5),
        (17.5, 68.5),
    ]
    assert len(frames) == 10
    assert {str(number) for number in range(1, 11)} <= set(said)
    assert "Printer: Office, tray 2" in said
    assert any("150 mm long" in text for text in said)


def test_a_fold_is_drawn_where_the_paper_is_folded() -> None:
    (fold,) = [
        one
        for one in lines(list(rulers.calibration_page(ALL["a5-fold"], NONE).parts))
        if one.dash == "dashed"
    ]

    assert (fold.x, fold.y, fold.to_x, fold.to_y) == (0, 105, 148, 105)


@given(
    st.sampled_from(sorted(ALL)),
    st.builds(Correction, *[st.floats(-5, 5)] * 2, *[st.floats(97, 103)] * 2),
)
def test_a_test_page_is_corrected_as_the_labels_are(key: str, correction: Correction) -> None:
    stock = ALL[key]
    plain, moved = (rulers.calibration_page(stock, by).parts for by in (NONE, correction))

    for before, after in zip(plain, moved, strict=True):
        if isinstance(before, Line) and isinstance(after, Line) and before.dash == "solid":
            assert (after.x, after.y) == pytest.approx(correction.apply(before.x, before.y))
            assert (after.to_x, after.to_y) == pytest.approx(
                correction.apply(before.to_x, before.to_y)
            )


@every_stock
def test_small_rulers_lie_in_the_margin_and_on_no_label(stock: Stock) -> None:
    parts = rulers.waste_rulers(stock, NONE)

    sides = {True: (stock.left, stock.right), False: (stock.top, stock.bottom)}
    for one in lines(parts):
        for label in range(stock.per_sheet):
            x, y = stock.corner_of(label)
            beside = (
                max(one.x, one.to_x) <= x - stock.bleed + 0.001
                or min(one.x, one.to_x) >= x + stock.width + stock.bleed - 0.001
                or max(one.y, one.to_y) <= y - stock.bleed + 0.001
                or min(one.y, one.to_y) >= y + stock.height + stock.bleed - 0.001
            )
            assert beside
        assert 0 < min(one.x, one.to_x) <= max(one.x, one.to_x) < stock.sheet_width
        assert 0 < min(one.y, one.to_y) <= max(one.y, one.to_y) < stock.sheet_height
    narrow = all(max(side) < LEAST_MARGIN for side in sides.values())
    assert bool(parts) is not narrow


def test_small_rulers_say_how_long_they_are_and_are_so() -> None:
    parts = rulers.waste_rulers(STOCKS["avery-l4785"], NONE)

    assert [text.said for text in parts if isinstance(text, Text)] == ["100 mm", "100 mm"]
    across, down = (longest(parts, down=way) for way in (False, True))
    assert across.to_x - across.x == 100
    assert down.to_y - down.y == 100


def test_paper_without_a_margin_has_no_small_ruler() -> None:
    for key in ("a6-lanyard-4up", "cr80", "brother-dk-22205", "a4-tent"):
        assert rulers.waste_rulers(ALL[key], NONE) == []


@pytest.mark.services
def test_a_printed_test_page_measures_what_it_says() -> None:
    stock = STOCKS["avery-5390"]
    page = rulers.calibration_page(stock, Correction(1.0, 2.0, 101.0, 99.0))

    picture = Image.open(io.BytesIO(press.draw([page], title="", kind="png", ppi=254)))

    # Ten pixels a millimetre: the whole line is ink, the pixels after its end are not.
    grey = picture.convert("L")
    y, start, end = round(21.8 * 10), round(21.2 * 10), round((21.2 + 151.5) * 10)
    assert all(
        min(grey.getpixel((x, y + d)) for d in (-1, 0, 1)) < 128 for x in range(start, end, 7)
    )
    assert all(grey.getpixel((end + 4, y + d)) > 128 for d in (-1, 0, 1))
