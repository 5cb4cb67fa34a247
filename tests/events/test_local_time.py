"""Times on the clocks of a place, in every zone and on every night when clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.events.local_time import Skipped, moment, repeated, repeated_offset, twice

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)


def test_a_time_on_the_clocks_of_a_place_is_a_moment() -> None:
    found = moment(date(2026, 7, 1), time(18), LONDON)

    assert found == datetime(2026, 7, 1, 17, tzinfo=UTC)


def test_a_time_that_the_clocks_jump_over_does_not_exist() -> None:
    with pytest.raises(Skipped):
        moment(FORWARD, time(1, 30), LONDON)


def test_an_hour_that_comes_twice_means_its_first_time() -> None:
    found = moment(BACK, time(1, 30), LONDON)

    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert twice(BACK, time(1, 30), LONDON)
    assert not twice(BACK, time(2, 30), LONDON)


def test_an_end_within_the_doubled_hour_lies_after_its_beginning() -> None:
    begins = moment(BACK, time(1, 45), LONDON)

    ends = moment(BACK, time(1, 15), LONDON, after=begins)

    assert ends == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.times(),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_a_moment_reads_back_as_what_was_typed(day: date, at: time, name: str) -> None:
    zone = ZoneInfo(name)

    try:
        found = moment(day, at, zone)
    except Skipped:
        return

    assert found.astimezone(zone).replace(tzinfo=None) == datetime.combine(day, at)


@cache
def jumps(name: str) -> list[datetime]:
    """The moments from 2024 to 2029 when the clocks of a zone are changed, to the minute."""
    zone, found = ZoneInfo(name), []
    at, step = datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=20)
    while at.year < 2030:
        low, high = at, at + step
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at += step
    return found


CHANGING = [name for name in clock.zones() if jumps(name)]


@st.composite
def evenings(draw: st.DrawFn) -> tuple[datetime, datetime, ZoneInfo, int]:
    """An event that is repeated into a night when clocks are changed somewhere."""
    name = draw(st.sampled_from(CHANGING))
    jump, zone = draw(st.sampled_from(jumps(name))), ZoneInfo(name)
    days = draw(st.integers(1, 400))
    wall = shown(jump, zone) + timedelta(minutes=5 * draw(st.integers(-80, 80)), days=-days)
    starts = wall.replace(tzinfo=zone).astimezone(UTC)
    return starts, starts + timedelta(minutes=5 * draw(st.integers(1, 150))), zone, days


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


@given(evenings())
def test_what_is_repeated_shows_the_same_on_the_clocks_or_says_what_it_shows(given_evening) -> None:
    starts, ends, zone, days = given_evening

    then = repeated(starts, ends, zone, days=days)

    odd = {oddity.wanted: oddity for oddity in then.oddities}
    wanted = [shown(at, zone) + timedelta(days=days) for at in (starts, ends)]
    assert then.starts_at < then.ends_at
    assert shown(then.starts_at, zone) == (odd[wanted[0]].taken if wanted[0] in odd else wanted[0])
    if shown(then.ends_at, zone) not in (
        wanted[1],
        odd[wanted[1]].taken if wanted[1] in odd else 0,
    ):
        # Only where the clocks leave nothing between the two does the length count.
        assert then.ends_at - then.starts_at == ends - starts
        assert wanted[1] <= wanted[0] or wanted[0] in odd


@given(evenings())
def test_a_time_is_odd_only_where_the_clocks_skip_or_double_it(given_evening) -> None:
    starts, ends, zone, days = given_evening

    then = repeated(starts, ends, zone, days=days)

    for oddity in then.oddities:
        day, at = oddity.wanted.date(), oddity.wanted.time()
        if oddity.skipped:
            with pytest.raises(Skipped):
                moment(day, at, zone)
        else:
            assert twice(day, at, zone)


def test_a_late_evening_copied_onto_the_night_of_the_change_ends_at_its_hour() -> None:
    starts = datetime(2027, 3, 20, 22, tzinfo=UTC)

    spring = repeated(starts, starts + timedelta(hours=5), LONDON, days=7)
    autumn = repeated(starts, starts + timedelta(hours=5), LONDON, days=7 * 32)

    for then, length in ((spring, 4), (autumn, 6)):
        hours = [shown(at, LONDON).hour for at in (then.starts_at, then.ends_at)]
        assert hours == [22, 3]
        assert then.ends_at - then.starts_at == timedelta(hours=length)
        assert then.oddities == ()


def test_a_skipped_time_becomes_as_much_later_as_the_clocks_jump() -> None:
    starts = datetime(2026, 3, 22, 1, 30, tzinfo=UTC)

    then = repeated(starts, starts + timedelta(hours=1), LONDON, days=7)

    (odd,) = then.oddities
    assert odd.skipped
    assert (odd.wanted.time(), odd.taken.time()) == (time(1, 30), time(2, 30))
    # From 02:30 to 02:30 there is no time: the event keeps its length.
    assert then.ends_at - then.starts_at == timedelta(hours=1)


def test_a_closing_the_day_before_keeps_its_clocks_and_one_nearby_its_length() -> None:
    starts, again = (datetime(2027, 3, day, 17 - (day > 27), tzinfo=UTC) for day in (21, 28))

    offsets = [repeated_offset(minutes, starts, LONDON, again_at=again) for minutes in (-60, -1500)]

    assert offsets == [-60, -1440]
