"""Who may be on a list twice: signs that say so, and none where a name is all there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.merging.duplicates import Known, letterbox, twins


def found(*people: tuple[str, str, str, str]) -> list[tuple[int, int, tuple[str, ...]]]:
    known = [Known(number, *one) for number, one in enumerate(people)]
    return [(pair.first, pair.second, pair.signs) for pair in twins(known)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("noor.obi@gmail.com", "noorobi@gmail.com"),
        ("noor+meetups@example.org", "noor@example.org"),
        ("Noor@Example.org", "noor@example.org"),
        ("noor@gmial.com", "noor@gmail.com"),
        ("noor@gmail.co", "noor@gmail.com"),
        ("noor@gmaill.com", "noor@gmail.com"),
        ("noor@hotmsil.com", "noor@hotmail.com"),
        ("noor@googlemail.com", "noor@gmail.com"),
    ],
)
def test_one_letterbox_spelled_in_two_ways_is_one(one, other):
    assert letterbox(one) == letterbox(other)
    assert found(("Noor", one, "", ""), ("N. Obi", other, "", "")) == [(0, 1, ("letterbox",))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("noor@example.org", "nora@example.org"),
        ("noor@example.org", "noor@example.com"),
        ("noor@gmail.com", "noor@hotmail.com"),
        ("me@web.de", "me@gmx.de"),
    ],
)
def test_two_letterboxes_stay_two(one, other):
    assert letterbox(one) != letterbox(other)


def test_a_name_needs_another_sign():
    noor = ("Noor Obi", "a@x.org", "Tally Bank", "")

    assert found(noor, ("noor  OBÍ", "b@y.org", "tally bank", "")) == [(0, 1, ("organization",))]
    assert found(noor, ("Obi Noor", "b@y.org", "Tally Bank", "")) == [(0, 1, ("organization",))]
    assert found(noor, ("Noor Obi", "b@y.org", "", "")) == []
    assert found(("Noor", "a@x.org", "T", ""), ("Noor", "b@y.org", "T", "")) == []


def test_a_role_is_a_sign_and_both_are_said():
    assert found(("Noor Obi", "a@x.org", "T", "5"), ("Noor Obi", "b@y.org", "T", "5")) == [
        (0, 1, ("organization", "role"))
    ]


NAMES = st.sampled_from(["Noor Obi", "Obi Noor", "Zoë Aal", "Zoe Aal", "Bo", ""])
EMAILS = st.builds(
    "{}@{}".format,
    st.sampled_from(["a", "a.b", "ab", "c+d"]),
    st.sampled_from(["x.org", "gmail.com"]),
)
PEOPLE = st.lists(st.tuples(NAMES, EMAILS, st.sampled_from(["", "T"]), st.just("")), max_size=10)


@given(PEOPLE)
def test_each_two_are_suggested_once_and_never_with_themselves(people):
    pairs = [(one, other) for one, other, _signs in found(*people)]

    assert len(pairs) == len(set(pairs))
    assert all(one < other for one, other in pairs)
    assert all(people[one][1] != people[other][1] for one, other in pairs)
