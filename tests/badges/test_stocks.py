import pytest

from eventapp.badges.stocks import STOCKS, Stock, stock
from eventapp.errors import Refused


@pytest.mark.parametrize("sheet", STOCKS.values(), ids=STOCKS)
def test_the_labels_of_a_stock_close_inside_its_sheet(sheet: Stock) -> None:
    right_edge = sheet.left + (sheet.cols - 1) * sheet.pitch_x + sheet.width
    lower_edge = sheet.top + (sheet.rows - 1) * sheet.pitch_y + sheet.height

    assert sheet.left >= 0
    assert sheet.top >= 0
    assert right_edge + sheet.right == pytest.approx(sheet.sheet_width)
    assert lower_edge + sheet.bottom == pytest.approx(sheet.sheet_height)
    assert sheet.right >= -0.005
    assert sheet.bottom >= -0.005


@pytest.mark.parametrize("sheet", STOCKS.values(), ids=STOCKS)
def test_labels_lie_beside_each_other_and_in_the_middle(sheet: Stock) -> None:
    assert sheet.pitch_x >= sheet.width
    assert sheet.pitch_y >= sheet.height
    assert sheet.left == pytest.approx(sheet.right, abs=0.1)


@pytest.mark.parametrize("sheet", STOCKS.values(), ids=STOCKS)
def test_colour_that_bleeds_stays_off_the_next_label_and_on_the_sheet(sheet: Stock) -> None:
    assert 0 <= sheet.bleed <= 1.2
    assert sheet.cols == 1 or 2 * sheet.bleed <= sheet.pitch_x - sheet.width + 0.002
    assert sheet.rows == 1 or 2 * sheet.bleed <= sheet.pitch_y - sheet.height + 0.002


def test_the_two_stocks_that_most_people_buy_are_known() -> None:
    assert (stock("avery-l4785").per_sheet, stock("avery-l4785").page) == (10, "A4")
    assert (stock("avery-5390").per_sheet, stock("avery-5390").page) == (8, "Letter")


def test_labels_are_counted_along_the_rows() -> None:
    assert stock("avery-l4785").corner_of(0) == (17.5, 13.5)
    assert stock("avery-l4785").corner_of(3) == (112.5, 68.5)


def test_an_unknown_stock_is_refused() -> None:
    with pytest.raises(Refused, match="Choose one"):
        stock("../etc/passwd")
