"""Days as lists write them: ISO, with dots or slashes, with a month's name in any of our languages (pure)."""

import re
from collections.abc import Iterable
from datetime import date, time

from eventapp.events import month_names
from eventapp.rsvps.cells import clean
from eventapp.rsvps.topics import plain

# Those that pages are in, and countries that call a month otherwise.
LANGUAGES = (
    *("en", "en_GB", "de", "de_AT", "fr", "fr_CA", "es", "pt", "nl", "pl", "tr"),
    *("ar", "ar_SY", "ar_MA", "ar_DZ"),
)
_MONTHS = {plain(name): number for name, number in month_names.numbers(*LANGUAGES).items()}
# The longest first: a name may begin with another.
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=lambda name: (-len(name), name)))
_ISO = re.compile(r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_PARTS = re.compile(
    r"\b(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})(?!\d)"
)
# As in 7. März 2024, 1er mai 2024, 12 de mayo de 2024, 7-Mar-24; and in May 9th, 2024. As `plain` makes it.
_NAMED = (
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|ere?|\.?[oae])?\.?[\s/-]*(?:(?:of|de|d['’])\s*)?"
        rf"(?P<month>{_MONTH})(?![^\W\d_])\.?,?[\s/-]*(?:del?\s+)?"
        r"(?P<year>\d{4}|(?<=-)\d{2})(?!\d)"
    ),
    re.compile(
        rf"(?<![^\W\d_])(?P<month>{_MONTH})\.?[\s/-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
        r"[,\s/-]+(?P<year>\d{4})(?!\d)"
    ),
)
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\b)?", re.I
)


def month_first(texts: Iterable[str]) -> bool | None:
    """Whether days such as 3/4/2024 name the month first, as some row of the list proves; None where
    none does."""
    for text in texts:
        match = _PARTS.search(_short(text))
        if match and match["mark"] == "/":
            if int(match["a"]) > 12:
                return False
            if int(match["b"]) > 12:
                return True
    return None


def day(text: str, *, months_first: bool) -> date | None:
    """The day that a text names; None when it names none."""
    short = _short(text)
    if match := _ISO.search(short):
        return _made(match["year"], match["month"], match["day"])
    if match := _PARTS.search(short):
        turned = months_first and match["mark"] == "/"
        first, second = (match["b"], match["a"]) if turned else (match["a"], match["b"])
        return _made(match["year"], second, first)
    folded = plain(short)
    for pattern in _NAMED:
        if match := pattern.search(folded):
            return _made(match["year"], str(_MONTHS[match["month"]]), match["day"])
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


def _short(text: str) -> str:
    # Without the marks for the direction of writing, which Arabic days have inside.
    return clean(text[:60])


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
    except ValueError:
        return None
