"""The people somebody has met as rings: whole and inside the picture, however many there are."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from eventapp.front.people_met.rings import INNER, MOST_RINGS, OUTER, SMALLEST, Ring, room, svg

rings = st.lists(
    st.builds(Ring, st.lists(st.integers(1, 8), max_size=30), st.integers(0, 10)),
    min_size=1,
    max_size=12,
)


def drawn(some: list[Ring]) -> ElementTree.Element:
    return ElementTree.fromstring(svg(some, you="You", below="3 met", label='"A" & <b>'))


def spots(picture: ElementTree.Element) -> list[tuple[float, float, float]]:
    """Where each person is, and how far the mark reaches."""
    marks = [
        (float(one.get("x")) + float(one.get("width")) / 2, float(one.get("y")) + float(one.get("width")) / 2, float(one.get("width")) / 2)
        for one in picture.iter("svg")
        if "mark" in one.get("class", "")
    ]  # fmt: skip
    nobody = [
        (float(one.get("cx")), float(one.get("cy")), float(one.get("r")))
        for one in picture.iter("circle")
        if one.get("class") == "nobody"
    ]
    return marks + nobody


@given(rings)
def test_everybody_of_the_latest_evenings_is_drawn_inside_the_picture(some: list[Ring]) -> None:
    picture = drawn(some)

    found = spots(picture)
    assert len(found) == sum(ring.number for ring in some[-MOST_RINGS:])
    assert all(x - r >= 0 and x + r <= 360 and y - r >= 0 and y + r <= 360 for x, y, r in found)
    assert all(r * 2 >= SMALLEST * 0.7 for _x, _y, r in found)


@given(rings)
def test_nobody_stands_on_somebody_else(some: list[Ring]) -> None:
    found = spots(drawn(some))

    for n, (x, y, r) in enumerate(found):
        for other_x, other_y, other_r in found[n + 1 :]:
            apart = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
            assert apart >= (r + other_r) * 0.9


def test_of_a_crowd_as_many_are_drawn_as_stand_side_by_side() -> None:
    found = spots(drawn([Ring([1] * 700, 50)]))

    assert len(found) == room((INNER + OUTER) / 2)


def test_one_person_is_one_ring_with_one_mark() -> None:
    picture = drawn([Ring([5], 0)])

    assert len(spots(picture)) == 1
    assert len(re.findall("stroke-dasharray", ElementTree.tostring(picture).decode())) == 1


def test_what_it_says_stands_in_words_and_can_t_end_the_picture() -> None:
    assert drawn([Ring([5], 0)]).get("aria-label") == '"A" & <b>'


def test_who_is_not_named_is_dashed_as_in_the_legend() -> None:
    whole = [one for one in drawn([Ring([1], 2)]).iter() if one.get("class") == "nobody"]

    assert len(whole) == 2
    assert all(one.get("stroke-dasharray") for one in whole)
