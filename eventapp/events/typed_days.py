"""Days as people type them: '7 April, 14 April 2027', '7.4.', '2027-04-07' (pure).

python-dateutil knows English alone, and takes 7/4 for the fourth of July without a word; here months have
the names that they are given, and what may be two days is refused.
"""

import re
from collections.abc import Mapping
from datetime import date

# What may follow a day with a month's name: '2027', ', 2027', 'de 2027' as in Spanish and Portuguese.
_YEAR = r"(?:[,،]? (?:del? )?(?P<year>[0-9]{4})(?![-0-9]))?"
_FORMS = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?![0-9])"),
    re.compile(
        r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})"
        r"(?:\. ?(?P<year>[0-9]{4})(?![0-9.])|\.(?P<short>[0-9]{2})(?![0-9.])|\.|(?![0-9]))"
    ),
    re.compile(
        r"(?P<one>[0-9]{1,2})/(?P<other>[0-9]{1,2})(?:/(?:(?P<year>[0-9]{4})|(?P<short>[0-9]{2})))?(?![0-9/])"
    ),
    re.compile(
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)? ?(?:of |de )?(?P<name>[^\W\d_]+)\.?" + _YEAR
    ),
    re.compile(r"(?P<name>[^\W\d_]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![0-9])" + _YEAR),
)
# Commas and semicolons, also those of Arabic.
_BETWEEN = re.compile(r"[\s,;،؛]+")
# In so many years there is a 29 February again, also over a century that has none.
_YEARS = 9


class Unclear(ValueError):
    """Something typed that is no day (`what` is `unknown`) or may be one of two (`two`)."""

    def __init__(self, typed: str, what: str) -> None:
        super().__init__(f"{what}: {typed}")
        self.typed, self.what = typed, what


def read(typed: str, *, months: Mapping[str, int], first: date) -> list[date]:
    """The days of a text, in its order; one without a year is the next from `first` on.

    `months` are the numbers of months by their names, in lower case and without a point. Raises
    Unclear for what is no day, and for 7/4, which may be in April or in July.
    """
    text = " ".join(typed.split())
    found: list[date] = []
    at = 0
    while at < len(text):
        if between := _BETWEEN.match(text, at):
            at = between.end()
            continue
        at, day = _day(text, at, months, first)
        found.append(day)
    return found


def _day(text: str, at: int, months: Mapping[str, int], first: date) -> tuple[int, date]:
    for form in _FORMS:
        match = form.match(text, at)
        if match is None:
            continue
        said = {name: value for name, value in match.groupdict().items() if value}
        if "name" in said and said["name"].lower() not in months:
            continue
        day, month = _day_and_month(said, match[0], months)
        year = said.get("year") or ("20" + said["short"] if "short" in said else "")
        return match.end(), _dated(day, month, year, first, typed=match[0])
    raise Unclear(_piece(text, at), "unknown")


def _day_and_month(
    said: Mapping[str, str], typed: str, months: Mapping[str, int]
) -> tuple[int, int]:
    if "name" in said:
        return int(said["day"]), months[said["name"].lower()]
    if "one" not in said:
        return int(said["day"]), int(said["month"])
    one, other = int(said["one"]), int(said["other"])
    if one != other and one <= 12 and other <= 12:
        raise Unclear(typed, "two")
    return (one, other) if other <= 12 else (other, one)


def _dated(day: int, month: int, year: str, first: date, *, typed: str) -> date:
    years = [int(year)] if year else range(first.year, first.year + _YEARS)
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or found >= first:
            return found
    raise Unclear(typed.strip(), "unknown")


def _piece(text: str, at: int) -> str:
    """What stands there, up to the next comma: to name it."""
    return re.split(r"[,;،؛]", text[at:])[0].strip()[:40]
