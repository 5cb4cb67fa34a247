"""Whatever colour a community chooses, its pages can be read, by day and in the dark."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from eventapp.communities.contrast import ratio
from eventapp.communities.face import accent
from eventapp.paths import STATIC

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
INK, INK_2 = ("#2A1830", "#F6EEF8"), ("#5E4C67", "#C6B6CE")


def darker(band: str) -> str:
    """A chip on a band, as app.css has it: a tenth of the ink."""
    return accent.mixed(band, accent.NIGHT, 0x1A / 255)


@given(colours)
@example("#FFFFFF")
@example("#000000")
@example("#FFFF00")
@example("#0000FF")
def test_all_text_in_a_colour_and_on_it_can_be_read(colour: str) -> None:
    found = accent.of(colour)

    for shades, grounds, ink, ink_2 in (
        (found.day, accent.LIGHT, INK[0], INK_2[0]),
        (found.dark, accent.DARK, INK[1], INK_2[1]),
    ):
        for ground in (*grounds, shades.soft):
            assert ratio(shades.brand, ground) >= 4.5
        for over in (shades.brand, shades.hover):
            assert ratio(shades.on_brand, over) >= 4.5
        assert ratio(ink, shades.soft) >= 4.5
        assert ratio(ink_2, shades.soft) >= 4.5


@given(colours)
def test_the_band_can_be_read_on_and_so_can_its_chips(colour: str) -> None:
    band = accent.of(colour).band

    assert ratio(accent.NIGHT, band) >= 7
    assert ratio(accent.NIGHT, darker(band)) >= 4.5


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert accent.of("#FFC53D").band == "#FFC53D"
    assert accent.of("#5B1A72").day.brand == "#5B1A72"


@given(colours)
def test_a_sheet_says_colours_and_nothing_else(colour: str) -> None:
    said = accent.sheet(colour)

    assert set(re.findall(r":([^;{}:]+)[;}]", said)) <= set(re.findall("#[0-9A-F]{6}", said))


def test_the_grounds_are_those_of_the_site() -> None:
    day, dark = (STATIC / "css/app.css").read_text().lower().split("prefers-color-scheme: dark", 1)

    assert all(f": {ground};" in day for ground in map(str.lower, accent.LIGHT))
    assert all(f": {ground};" in dark for ground in map(str.lower, accent.DARK))
