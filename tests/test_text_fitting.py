import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import text_fitting, typefaces


def test_a_text_becomes_one_line_without_what_can_t_be_printed() -> None:
    assert text_fitting.tidy(" a\n\tb\u2028c\u0000\x1b\ud800\u202e d ", 50) == "a b c d"


def test_a_text_is_cut_before_anything_else_looks_at_it() -> None:
    start = time.thread_time()

    tidied = text_fitting.tidy("a\u0301\u0316" * 1_000_000, 40)

    assert len(tidied) <= 40
    assert time.thread_time() - start < 0.5


def test_heaps_of_accents_are_thinned_and_real_ones_stay() -> None:
    assert len(text_fitting.tidy("a" + "\u0316" * 50, 60)) == 5
    assert text_fitting.tidy("Nguyễn प्रियंका שָׁלוֹם", 60) == "Nguyễn प्रियंका שָׁלוֹם"


def test_what_is_over_ends_in_an_ellipsis() -> None:
    assert text_fitting.tidy("Ask me anything", 8) == "Ask me…"


@given(st.text(max_size=300), st.integers(1, 80))
def test_a_tidied_line_can_be_written_down_and_tidied_again(typed: str, limit: int) -> None:
    line = text_fitting.tidy(typed, limit)

    assert len(line) <= limit
    line.encode()
    assert "\n" not in line
    assert text_fitting.tidy(line, limit) == line


@given(st.text(max_size=120), st.floats(3, 40))
def test_wrapped_lines_fit_and_lose_nothing_unless_they_are_cut(typed: str, room: float) -> None:
    text, ours = text_fitting.tidy(typed, 100), typefaces.text()

    broken = text_fitting.wrap(text, ours, room, 200)

    assert text_fitting.is_whole(text, broken)
    assert all(text_fitting.width(line, ours) <= room + 1.4 for line in broken)


@given(st.text(min_size=1, max_size=120))
def test_a_cut_line_fits(typed: str) -> None:
    text, ours = text_fitting.tidy(typed, 100), typefaces.text()

    assert text_fitting.width(text_fitting.cut(text, ours, 5.0), ours) <= 5.0


def test_lines_are_even_and_leave_no_orphan() -> None:
    assert text_fitting.wrap("a career map on one napkin", typefaces.text(), 12.0, 2) == [
        "a career map",
        "on one napkin",
    ]


def test_scripts_without_spaces_break_between_characters_and_not_before_a_comma() -> None:
    broken = text_fitting.wrap("新しい人に出会う、東京の夜", typefaces.display(), 5.5, 9)

    assert len(broken) > 1
    assert not any(line.startswith("、") for line in broken)


def test_vietnamese_that_figtree_lacks_is_set_in_bricolage() -> None:
    (run,) = text_fitting.runs("Hạnh Trần", typefaces.text(500))

    assert isinstance(run.face, typefaces.Ours)
    assert run.face.family == "Bricolage"


def test_a_word_is_never_set_in_two_typefaces() -> None:
    assert next(run.text for run in text_fitting.runs("Aə B", typefaces.display())).startswith("Aə")


def test_latin_and_han_are_each_set_in_their_own_typeface() -> None:
    if not typefaces.fallback("小"):
        pytest.fail("No installed typeface has Chinese: apt-get install fonts-wqy-microhei")

    first, second = text_fitting.runs("Wei 小明", typefaces.display())

    assert (first.text, second.text) == ("Wei ", "小明")


def test_a_text_that_reads_leftwards_stays_one_run() -> None:
    assert len(text_fitting.runs("فاطمة 2026 الزهراء", typefaces.display())) == 1
    assert text_fitting.reads_right_to_left("فاطمة")
    assert not text_fitting.reads_right_to_left("2026 Tables فاطمة")


def test_a_letter_that_no_typeface_has_is_known() -> None:
    assert typefaces.fallback("\ue123") is None
    assert not typefaces.display().covers("\ue123")
