"""A time on the clocks of a place, as a moment: what to do when clocks are changed (pure)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class Skipped(ValueError):
    """The clocks of the place jump over this time on that day."""


def moment(day: date, at: time, zone: ZoneInfo, *, after: datetime | None = None) -> datetime:
    """The moment in UTC when the clocks of a zone show a time on a day.

    An hour that comes twice means its first time, or the second when only that lies after `after`
    (an end after its beginning). Skipped when the clocks go forward past it.
    """
    local = datetime.combine(day, at)
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise Skipped(f"{local:%Y-%m-%d %H:%M} in {zone.key}")
    return second if after is not None and first <= after < second else first


def twice(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks of a zone show a time twice on a day, because they go back."""
    local = datetime.combine(day, at)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.utcoffset() > second.utcoffset()  # type: ignore[operator]
