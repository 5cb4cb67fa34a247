import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eventapp import text_fitting, typefaces
from eventapp.badges import text_sizes

ROOM = 71.4  # mm, on 80 × 50


def test_a_short_name_is_as_large_as_a_label_allows() -> None:
    assert text_sizes.name("Jo", ROOM, 1.0) == text_sizes.Fitted(("Jo",), 60.0)


@pytest.mark.parametrize("name", ["Charlotte", "Elizabeth"])
def test_a_middling_name_is_read_from_three_metres(name: str) -> None:
    capital = 0.66 * text_sizes.name(name, ROOM, 1.0).size

    assert capital >= 10


def test_a_long_name_takes_two_lines_before_it_becomes_small() -> None:
    fitted = text_sizes.name("Anne-Catherine", ROOM, 1.0)

    assert fitted.lines == ("Anne-", "Catherine")
    assert fitted.points >= text_sizes.READABLE


def test_a_name_of_several_words_is_split_where_it_becomes_largest() -> None:
    assert text_sizes.name("Maria da Conceição", ROOM, 1.0).lines == ("Maria da", "Conceição")


def test_one_long_word_is_never_under_twenty_points() -> None:
    fitted = text_sizes.name("Wolfeschlegelsteinhausenbergerdorff", ROOM, 1.0)

    assert fitted.points == 20
    assert "".join(fitted.lines) == "Wolfeschlegelsteinhausenbergerdorff"


@given(st.text(min_size=1, max_size=60), st.sampled_from([0.6, 1.0, 1.3]))
def test_every_name_fits_its_room(typed: str, scale: float) -> None:
    name = text_fitting.tidy(typed, 48) or "?"
    room = ROOM * scale

    fitted = text_sizes.name(name, room, scale)

    assert 1 <= len(fitted.lines) <= 2
    assert 12 <= fitted.points <= 60 * scale
    if text_sizes.plain(name):
        widest = max(text_fitting.width(line, typefaces.display()) for line in fitted.lines)
        assert widest * (1 - 0.04) * fitted.size <= room + 0.01


@given(st.text(max_size=200))
@example("0000000000000000000000\u061b 0\u094d")  # one that sets its whole line in another face
@example("000000000000000000000\u021c00\u093c")  # a letter that sets its whole word in another face
@example("000000000000000000000\u093e")  # a mark that takes room, at the end of a full line
def test_every_sentence_fits_two_lines(typed: str) -> None:
    text = "Ask me about " + text_fitting.tidy(typed, 140)

    fitted = text_sizes.paragraph(text, typefaces.text(700), 50.0, 10.2, 8.4)

    assert len(fitted.lines) <= 2
    assert all(
        text_fitting.width(x, typefaces.text(700)) * fitted.size <= 50.5 for x in fitted.lines
    )


def test_a_thousand_names_are_measured_in_no_time() -> None:
    text_sizes.name("Warm up", ROOM, 1.0)
    names = [f"{first}{number}" for number in range(100) for first in NAMES]

    start = time.thread_time()
    for name in names:
        text_sizes.name(name, ROOM, 1.0)

    assert time.thread_time() - start < 1.0


NAMES = ["Aiko", "Łucja", "Đặng", "Bartholomew", "Anne-Cath", "José ", "Ravi", "Søren", "Zoë", "Al"]
