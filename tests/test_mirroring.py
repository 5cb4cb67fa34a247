"""What is printed for those who read from the right lies the other way round, and says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import drawing, mirroring
from eventapp.drawing import Group, Line, Page, Picture, Rect, Text, texts

MM = st.integers(0, 2000).map(lambda tenths: tenths / 8)
PARTS = st.recursive(
    st.one_of(
        st.builds(
            Text, MM, MM, st.just(9.0), st.just(()), st.sampled_from(["left", "center", "right"])
        ),
        st.builds(Rect, MM, MM, MM, MM),
        st.builds(Line, MM, MM, MM, MM),
        st.builds(Picture, MM, MM, MM, MM, st.just(b"x")),
    ),
    lambda inner: st.builds(
        Group, MM, MM, MM, MM, st.lists(inner, max_size=3).map(tuple), st.booleans(),
        st.sampled_from([0, 90, 180, -90]),
    ),
    max_leaves=6,
)  # fmt: skip


@given(st.lists(PARTS, max_size=4), MM)
def test_mirrored_twice_is_as_it_was(found: list[drawing.Part], width: float) -> None:
    page = Page(width, 100, tuple(found))

    assert mirroring.pages(mirroring.pages([page], lang="ar"), lang="ar") == [page]


@given(st.lists(PARTS, max_size=4))
def test_it_says_the_same_in_the_same_order(found: list[drawing.Part]) -> None:
    after = mirroring.parts(found, 100)

    assert [(one.y, one.points) for one in texts(after)] == [
        (one.y, one.points) for one in texts(found)
    ]


def test_what_began_at_the_left_begins_at_the_right() -> None:
    text, box = Text(10, 5, 9, ()), Rect(0, 0, 30, 10)

    assert mirroring.parts([text, box], 100) == (
        Text(90, 5, 9, (), "right"),
        Rect(70, 0, 30, 10),
    )


@pytest.mark.parametrize(
    ("lang", "from_right"), [("ar", True), ("ar-EG", True), ("en-GB", False), ("de", False)]
)
def test_only_what_reads_from_the_right_is_mirrored(lang: str, from_right: bool) -> None:
    page = Page(100, 50, (Rect(0, 0, 30, 10),))

    assert (mirroring.pages([page], lang=lang) != [page]) == from_right
