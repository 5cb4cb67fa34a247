"""Months on a calendar, there and back (pure)."""

from calendar import monthrange
from datetime import datetime


def after(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last of that month."""
    count = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(count, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of that month."""
    return after(moment, -months)
