from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.local import Skipped, moment, twice

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
