import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from eventapp.communities.face import accent
from eventapp.events.share_picture import HEIGHT, WIDTH, share_picture

TITLES = [
    "Coffee & Careers: people who work with data",
    "First steps into data: six Tuesday evenings for people who would like to change careers "
    "but aren’t yet sure where to start, and for those who did",
    "لقاء مفتوح: طاولات صغيرة للحديث عن العمل",
    "小さなテーブルで、新しい人に出会う夜 🎉 東京編",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabend",
    "",
    "W" * 100_000,
]


def picture(title: str, **given: object) -> Image.Image:
    words = {"when": "Thu 12 March, 18:00", "place": "The Reading Room", "community": "Leith Table"}
    marks = [1, 2, 3, 4, 5]
    return Image.open(io.BytesIO(share_picture(title, **{**words, "marks": marks, **given})))


@pytest.mark.parametrize("title", TITLES)
def test_every_title_makes_a_light_picture_of_the_right_size(title: str) -> None:
    body = share_picture(title, "Thu 12 March, 18:00–20:30", "Leith", "Leith Table", [1, 2, 8])

    image = Image.open(io.BytesIO(body))
    assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(body) < 120_000


def test_the_words_change_the_picture_and_the_same_words_don_t() -> None:
    assert picture("Tables").tobytes() == picture("Tables").tobytes()
    assert picture("Tables").tobytes() != picture("Chairs").tobytes()


def test_titles_stay_off_the_tables_at_the_right() -> None:
    short = picture("T", marks=[1]).convert("RGB").crop((696, 0, WIDTH, 450))
    long = picture("W" * 60, marks=[1]).convert("RGB").crop((696, 0, WIDTH, 450))

    differences = [
        a
        for a, b in zip(short.get_flattened_data(), long.get_flattened_data(), strict=True)
        if max(abs(x - y) for x, y in zip(a, b, strict=True)) > 90
    ]

    assert differences == []


def test_a_title_that_reads_leftwards_turns_the_picture_round() -> None:
    left = picture("Tables").convert("RGB").crop((0, 130, 600, 450))
    right = picture("طاولات").convert("RGB").crop((600, 130, WIDTH, 450))

    dark = [sum(1 for p in half.get_flattened_data() if sum(p) < 200) for half in (left, right)]

    assert all(count > 2000 for count in dark)


def test_no_marks_and_unknown_marks_still_make_a_picture() -> None:
    assert picture("Tables", marks=[]).size == picture("Tables", marks=[0, 99, -1]).size


def test_a_new_title_is_drawn_in_a_moment_once_warm() -> None:
    picture("Warm")
    best = 9.0
    for number in range(5):
        start = time.thread_time()
        picture(f"An evening with a new title, number {number}")
        best = min(best, time.thread_time() - start)

    assert best < 0.15


@settings(max_examples=25)
@given(st.text(max_size=200), st.text(max_size=100))
def test_whatever_is_typed_makes_a_picture(title: str, place: str) -> None:
    assert picture(title, place=place).size == (WIDTH, HEIGHT)


def test_a_day_with_hours_and_zone_is_set_smaller_before_it_is_cut() -> None:
    when = "Thursday, 4 February 2027, 19:00–21:00"

    said = (f"{when} {zone}" for zone in ("(GMT)", "(GMTT)"))
    whole, more = (picture("Tables", when=one, marks=[1, 2, 3, 4, 5, 6, 7]) for one in said)

    # Where the words are cut, both end in the same three dots.
    assert whole.tobytes() != more.tobytes()


def test_a_community_s_colour_is_the_ground_as_on_its_pages() -> None:
    def ground(colour: str) -> tuple[int, ...]:
        found = picture("Tables", colour=colour).convert("RGB").getpixel((8, 8))
        assert isinstance(found, tuple)
        return found

    assert ground("") == pytest.approx((0xFF, 0xC5, 0x3D), abs=4)
    band = accent.band("#2E7D6B")
    assert ground("#2E7D6B") == pytest.approx(tuple(bytes.fromhex(band[1:])), abs=4)
