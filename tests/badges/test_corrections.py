"""What undoes a printer's error: whatever it does to a test page, the labels lie right afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.badges.printers import rulers
from eventapp.badges.printers.corrections import (
    Correction,
    Marks,
    Measured,
    corrected,
    placed,
    possible,
)
from eventapp.badges.stocks import ALL, STOCKS
from eventapp.paper import Box

MARKS = Marks(20, 20, 150, 250)
shifts, scales = st.floats(-8, 8), st.floats(0.95, 1.05)
axes = st.tuples(scales, shifts)
corrections = st.builds(
    Correction, shifts, shifts, st.floats(95, 105), st.floats(95, 105)
)  # fmt: skip


def printed(x: float, axis: tuple[float, float]) -> float:
    """Where a printer puts what is drawn at x: it scales and pulls askew."""
    scale, shift = axis
    return scale * x + shift


def measure(
    correction: Correction, across: tuple[float, float], down: tuple[float, float]
) -> Measured:
    """What a ruler says of a test page that was drawn with a correction."""
    x, y = correction.apply(MARKS.cross_x, MARKS.cross_y)
    far_x, far_y = correction.apply(MARKS.cross_x + MARKS.across, MARKS.cross_y + MARKS.down)
    return Measured(
        across=printed(far_x, across) - printed(x, across),
        down=printed(far_y, down) - printed(y, down),
        left=printed(x, across),
        top=printed(y, down),
    )


@given(across=axes, down=axes, was=corrections, label=st.integers(0, 9))
def test_after_one_test_page_every_label_lies_on_its_place(
    across: tuple[float, float], down: tuple[float, float], was: Correction, label: int
) -> None:
    stock = STOCKS["avery-l4785"]

    found = corrected(measure(was, across, down), MARKS, was=was)

    box = placed(stock, label, found)
    x, y = stock.corner_of(label)
    assert printed(box.x, across) == pytest.approx(x, abs=1e-6)
    assert printed(box.y, down) == pytest.approx(y, abs=1e-6)
    assert across[0] * box.width == pytest.approx(stock.width)
    assert down[0] * box.height == pytest.approx(stock.height)


@given(across=axes, down=axes)
def test_a_second_test_page_changes_nothing(
    across: tuple[float, float], down: tuple[float, float]
) -> None:
    first = corrected(measure(Correction(), across, down), MARKS)

    second = corrected(measure(first, across, down), MARKS, was=first)

    assert vars(second) == pytest.approx(vars(first), abs=1e-9)


@given(
    st.sampled_from(sorted(key for key, one in ALL.items() if one.page in {"A4", "Letter"})),
    *[st.floats(-0.25, 0.25)] * 4,
)
def test_a_ruler_read_to_a_quarter_of_a_millimetre_is_near_enough(
    key: str, across: float, down: float, left: float, top: float
) -> None:
    stock = ALL[key]
    marks = rulers.marks(stock)
    said = Measured(
        marks.across + across, marks.down + down, marks.cross_x + left, marks.cross_y + top
    )

    found = corrected(said, marks)

    # Half of it at the cross, and as much again at the far end of the ruler.
    for label in (0, stock.per_sheet - 1):
        box, (x, y) = placed(stock, label, found), stock.corner_of(label)
        assert abs(box.x - x) <= 0.6
        assert abs(box.y - y) <= 0.6


def test_without_a_correction_nothing_moves() -> None:
    assert Correction().apply(17.5, 13.5) == (17.5, 13.5)
    assert Correction().is_none
    assert not Correction(shift_x=0.1).is_none
    assert placed(STOCKS["avery-l4785"], 3, Correction()) == Box(112.5, 68.5, 80, 50)


def test_a_printer_that_shrinks_is_made_to_draw_larger() -> None:
    found = corrected(Measured(148.5, 248.75, 21, 19.5), MARKS)

    assert found.stretch_x == pytest.approx(101.01, abs=0.01)
    assert found.stretch_y == pytest.approx(100.5, abs=0.01)
    assert found.shift_x == pytest.approx(-1.212, abs=0.001)
    assert found.shift_y == pytest.approx(0.402, abs=0.001)


def test_what_no_printer_does_is_not_possible() -> None:
    assert possible(Correction(20, -20, 90, 110))
    for wrong in (Correction(shift_x=20.1), Correction(stretch_y=89), Correction(stretch_x=111)):
        assert not possible(wrong)
