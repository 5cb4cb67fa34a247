"""A text in a box: as large as it can be, whole, and never outside."""

from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp import drawing, paper, text_fitting, typefaces
from eventapp.paper import Box

BOX = Box(10, 20, 60, 12)
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=160)


def fitted(text: str, box: Box = BOX, points: float = 30.0) -> paper.Set:
    return paper.fitted(text, typefaces.display(), box.width, box.height, points)


@settings(max_examples=60)
@given(NAMES)
def test_what_a_form_takes_stands_whole_inside_its_box(name: str) -> None:
    found = fitted(name)

    em = found.points * drawing.POINT
    wide = [text_fitting.width(line, typefaces.display()) * em for line in found.lines]
    assert max(wide, default=0) <= BOX.width + 0.001
    assert found.height <= BOX.height + 0.001
    assert text_fitting.is_whole(text_fitting.tidy(name, 400), found.lines)


def test_a_short_name_has_the_size_that_was_asked_for_and_a_longer_one_gets_smaller() -> None:
    sizes = [fitted("x" * length).points for length in (3, 14, 30)]

    assert sizes[0] == 30
    assert sizes == sorted(sizes, reverse=True)


def test_a_name_is_broken_between_its_words_not_inside_them() -> None:
    found = fitted("Maria-Aleksandra Wolfeschlegelsteinhausen", Box(0, 0, 60, 20))

    assert found.lines == ("Maria-Aleksandra", "Wolfeschlegelsteinhausen")


def test_where_even_the_smallest_letters_are_too_many_an_ellipsis_says_so() -> None:
    found = fitted("W" * 400, Box(0, 0, 20, 3))

    assert found.lines[-1].endswith("…")


def test_nothing_is_set_for_a_text_of_nothing_that_can_be_seen() -> None:
    assert paper.block("\u202e \u200b", typefaces.text(), BOX, 12) == []


def test_a_line_stands_where_its_box_says() -> None:
    (left,), (right,), (middle,) = (
        paper.block("Aiko", typefaces.text(), BOX, 12, anchor=anchor)
        for anchor in ("left", "right", "center")
    )

    assert (left.x, right.x, middle.x) == (10, 70, 40)
    assert all(BOX.y < line.y < BOX.y + BOX.height for line in (left, right, middle))
