"""A correction on paper: what a printer would pull askew, measured in the pixels of the real PDF."""

from pathlib import Path

import numpy as np
import pytest
from badge_samples import ORDINARY, with_codes
from numpy.typing import NDArray
from paper import MM, ink, printed
from PIL import Image

from eventapp.badges import sheet
from eventapp.badges.printers import rulers
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.stocks import STOCKS
from eventapp.drawing import Page

DPI = 300
# Half of it is a pixel's own width.
NEAR = 0.15
CORRECTION = Correction(shift_x=1.5, shift_y=-0.8, stretch_x=101.2, stretch_y=99.1)


def box(page: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all ink, in mm."""
    dark = ink(page, 128)
    across, down = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    edges = (across[0], down[0], across[-1] + 1, down[-1] + 1)
    left, top, right, bottom = (float(edge) * MM / DPI for edge in edges)
    return left, top, right, bottom


def corners(pages: list[Page], folder: Path) -> list[tuple[float, float, float, float]]:
    return [box(page) for page in printed(pages, folder, DPI)]


def until_white(line: NDArray[np.bool_]) -> float:
    """How long a line is from here, in mm."""
    return float(np.argmin(line)) * MM / DPI


@pytest.mark.parametrize("key", ["avery-l4785", "avery-5390", "cr80"])
@pytest.mark.parametrize("backs", [False, True])
def test_all_that_is_printed_lies_where_the_correction_says(
    key: str, backs: bool, tmp_path: Path
) -> None:
    stock = STOCKS[key]
    # What runs over the edge of a plastic card is cut off there.
    badges = with_codes(ORDINARY)[: 1 if stock.per_sheet == 1 else stock.per_sheet]

    def laid(correction: Correction) -> list[tuple[float, float, float, float]]:
        return corners(sheet.pages(badges, stock, correction=correction, backs=backs), tmp_path)

    for before, after in zip(laid(sheet.AS_IT_IS), laid(CORRECTION), strict=True):
        for edge in (0, 2):
            corner = CORRECTION.apply(*before[edge : edge + 2])
            within = (min(corner[0], stock.sheet_width), max(0, min(corner[1], stock.sheet_height)))
            assert after[edge : edge + 2] == pytest.approx(within, abs=NEAR)


def test_the_lines_of_a_test_page_are_as_long_as_the_correction_says(tmp_path: Path) -> None:
    stock = STOCKS["avery-l4785"]
    at = rulers.marks(stock)
    page = rulers.calibration_page(stock, CORRECTION)

    dark = ink(printed([page], tmp_path, DPI)[0], 128)

    left, top = (round(side * DPI / MM) for side in CORRECTION.apply(at.cross_x, at.cross_y))
    across = until_white(dark[top - 1 : top + 2, left:].any(axis=0))
    down = until_white(dark[top:, left - 1 : left + 2].any(axis=1))
    assert across == pytest.approx(at.across * CORRECTION.stretch_x / 100, abs=NEAR)
    assert down == pytest.approx(at.down * CORRECTION.stretch_y / 100, abs=NEAR)
