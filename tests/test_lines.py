import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import faces, lines


def test_a_text_becomes_one_line_without_what_can_t_be_printed() -> None:
    assert lines.tidy(" a\n\tb\u2028c\u0000\x1b\ud800\u202e d ", 50) == "a b c d"


def test_a_text_is_cut_before_anything_else_looks_at_it() -> None:
    start = time.thread_time()

    tidied = lines.tidy("a\u0301\u0316" * 1_000_000, 40)

    assert len(tidied) <= 40
    assert time.thread_time() - start < 0.5


def test_heaps_of_accents_are_thinned_and_real_ones_stay() -> None:
    assert len(lines.tidy("a" + "\u0316" * 50, 60)) == 5
    assert lines.tidy("Nguyễn प्रियंका שָׁלוֹם", 60) == "Nguyễn प्रियंका שָׁלוֹם"


def test_what_is_over_ends_in_an_ellipsis() -> None:
    assert lines.tidy("Ask me anything", 8) == "Ask me…"


@given(st.text(max_size=300), st.integers(1, 80))
def test_a_tidied_line_can_be_written_down_and_tidied_again(typed: str, limit: int) -> None:
    line = lines.tidy(typed, limit)

    assert len(line) <= limit
    line.encode()
    assert "\n" not in line
    assert lines.tidy(line, limit) == line


@given(st.text(max_size=120), st.floats(3, 40))
def test_wrapped_lines_fit_and_lose_nothing_unless_they_are_cut(typed: str, room: float) -> None:
    text, ours = lines.tidy(typed, 100), faces.text()

    broken = lines.wrap(text, ours, room, 200)

    assert lines.is_whole(text, broken)
    assert all(lines.width(line, ours) <= room + 1.4 for line in broken)


@given(st.text(min_size=1, max_size=120))
def test_a_cut_line_fits(typed: str) -> None:
    text, ours = lines.tidy(typed, 100), faces.text()

    assert lines.width(lines.cut(text, ours, 5.0), ours) <= 5.0


def test_lines_are_even_and_leave_no_orphan() -> None:
    assert lines.wrap("a career map on one napkin", faces.text(), 12.0, 2) == [
        "a career map",
        "on one napkin",
    ]


def test_scripts_without_spaces_break_between_characters_and_not_before_a_comma() -> None:
    broken = lines.wrap("新しい人に出会う、東京の夜", faces.display(), 5.5, 9)

    assert len(broken) > 1
    assert not any(line.startswith("、") for line in broken)


def test_vietnamese_that_figtree_lacks_is_set_in_bricolage() -> None:
    (run,) = lines.runs("Hạnh Trần", faces.text(500))

    assert isinstance(run.face, faces.Ours)
    assert run.face.family == "Bricolage"


def test_a_word_is_never_set_in_two_typefaces() -> None:
    assert next(run.text for run in lines.runs("Aə B", faces.display())).startswith("Aə")


def test_latin_and_han_are_each_set_in_their_own_typeface() -> None:
    if not faces.fallback("小"):
        pytest.fail("No installed typeface has Chinese: apt-get install fonts-wqy-microhei")

    first, second = lines.runs("Wei 小明", faces.display())

    assert (first.text, second.text) == ("Wei ", "小明")


def test_a_text_that_reads_leftwards_stays_one_run() -> None:
    assert len(lines.runs("فاطمة 2026 الزهراء", faces.display())) == 1
    assert lines.reads_right_to_left("فاطمة")
    assert not lines.reads_right_to_left("2026 Tables فاطمة")


def test_a_letter_that_no_typeface_has_is_known() -> None:
    assert faces.fallback("\ue123") is None
    assert not faces.display().covers("\ue123")
