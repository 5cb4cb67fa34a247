"""Set times: every evening at six on the event's clock, and the closing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.followups.introductions.set_times import following, latest, set_times

ZONES = st.sampled_from(
    ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"]
)
FROM = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3_000_000).map(lambda minutes: FROM + timedelta(minutes=minutes))


def on_clocks(times: list[datetime], zone: str) -> list[str]:
    return [one.astimezone(ZoneInfo(zone)).strftime("%d %H:%M") for one in times]


def test_introductions_leave_every_evening_and_at_closing() -> None:
    begins = datetime(2026, 3, 13, 8, tzinfo=UTC)
    closes = datetime(2026, 3, 15, 21, tzinfo=UTC)

    times = set_times(begins, closes, "Europe/London")

    assert on_clocks(times, "Europe/London") == ["13 18:00", "14 18:00", "15 18:00", "15 21:00"]


@pytest.mark.parametrize(
    ("begins", "hours"),
    [
        # Clocks go forward in the night to 29 March 2026, and back in that to 25 October.
        (datetime(2026, 3, 28, 9, tzinfo=UTC), [18, 17, 17]),
        (datetime(2026, 10, 24, 9, tzinfo=UTC), [17, 18, 18]),
    ],
)
def test_six_is_six_on_the_clocks_of_the_event_when_they_change(
    begins: datetime, hours: list[int]
) -> None:
    times = set_times(begins, begins + timedelta(days=2, hours=11), "Europe/London")

    assert [one.hour for one in times[:3]] == hours


def test_cards_that_go_out_after_six_wait_for_the_next_evening() -> None:
    begins = datetime(2026, 6, 1, 18, 1, tzinfo=ZoneInfo("Europe/Paris"))

    times = set_times(begins, begins + timedelta(days=1), "Europe/Paris")

    assert on_clocks(times, "Europe/Paris") == ["02 18:00", "02 18:01"]


def test_before_any_card_is_out_only_the_closing_is_set() -> None:
    closes = datetime(2026, 6, 1, 18, tzinfo=UTC)

    assert set_times(None, closes, "Europe/Paris") == [closes]


@given(begins=MOMENTS, hours=st.integers(0, 400), zone=ZONES)
def test_times_follow_one_another_and_end_with_the_closing(
    begins: datetime, hours: int, zone: str
) -> None:
    closes = begins + timedelta(hours=hours)

    times = set_times(begins, closes, zone)

    assert times == sorted(set(times))
    assert times[-1] == closes
    assert all(begins <= one for one in times)
    assert {one.astimezone(ZoneInfo(zone)).hour for one in times[:-1]} <= {18}


@given(begins=MOMENTS, hours=st.integers(0, 400), later=st.integers(-9000, 30000), zone=ZONES)
def test_each_moment_lies_between_the_last_time_and_the_next(
    begins: datetime, hours: int, later: int, zone: str
) -> None:
    times = set_times(begins, begins + timedelta(hours=hours), zone)
    now = begins + timedelta(minutes=later)

    before, after = latest(times, now), following(times, now)

    assert before is None or before <= now
    assert after is None or now < after
    assert sum(one is not None for one in (before, after)) >= 1
    assert not [one for one in times if (before or now) < one < (after or now)]
