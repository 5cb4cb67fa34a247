from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eventapp.door.standing import Press, standing

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PRESSES = st.builds(
    Press,
    at=st.integers(0, 5).map(lambda n: NOON + timedelta(minutes=n)),
    number=st.integers(0, 3),
    key=st.uuids().map(str),
    inside=st.booleans(),
    by=st.tuples(st.integers(1, 3), st.none()),
)


def press(minute: int, *, inside: bool = True, by: int = 1) -> Press:
    at = NOON + timedelta(minutes=minute)
    return Press(at, 0, f"{minute}{inside}{by}", inside, (by, None))


def test_whoever_came_first_is_who_checked_in() -> None:
    stands = standing([press(2, by=2), press(1, by=1)])

    assert stands == press(1, by=1)


def test_an_undo_takes_back_what_was_pressed_before_it_and_nothing_after() -> None:
    assert standing([press(1), press(2, inside=False)]) is None
    assert standing([press(1), press(2, inside=False), press(3, by=2)]) == press(3, by=2)


@given(st.lists(PRESSES, max_size=8), st.randoms())
def test_the_order_in_which_presses_become_known_says_nothing(
    presses: list[Press], chance: object
) -> None:
    others = [*presses, *presses]
    chance.shuffle(others)

    assert standing(others) == standing(presses)


@given(st.lists(PRESSES, max_size=8))
def test_an_undo_after_everything_leaves_nobody_in(presses: list[Press]) -> None:
    assert standing([*presses, press(9, inside=False)]) is None
