"""The small picture of somebody's way: everybody they met has a mark, every session a disc."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from eventapp.progress import picture

MARKS = ("there", "elsewhere", "excused", "absent", "none", "next", "later")
sessions = st.lists(st.sampled_from(MARKS), max_size=30)
people = st.lists(st.integers(1, 8), max_size=200)


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


@given(sessions, people, st.text(max_size=40))
def test_it_is_one_image_with_a_text_and_stays_in_its_frame(
    was: list[str], met: list[int], label: str
) -> None:
    printable = "".join(c for c in label if c.isprintable())
    root = drawn(picture.whole(was, sorted(met), printable))

    assert (root.get("role"), root.get("aria-label")) == ("img", printable)
    assert "style" not in ElementTree.tostring(root, encoding="unicode")
    _x, _y, wide, high = map(float, root.get("viewBox", "").split())
    for disc in root.findall("g"):
        if "progress-disc" in disc.get("class", ""):
            x, y = map(float, disc.get("transform", "")[10:-1].split())
            assert picture.DISC <= x <= wide - picture.DISC
            assert picture.DISC <= y <= high - picture.DISC


@given(sessions, people)
def test_everybody_met_has_a_mark_up_to_what_there_is_room_for(
    was: list[str], met: list[int]
) -> None:
    root = drawn(picture.whole(was, sorted(met), "x"))

    marks = [one.get("class") for one in root if (one.get("class") or "").startswith("mark-")]
    discs = [one for one in root if (one.get("class") or "").startswith("progress-disc")]
    assert len(marks) == min(len(met), picture.MOST)
    assert len(discs) == len(was)
    assert root.findtext("text") == str(len(met))


@given(people)
def test_a_crowd_is_shown_in_its_shares(met: list[int]) -> None:
    few = picture.sampled(sorted(met), 20)

    assert len(few) == min(20, len(met))
    for mark in set(met):
        share = sorted(met).count(mark) * len(few) / len(met)
        assert abs(few.count(mark) - share) <= 1
