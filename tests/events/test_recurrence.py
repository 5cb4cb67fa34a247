"""A rule gives days, and the days keep their hours on the clocks of the place."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events.recurrence import (
    MOST,
    EndsBefore,
    Hours,
    NoSuchTime,
    Rhythm,
    is_last,
    nth,
    times,
)

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = st.dates(date(2020, 1, 1), date(2060, 1, 1))


def test_six_tuesdays_from_17_march_not_on_7_april_remain_six():
    days = Rhythm(date(2026, 3, 17), number=6, left_out=frozenset({date(2026, 4, 7)})).days()

    assert [f"{day:%a %d %m}" for day in days] == [
        "Tue 17 03", "Tue 24 03", "Tue 31 03", "Tue 14 04", "Tue 21 04", "Tue 28 04",
    ]  # fmt: skip


def test_it_goes_on_until_a_day_and_that_day_is_one_of_them():
    rule = Rhythm(date(2026, 3, 17), frozenset({1, 3}), number=1, until=date(2026, 3, 26))

    assert [day.day for day in rule.days()] == [17, 19, 24, 26]


def test_every_second_week_counts_from_the_week_of_the_first_day():
    rule = Rhythm(date(2026, 3, 18), frozenset({0, 2}), every=2, number=4)

    assert [f"{day:%d %m}" for day in rule.days()] == ["18 03", "30 03", "01 04", "13 04"]


@given(
    first=DAYS,
    weekdays=st.frozensets(st.integers(0, 6)),
    every=st.integers(1, 13),
    number=st.integers(1, MOST),
    near=st.frozensets(st.integers(0, 200), max_size=9),
)
def test_a_rule_makes_as_many_as_it_says_on_its_weekdays_and_never_one_left_out(
    first, weekdays, every, number, near
):
    left_out = frozenset(first + timedelta(days=n) for n in near)

    days = Rhythm(first, weekdays, every, number, left_out=left_out).days()

    monday = first - timedelta(days=first.weekday())
    assert len(days) == number
    assert days == sorted(set(days))
    assert not left_out & set(days)
    assert days[0] >= first
    for day in days:
        assert day.weekday() in (weekdays or {first.weekday()})
        assert (day - monday).days // 7 % every == 0


@given(first=DAYS, weekdays=st.frozensets(st.integers(0, 6)), more=st.integers(-9, 3000))
def test_until_a_day_ends_there_and_is_never_endless(first, weekdays, more):
    until = first + timedelta(days=more)

    days = Rhythm(first, weekdays, until=until).days()

    assert len(days) <= MOST + 1
    assert all(first <= day <= until for day in days)
    if len(days) <= MOST:
        kinds = weekdays or {first.weekday()}
        all_days = (first + timedelta(days=n) for n in range(more + 1))
        assert days == [day for day in all_days if day.weekday() in kinds]


@given(first=DAYS, number=st.integers(1, 40), starts=st.integers(4 * 60, 20 * 60))
def test_the_clocks_show_the_same_hours_in_summer_and_winter(first, number, starts):
    begin, end = time(starts // 60, starts % 60), time((starts + 90) // 60, (starts + 90) % 60)

    found = times(Rhythm(first, number=number).days(), Hours(begin, end), BERLIN)

    for one in found:
        assert one.starts_at.astimezone(BERLIN).time() == begin
        assert one.ends_at.astimezone(BERLIN).time() == end
        assert one.oddities == ()


def test_a_skipped_hour_names_its_day():
    days = Rhythm(date(2027, 3, 21), number=3).days()

    with pytest.raises(NoSuchTime) as no:
        times(days, Hours(time(1), time(2, 30)), BERLIN)

    assert (no.value.day, no.value.at) == (date(2027, 3, 28), time(2, 30))


def test_an_hour_that_comes_twice_is_said_and_the_first_is_taken():
    [one] = times([date(2027, 10, 31)], Hours(time(2, 30), time(4)), BERLIN)

    assert f"{one.starts_at:%H:%M}" == "00:30"
    assert [f"{odd.wanted:%H:%M}" for odd in one.oddities] == ["02:30"]


def test_an_evening_may_go_past_midnight_but_not_back():
    [one] = times([date(2027, 5, 1)], Hours(time(22), time(1), nights=1), BERLIN)

    assert one.ends_at - one.starts_at == timedelta(hours=3)
    with pytest.raises(EndsBefore):
        times([date(2027, 5, 1)], Hours(time(22), time(1)), BERLIN)


def test_every_second_thursday_of_the_month_is_one_a_month():
    days = Rhythm(date(2026, 12, 10), number=4, monthly="weekday").days()

    assert [f"{day:%a %d %b}" for day in days] == [
        "Thu 10 Dec", "Thu 14 Jan", "Thu 11 Feb", "Thu 11 Mar",
    ]  # fmt: skip


def test_a_month_without_such_a_day_is_passed_over():
    by_day = Rhythm(date(2026, 12, 31), number=4, monthly="day").days()
    fifth = Rhythm(date(2026, 12, 31), number=2, monthly="weekday").days()

    assert [f"{day:%d %b}" for day in by_day] == ["31 Dec", "31 Jan", "31 Mar", "31 May"]
    assert [f"{day:%a %d %b}" for day in fifth] == ["Thu 31 Dec", "Thu 29 Apr"]


@given(
    first=DAYS,
    monthly=st.sampled_from(("weekday", "last", "day")),
    every=st.integers(1, 13),
    number=st.integers(1, MOST),
    near=st.frozensets(st.integers(0, 400), max_size=9),
)
def test_by_month_each_day_is_counted_as_the_first_one_and_months_keep_their_distance(
    first, monthly, every, number, near
):
    left_out = frozenset(first + timedelta(days=n) for n in near)

    days = Rhythm(first, every=every, number=number, left_out=left_out, monthly=monthly).days()

    assert len(days) == number
    assert days == sorted(set(days))
    assert not left_out & set(days)
    assert days[0] >= first
    for day in days:
        assert (12 * (day.year - first.year) + day.month - first.month) % every == 0
        if monthly == "day":
            assert day.day == first.day
        else:
            assert day.weekday() == first.weekday()
            assert is_last(day) if monthly == "last" else nth(day) == nth(first)
