"""The dates of a series: as dateutil has them, and never later than they matter."""

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.importing import repetition

START = datetime.fromisoformat("2026-01-06T18:30")
UNTIL = datetime.fromisoformat("2028-01-01")
DAYS = st.sampled_from(repetition.WEEKDAYS)
NTH = st.builds("{}{}".format, st.sampled_from(["1", "2", "3", "4", "-1"]), DAYS)


def listed(of: st.SearchStrategy, most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(of, min_size=1, max_size=most, unique=True).map(
        lambda one: ",".join(map(str, one))
    )


RULES = st.one_of(
    st.builds("FREQ=DAILY;BYDAY={}".format, listed(DAYS)),
    st.builds("FREQ=WEEKLY;BYDAY={};WKST={}".format, listed(DAYS), DAYS),
    st.builds("FREQ=MONTHLY;BYDAY={}".format, listed(NTH)),
    st.builds(
        "FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, listed(DAYS), st.sampled_from([1, 2, -1])
    ),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, listed(st.sampled_from([1, 6, 15, 31, -1]))),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}".format, listed(st.integers(1, 12)), listed(NTH)),
    st.just("FREQ=MONTHLY"),
    st.just("FREQ=YEARLY"),
)


@given(RULES, st.integers(1, 4), st.one_of(st.none(), st.integers(1, 20)))
def test_the_dates_are_those_that_dateutil_finds(rule, interval, number):
    full = f"{rule};INTERVAL={interval}" + (f";COUNT={number}" if number else "")

    found = repetition.dates(full, START, until=UNTIL)

    theirs = rrulestr(f"{rule};INTERVAL={interval}", dtstart=START).between(START, UNTIL, inc=True)
    # The first date counts whatever the rule says (RFC 5545, 3.8.5.3).
    wanted = sorted({START, *theirs})[:number]
    assert found == wanted


def test_a_day_that_never_comes_takes_no_time_to_find():
    """Looked at as often as there are days, not until the year 9999."""
    found = repetition.dates("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", START, until=UNTIL)

    assert found == [START]


@pytest.mark.parametrize("zone_end", ["20260120T173000Z", "20260120"])
def test_the_last_date_is_part_of_the_series(zone_end):
    found = repetition.dates(f"FREQ=WEEKLY;UNTIL={zone_end}", START, until=UNTIL)

    assert found == [START + timedelta(weeks=n) for n in range(3)]


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=HOURLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=YEARLY;BYWEEKNO=3", "FREQ=WEEKLY;BYDAY=X",
     "FREQ=WEEKLY;UNTIL=soon"],
)  # fmt: skip
def test_a_rule_that_is_not_understood_is_not_followed(rule):
    with pytest.raises(repetition.NotFollowed):
        repetition.dates(rule, START, until=UNTIL)


@given(st.integers(0, 400), st.integers(0, 400))
def test_of_a_long_series_those_around_now_come_in(over: int, ahead: int) -> None:
    days = [START + timedelta(days=n) for n in range(over + ahead)]

    near = days[repetition.near(days, START + timedelta(days=over))]

    past = [day for day in near if day < START + timedelta(days=over)]
    assert len(near) == min(repetition.DATES, over + ahead)
    assert past == days[over - len(past) : over], "the latest of those that are over"
    assert near[len(past) :] == days[over : over + len(near) - len(past)], (
        "the next of those to come"
    )
    assert len(past) >= min(over, repetition.DATES // 2)
    assert len(near) - len(past) >= min(ahead, repetition.DATES // 2)
