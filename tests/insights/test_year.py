"""A year is told so that no two of its numbers, and no two looks at it, leave one to four people."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from eventapp.insights import hiding
from eventapp.insights.evening import Role
from eventapp.insights.years import cohorts, gallery, regulars, roles
from eventapp.insights.years.year import ENOUGH, Held, Year

BEGUN = date(2025, 1, 10)
ROLES = (Role("Leader", 5), Role("Student", 4))


def held(number: int, nth: list[int], **given: object) -> Held:
    """One event, the months after the first."""
    came = sum(nth)
    fields: dict[str, object] = {
        "number": number,
        "day": (BEGUN + timedelta(days=30 * number)),
        "came": came,
        "nth": (*nth, *[0] * (8 - len(nth))),
        "second": {0: nth[1]} if len(nth) > 1 and nth[1] else {},
        "roles": {0: came // 2, 1: came - came // 2},
        "pairs": 3 * came,
        "again": number,
        "connected": came // 4,
        "connected_people": came // 2,
    }
    return Held(**fields | given)  # type: ignore[arg-type]


EVENTS = st.lists(
    st.lists(st.integers(0, 14), min_size=3, max_size=4).filter(any), min_size=1, max_size=11
).map(lambda rows: tuple(held(n, nth) for n, nth in enumerate(rows)))


@given(EVENTS)
def test_who_came_first_and_who_had_been_before_is_never_few(events: tuple[Held, ...]) -> None:
    year = Year(2025, date(2026, 12, 1), events)

    for stretch in year.stretches(year.ends):
        assert not hiding.few(stretch.came)
        assert not hiding.few(stretch.first)
        assert not hiding.few(stretch.came - stretch.first)


@given(EVENTS)
def test_what_events_tell_by_themselves_leaves_no_few_of_a_stretch(
    events: tuple[Held, ...],
) -> None:
    year = Year(2025, date(2026, 12, 1), events)

    for stretch in year.stretches(year.ends):
        untold = [
            one
            for one in stretch.events
            if hiding.few(one.nth[0]) or hiding.few(one.came - one.nth[0])
        ]
        assert not hiding.few(sum(one.nth[0] for one in untold))
        assert not hiding.few(sum(one.came - one.nth[0] for one in untold))


@given(EVENTS, st.integers(0, 11))
def test_what_was_told_stays_as_it_was(events: tuple[Held, ...], known: int) -> None:
    """Later looks tell the same of what was told, and more only of five people or nobody."""
    day = events[min(known, len(events) - 1)].day
    then = Year(2025, day, tuple(one for one in events if one.day < day))
    now = Year(2025, date(2026, 12, 1), events)

    for before, after in ((then.ends, now.ends), (then.again_ends, now.again_ends)):
        assert before == after[: len(before)]
    if then.again_ends:
        for times in (1, 2, 3):
            more = now.at_least(times, now.again_ends[-1])
            assert not hiding.few(more - then.at_least(times, then.again_ends[-1]))


@given(EVENTS)
def test_coarser_divisions_end_where_finer_ones_do(events: tuple[Held, ...]) -> None:
    year = Year(2025, date(2026, 12, 1), events)

    assert set(year.again_ends) <= set(year.ends)
    assert set(year.connected_ends) <= set(year.ends)
    assert set(year.ends) <= year.month_ends


def test_a_month_that_is_not_over_is_not_told() -> None:
    events = (held(0, [20]), held(1, [20, 20]))

    during = Year(2025, events[1].day, events)
    after = Year(2025, events[1].day + timedelta(days=31), events)

    assert during.ends == (0,)
    assert after.ends == (0, 1)


def test_connections_are_told_once_no_more_can_come() -> None:
    events = (held(0, [40]),)

    assert Year(2025, BEGUN + timedelta(days=33), events).connected_ends == ()
    assert Year(2025, BEGUN + timedelta(days=36), events).connected_ends == (0,)


def test_first_timers_who_came_again_are_told_in_tens_and_after_half_a_year(app: Flask) -> None:
    events = (held(0, [40]), held(1, [20, 17, 10, 10]), held(2, [20, 10, 10, 10], second={1: 10}))

    with app.test_request_context():
        early = cohorts.rows_of(Year(2025, BEGUN + timedelta(days=100), events))
        late = cohorts.rows_of(Year(2025, BEGUN + timedelta(days=400), events))

    assert early == []
    assert [(first, share) for _one, first, share in late] == [(40, 40), (20, 50), (20, 0)]


def test_few_first_timers_are_told_with_the_next_ones(app: Flask) -> None:
    events = tuple(held(n, [ENOUGH - 5, 10, 10, 10], second={n - 1: 10}) for n in range(3))

    rows = cohorts.rows_of(Year(2025, BEGUN + timedelta(days=500), events))

    assert all(first >= ENOUGH for _one, first, _share in rows)


def test_shares_of_roles_make_a_hundred_and_name_no_few(app: Flask) -> None:
    shares = [{0: 48, 1: 2, None: 10}, {0: 30, 1: 30}]
    events = tuple(held(n, [60], roles=one) for n, one in enumerate(shares))

    with app.test_request_context():
        rows = roles.rows_of(Year(2025, date(2026, 1, 1), events, ROLES))

    assert all(sum(one.values()) == 100 for _stretch, one in rows)
    assert {role.name for _stretch, one in rows for role in one} == {"Leader", "Others"}


@pytest.fixture(scope="module")
def speaking() -> Iterator[None]:
    """Words for pictures, once for all examples."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


@given(EVENTS)
def test_every_number_of_people_that_a_year_shows_is_nobody_or_five(
    speaking: None, events: tuple[Held, ...]
) -> None:
    year = Year(2025, date(2026, 12, 1), events, ROLES)
    drawn = [entry.draw(year) for entry in gallery.OF_A_YEAR]

    for picture in drawn:
        if picture.shown:
            assert not any(map(hiding.few, picture.people.values())), picture.name


def test_how_many_kept_coming_never_leaves_few(app: Flask) -> None:
    events = (held(0, [30]), held(1, [10, 28, 0, 0]))

    with app.test_request_context():
        picture = regulars.draw(Year(2025, date(2026, 1, 1), events))

    numbers = [row[1] for row in picture.table.rows]
    assert numbers == [40, 28]
