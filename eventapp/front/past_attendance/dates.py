"""Days as lists write them: ISO, with dots or slashes, with a month's English name (pure)."""

import re
from collections.abc import Iterable
from datetime import date, time

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_PARTS = re.compile(
    r"\b(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})(?!\d)"
)
_NAMED = (
    re.compile(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?P<month>[a-z]{3})[a-z]*\.?,? (?P<year>\d{4})\b",
        re.I,
    ),
    re.compile(
        r"\b(?P<month>[a-z]{3})[a-z]*\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})\b", re.I
    ),
)
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\b)?", re.I
)


def month_first(texts: Iterable[str]) -> bool | None:
    """Whether days such as 3/4/2024 name the month first, as some row of the list proves; None where
    none does."""
    for text in texts:
        match = _PARTS.search(text[:60])
        if match and match["mark"] == "/":
            if int(match["a"]) > 12:
                return False
            if int(match["b"]) > 12:
                return True
    return None


def day(text: str, *, months_first: bool) -> date | None:
    """The day that a text names; None when it names none."""
    short = text[:60]
    if match := _ISO.search(short):
        return _made(match["year"], match["month"], match["day"])
    if match := _PARTS.search(short):
        turned = months_first and match["mark"] == "/"
        first, second = (match["b"], match["a"]) if turned else (match["a"], match["b"])
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        return _made(year, second, first)
    for pattern in _NAMED:
        if (match := pattern.search(short)) and match["month"].lower() in _MONTHS:
            month = _MONTHS.index(match["month"].lower()) + 1
            return _made(match["year"], str(month), match["day"])
    return None


def clock_time(text: str) -> time | None:
    """The time of day that a text names, midnight excepted; None when it names none.

    A spreadsheet writes midnight beside a day that has no time.
    """
    match = _TIME.search(text[:80])
    if not match:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"]:
        if hour > 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    if hour > 23 or minute > 59 or (hour, minute) == (0, 0):
        return None
    return time(hour, minute)


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
