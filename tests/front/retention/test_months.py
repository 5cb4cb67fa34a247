"""Months on a calendar."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from eventapp.front.retention import months

FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
MOMENTS = some.datetimes(
    min_value=FIRST, max_value=FIRST.replace(year=2100), timezones=some.just(UTC)
)


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    january = datetime(2027, 1, 31, 20, tzinfo=UTC)

    assert months.after(january, 1) == january.replace(month=2, day=28)
    assert months.before(january, 11) == january.replace(year=2026, month=2, day=28)
    assert months.after(january, 36) == january.replace(year=2030)


@given(MOMENTS, some.integers(1, 48))
def test_there_and_back_is_at_most_three_days_off_and_never_later(
    moment: datetime, number: int
) -> None:
    back = months.before(months.after(moment, number), number)

    assert timedelta() <= moment - back <= timedelta(days=3)


@given(MOMENTS, MOMENTS, some.integers(1, 48))
def test_what_is_earlier_stays_earlier(one: datetime, other: datetime, number: int) -> None:
    first, second = sorted((one, other))

    # As long as the time of day is the same: two of one day stay in their order, too.
    if first.date() < second.date():
        assert months.after(first, number).date() <= months.after(second, number).date()
