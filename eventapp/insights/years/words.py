"""What the pictures of a year say alike."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from eventapp.insights.picture import Hidden
from eventapp.insights.years.year import Stretch


def months(stretch: Stretch) -> str:
    """The months of a stretch."""
    first, last = stretch.months
    return month(first) if first == last else f"{month(first)}–{month(last)}"


def month(day: date) -> str:
    """A month in short, as columns have it."""
    return format_date(day, "LLL")


def long_month(day: date) -> str:
    """A month with its year."""
    return format_date(day, "LLLL y")


def nothing_yet(name: str, about: str) -> Hidden:
    """Why nothing is shown yet."""
    return Hidden(
        name,
        about,
        _(
            "So far too few came. It is told month by month, once at least five people stand behind each number."
        ),
    )
