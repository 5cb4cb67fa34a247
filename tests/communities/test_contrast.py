"""A colour is taken only if text on it can be read; for one that is not, a near one is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.communities.contrast import INKS, ink_on, known, near, ratio, readable

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("#ffc53d", "#FFC53D"), (" FFC53D ", "#FFC53D"), ("#abc", "#AABBCC"), ("yellow", ""),
        ("#12345", ""), ("#12345g", ""), ("", ""), ("#FFC53D;x:y", ""), ("##FFC53D", ""),
    ],
)  # fmt: skip
def test_a_colour_is_kept_in_one_form_or_none(typed: str, kept: str) -> None:
    assert known(typed) == kept


def test_contrasts_are_those_of_the_standard() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert ratio("#FFC53D", "#FFC53D") == pytest.approx(1)


@given(colours)
def test_the_ink_is_the_one_that_is_read_better(colour: str) -> None:
    assert ratio(ink_on(colour), colour) == max(ratio(ink, colour) for ink in INKS)


@given(colours)
def test_a_near_colour_always_works_and_a_readable_one_is_its_own(colour: str) -> None:
    assert readable(near(colour))
    assert ratio(ink_on(near(colour)), near(colour)) >= 4.5
    assert (near(colour) == colour) == readable(colour)


def test_a_near_colour_is_near() -> None:
    assert near("#808080") == "#868686"
