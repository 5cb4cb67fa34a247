"""Three half-hours for two who were introduced, in every zone and beside all that they have to do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from eventapp import clock
from eventapp.followups.meetings.half_hours import AROUND_EVENTS, LENGTH, TIMES_OF_DAY, proposed

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
SANE = {at for times in TIMES_OF_DAY for at in times}

zones = st.sampled_from(clock.zones()).map(ZoneInfo)
# Naive, as the strategy wants them.
EARLY, LATE = (NOW.replace(year=year, tzinfo=None) for year in (2020, 2040))
moments = st.datetimes(EARLY, LATE, timezones=st.just(UTC))
events = st.lists(
    st.tuples(st.integers(0, 16 * 24), st.integers(1, 10)), max_size=20
)  # hours from then on, and how long


def at(since: datetime, hours: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    return [
        (start := since + timedelta(hours=begins), start + timedelta(hours=length))
        for begins, length in hours
    ]


@given(st.text(max_size=9), moments, zones)
def test_there_are_three_at_sane_hours_of_weekdays_to_come_on_days_of_their_own(
    seed: str, since: datetime, zone: ZoneInfo
) -> None:
    found = proposed(seed, since, zone, ())

    local = [start.astimezone(zone) for start in found]
    assert len({one.date() for one in local}) == 3
    assert found == sorted(found)
    assert all(one.weekday() < 5 and one.time() in SANE for one in local)
    today = since.astimezone(zone).date()
    assert all(3 <= (one.date() - today).days <= 14 for one in local)
    assert all(start > since + timedelta(days=1) for start in found)
    # One in the morning, one at noon, one in the early evening.
    assert len({one.hour // 4 for one in local}) == 3


@given(st.text(max_size=9), moments, zones, events)
def test_none_is_near_anything_that_either_has_to_do(
    seed: str, since: datetime, zone: ZoneInfo, hours: list[tuple[int, int]]
) -> None:
    busy = at(since, hours)

    found = proposed(seed, since, zone, busy)

    assert not [
        (start, begins)
        for start in found
        for begins, until in busy
        if start < until + AROUND_EVENTS and begins < start + LENGTH + AROUND_EVENTS
    ]
    assert len(set(found)) == len(found) <= 3


@given(st.text(max_size=9), moments, zones, events)
def test_they_stay_the_same(
    seed: str, since: datetime, zone: ZoneInfo, hours: list[tuple[int, int]]
) -> None:
    busy = at(since, hours)

    assert proposed(seed, since, zone, busy) == proposed(seed, since, zone, busy)


def test_two_pairs_of_one_evening_get_different_ones() -> None:
    found = {tuple(proposed(str(number), NOW, BERLIN, ())) for number in range(20)}

    assert len(found) > 10


def test_who_is_busy_all_noons_and_evenings_gets_three_mornings() -> None:
    since = datetime(2026, 11, 27, 0, tzinfo=UTC)
    busy = at(since, [(24 * day + 10, 10) for day in range(20)])

    local = [start.astimezone(BERLIN) for start in proposed("x", since, BERLIN, busy)]

    assert len({one.date() for one in local}) == 3
    assert {one.time() for one in local} <= {time(8, 30), time(9), time(9, 30)}


def test_who_has_no_half_hour_left_is_proposed_none() -> None:
    busy = [(NOW, NOW + timedelta(days=20))]

    assert proposed("x", NOW, BERLIN, busy) == []


def test_a_day_that_the_calendar_leaves_out_is_proposed_to_nobody() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    since = datetime(2011, 12, 25, tzinfo=UTC)

    days = {
        start.astimezone(samoa).date().isoformat()
        for seed in range(50)
        for start in proposed(str(seed), since, samoa, ())
    }

    assert "2011-12-30" not in days
    assert len(days) > 3
