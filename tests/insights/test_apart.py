"""How far apart people are in the web: what walking it one by one finds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eventapp.insights.years.apart import apart
from eventapp.insights.years.year import Web

PAIRS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda pair: pair[0] != pair[1]),
    max_size=25,
)


@given(PAIRS)
def test_as_far_apart_as_walking_from_everybody_finds(pairs: list[tuple[int, int]]) -> None:
    low = np.array([min(pair) for pair in pairs], np.int64)
    high = np.array([max(pair) for pair in pairs], np.int64)

    found = apart(low, high)

    steps = walked(pairs)
    number = len(steps)
    assert found.people == number
    for n, share in enumerate(found.within, start=1):
        near = sum(far <= n for others in steps.values() for far in others.values())
        assert share == near / (number * (number - 1))


def test_more_than_a_word_of_walks_are_all_walked() -> None:
    ring = np.arange(200)

    found = apart(ring, np.roll(ring, -1))

    assert len(found.within) == 100
    assert found.within[-1] == 1
    assert Web(200, found.within).half == 50


def test_nobody_is_apart_from_nobody() -> None:
    found = apart(np.array([], np.int64), np.array([], np.int64))

    assert Web(0, found.within).half is None


def walked(pairs: list[tuple[int, int]]) -> dict[int, dict[int, int]]:
    """For everybody how many steps away each other is, as far as there is a way."""
    near: dict[int, set[int]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found = {}
    for begin in near:
        far, front = {begin: 0}, {begin}
        while front:
            front = {m for n in front for m in near[n]} - far.keys()
            far |= dict.fromkeys(front, max(far.values()) + 1)
        found[begin] = {n: steps for n, steps in far.items() if n != begin}
    return found
