"""The months by their names, as calendars of a language have them (pure)."""

from functools import cache

from babel import Locale
from babel.dates import get_month_names


@cache
def numbers(*tags: str) -> dict[str, int]:
    """The numbers of months by their names in some languages, short and whole, in lower case and
    without a point; of two languages with one name the later one counts."""
    found: dict[str, int] = {}
    for tag in tags:
        locale = Locale.parse(tag)
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                names = get_month_names(width, context, locale)
                found |= {name.lower().rstrip("."): number for number, name in names.items()}
    return found
