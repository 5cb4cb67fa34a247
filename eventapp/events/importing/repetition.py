"""The dates of an event that repeats, as its calendar's rule says, within bounds (pure).

The rules by which people meet are followed: by days, weeks, months and years. None of them takes longer
for naming a day that never comes: at most each day of the time that matters is looked at once.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

# So many dates of one series come in, and none later than so long from now.
DATES = 100
AHEAD = timedelta(days=366)
# Clocks that aren't known: no others are so far ahead, so no date is lost that is part of a series.
SOMEWHERE = timezone(timedelta(hours=14))
# A rule by which people meet is short; every day that matters is compared with all that it lists.
LONGEST = 300
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS",
}  # fmt: skip


class NotFollowed(ValueError):
    """A rule that isn't understood, or repeats more often than daily."""


@dataclass(frozen=True)
class _Rule:
    pace: str
    interval: int
    count: int | None
    until: datetime | None
    week_begins: int
    # Weekdays with which one of the month it is, as -1 for the last; 0 is each.
    weekdays: tuple[tuple[int, int], ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    positions: tuple[int, ...]


def dates(
    rule: str | None,
    starts: datetime,
    *,
    until: datetime,
    zone: tzinfo = SOMEWHERE,
    added: Collection[datetime] = (),
    without: Collection[datetime] = (),
) -> list[datetime]:
    """When a series takes place, on the clocks of its place, `zone`: its dates until then, in order.

    `starts`, `until`, `added` and `without` are times on those clocks, without a zone. The first date
    counts whatever the rule says, as in every calendar; without a rule there are those that are added.
    NotFollowed when the rule can't be read.
    """
    found = {starts, *(at for at in added if at <= until)}
    if rule is not None:
        found.update(_by_rule(_read(rule, zone), starts, until))
    return sorted(found.difference(without))


def near(dates: Sequence[datetime], now: datetime) -> slice:
    """Which dates of a long series come in: those around now, as many to come as are over if it can be."""
    over = bisect_left(dates, now)
    past = min(over, max(DATES // 2, DATES - (len(dates) - over)))
    return slice(over - past, over - past + DATES)


def _by_rule(rule: _Rule, starts: datetime, until: datetime) -> Iterator[datetime]:
    last, number = min(until, rule.until or until), 1
    for day in _PACES[rule.pace](rule, starts.date(), last.date()):
        if rule.count is not None and number >= rule.count:
            return
        at = datetime.combine(day, starts.time())
        if starts < at <= last:
            number += 1
            yield at


def _read(rule: str, zone: tzinfo) -> _Rule:
    if len(rule) > LONGEST:
        raise NotFollowed(rule)
    parts = {
        name.strip().upper(): value.strip().upper()
        for name, _is, value in (part.partition("=") for part in rule.split(";") if part.strip())
    }
    if not parts.keys() <= _KNOWN or parts.get("FREQ") not in _PACES:
        raise NotFollowed(rule)
    try:
        found = _Rule(
            parts["FREQ"],
            int(parts.get("INTERVAL", "1")),
            int(parts["COUNT"]) if "COUNT" in parts else None,
            _until(parts["UNTIL"], zone) if "UNTIL" in parts else None,
            WEEKDAYS.index(parts.get("WKST", "MO")),
            tuple(map(_weekday, _listed(parts, "BYDAY"))),
            tuple(map(int, _listed(parts, "BYMONTHDAY"))),
            tuple(map(int, _listed(parts, "BYMONTH"))),
            tuple(map(int, _listed(parts, "BYSETPOS"))),
        )
    except ValueError as error:
        raise NotFollowed(rule) from error
    if found.interval < 1 or _odd(found):
        raise NotFollowed(rule)
    return found


def _odd(rule: _Rule) -> bool:
    """Whether a rule says something that nobody means who meets: the 20th Monday of a year."""
    nth = any(which for which, _day in rule.weekdays)
    return {
        "DAILY": nth or bool(rule.positions),
        "WEEKLY": nth or bool(rule.positions or rule.days),
        "MONTHLY": False,
        "YEARLY": (
            (not rule.months and bool(rule.weekdays or rule.days))
            or (len(rule.months) > 1 and bool(rule.positions))
        ),
    }[rule.pace]


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return [one for one in parts.get(name, "").split(",") if one]


def _weekday(text: str) -> tuple[int, int]:
    return int(text[:-2] or 0), WEEKDAYS.index(text[-2:])


def _until(text: str, zone: tzinfo) -> datetime:
    """The last moment that a rule names, on the clocks of a place: a day to its end."""
    found = datetime.fromisoformat(text.rstrip("Z"))
    if "T" not in text:
        return found + timedelta(days=1, seconds=-1)
    if not text.endswith("Z"):
        return found
    try:
        return found.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    except OverflowError:
        # The last moment of the year 9999 is how some programs say for good.
        return found


def _daily(rule: _Rule, first: date, last: date) -> Iterator[date]:
    wanted = {day for _which, day in rule.weekdays}
    day = first
    while day <= last:
        if (
            (not wanted or day.weekday() in wanted)
            and (not rule.months or day.month in rule.months)
            and (not rule.days or _on(day, rule.days))
        ):
            yield day
        day += timedelta(days=rule.interval)


def _on(day: date, days: Sequence[int]) -> bool:
    length = monthrange(day.year, day.month)[1]
    return day.day in days or day.day - length - 1 in days


def _weekly(rule: _Rule, first: date, last: date) -> Iterator[date]:
    wanted = {day for _which, day in rule.weekdays} or {first.weekday()}
    week = first - timedelta(days=(first.weekday() - rule.week_begins) % 7)
    while week <= last:
        for day in (week + timedelta(days=n) for n in range(7)):
            fits = not rule.months or day.month in rule.months
            if day.weekday() in wanted and fits and first <= day <= last:
                yield day
        week += timedelta(days=7 * rule.interval)


def _monthly(rule: _Rule, first: date, last: date) -> Iterator[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for number in months[:: rule.interval]:
        if not rule.months or number % 12 + 1 in rule.months:
            yield from _of_month(rule, number // 12, number % 12 + 1, first)


def _yearly(rule: _Rule, first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1, rule.interval):
        for month in sorted(set(rule.months)) or [first.month]:
            if 1 <= month <= 12:
                yield from _of_month(rule, year, month, first)


def _of_month(rule: _Rule, year: int, month: int, first: date) -> list[date]:
    """The days of one month, in order; those before the beginning of the series among them."""
    length = monthrange(year, month)[1]
    days = [date(year, month, n) for n in range(1, length + 1)]
    if rule.weekdays:
        days = [day for day in days if _nth(day, length, rule.weekdays)]
    if rule.days:
        days = [day for day in days if _on(day, rule.days)]
    if not rule.weekdays and not rule.days:
        days = [day for day in days if day.day == first.day]
    if rule.positions:
        places = {n if n > 0 else len(days) + n + 1 for n in rule.positions}
        days = [day for n, day in enumerate(days, 1) if n in places]
    return [day for day in days if day >= first]


def _nth(day: date, length: int, weekdays: Sequence[tuple[int, int]]) -> bool:
    which, from_end = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
    return any(
        day.weekday() == weekday and number in {0, which, from_end} for number, weekday in weekdays
    )


_PACES: dict[str, Callable[[_Rule, date, date], Iterator[date]]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}
