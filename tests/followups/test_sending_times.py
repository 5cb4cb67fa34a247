"""When cards go out: the next morning on the clocks of the event, at a chosen moment, or not by themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.followups.sending.times import (
    EARLIEST,
    LATEST,
    MORNING_AFTER,
    OPEN_FOR,
    goes_out,
    have_come,
    morning_after,
)  # fmt: skip

END = datetime(2026, 11, 26, 20, 30, tzinfo=UTC)
ZONES = ("Europe/London", "Asia/Tokyo", "America/St_Johns", "Pacific/Apia", "America/Santiago")


@pytest.mark.parametrize(
    ("ends", "goes"),
    [
        ("2026-11-26 20:30", "2026-11-27 08:30"),
        ("2026-11-26 17:00", "2026-11-27 08:00"),
        ("2026-11-26 12:00", "2026-11-27 08:00"),
        ("2026-11-26 09:00", "2026-11-27 08:00"),
        ("2026-11-27 02:00", "2026-11-27 14:00"),
        # The clocks go forward in between, and back.
        ("2026-03-28 18:00", "2026-03-29 08:00"),
        ("2026-10-24 18:00", "2026-10-25 08:00"),
    ],
)
def test_cards_go_out_half_a_day_later_but_at_no_unearthly_hour(ends: str, goes: str) -> None:
    zone = ZoneInfo("Europe/Berlin")

    found = morning_after(
        datetime.fromisoformat(ends).replace(tzinfo=zone).astimezone(UTC), "Europe/Berlin"
    )

    assert f"{found.astimezone(zone):%Y-%m-%d %H:%M}" == goes


@given(
    st.integers(0, 10 * 366 * 24 * 60),
    st.sampled_from(ZONES),
)
def test_the_morning_after_is_within_a_day_and_by_day(minutes: int, zone: str) -> None:
    ends_at = END + timedelta(minutes=minutes)

    found = morning_after(ends_at, zone)

    assert EARLIEST <= found.astimezone(ZoneInfo(zone)).hour < LATEST
    assert MORNING_AFTER <= found - ends_at <= timedelta(hours=25)


def test_a_chosen_moment_counts_while_cards_can_go_out_at_it() -> None:
    def going_out(sends_at: datetime) -> datetime | None:
        return goes_out("at", sends_at, ends_at=END, zone="Europe/London")

    evening = END + timedelta(days=2)
    assert going_out(evening) == evening
    # The event was moved since.
    assert going_out(END - timedelta(minutes=1)) == morning_after(END, "Europe/London")
    assert going_out(END + OPEN_FOR) == morning_after(END, "Europe/London")


def test_cards_that_somebody_looks_at_first_never_go_out_by_themselves() -> None:
    assert goes_out("review", None, ends_at=END, zone="Europe/London") is None


@pytest.mark.parametrize(("hour", "goes"), [(7, False), (8, True), (19, True), (20, False)])
def test_cards_that_were_missed_go_out_by_day(hour: int, goes: bool) -> None:
    ends = datetime(2026, 3, 12, 21, tzinfo=UTC)
    now = datetime(2026, 3, 15, hour, 30, tzinfo=UTC)

    for mode, sends_at in (("morning", None), ("at", ends + timedelta(days=30))):
        assert have_come(mode, sends_at, ends_at=ends, zone="UTC", now=now) == goes
    chosen = ends + timedelta(hours=5)
    assert have_come("at", chosen, ends_at=ends, zone="UTC", now=now)
