"""A time on the clocks of a place, as a moment: what to do when clocks are changed (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# Further from the start than this, a time is one on the clocks; nearer, a length: 'an hour before'.
A_DAY = 24 * 60


class Skipped(ValueError):
    """The clocks of the place jump over this time on that day."""


@dataclass(frozen=True)
class Oddity:
    """A time that a repeated event would have had, but which is skipped that night or comes twice.

    `wanted` is what the clocks showed before, `taken` what they show now; the same when it comes
    twice.
    """

    wanted: datetime
    taken: datetime

    @property
    def skipped(self) -> bool:
        """Whether there is no such time that night."""
        return self.wanted != self.taken


@dataclass(frozen=True)
class Repeated:
    """An event's times on other days, in UTC, and what of them the clocks don't allow."""

    starts_at: datetime
    ends_at: datetime
    oddities: Sequence[Oddity] = ()


def moment(day: date, at: time, zone: ZoneInfo, *, after: datetime | None = None) -> datetime:
    """The moment in UTC when the clocks of a zone show a time on a day.

    An hour that comes twice means its first time, or the second when only that lies after `after`
    (an end after its beginning). Skipped when the clocks go forward past it.
    """
    local = datetime.combine(day, at)
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _shown(first, zone) != local:
        raise Skipped(f"{local:%Y-%m-%d %H:%M} in {zone.key}")
    return second if after is not None and first <= after < second else first


def twice(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks of a zone show a time twice on a day, because they go back."""
    local = datetime.combine(day, at)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.utcoffset() > second.utcoffset()  # type: ignore[operator]


def repeated(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, *, days: int) -> Repeated:
    """The same times on the clocks of a place, so many days later.

    A skipped time becomes as much later as the clocks jump. Where the clocks leave no time between
    the two (or showed none before), the end comes as long after the beginning as it did.
    """
    starts, first = _later(starts_at, zone, days=days, after=None)
    ends, last = _later(ends_at, zone, days=days, after=starts)
    if ends <= starts:
        ends, last = starts + (ends_at - starts_at), None
    return Repeated(starts, ends, tuple(odd for odd in (first, last) if odd))


def repeated_offset(
    minutes: int, starts_at: datetime, zone: ZoneInfo, *, again_at: datetime
) -> int:
    """Minutes from the start, for an event that is repeated at another time.

    What lies within a day of the start stays as long before or after it; what lies further away
    keeps its time on the clocks.
    """
    if abs(minutes) < A_DAY:
        return minutes
    days = (_shown(again_at, zone).date() - _shown(starts_at, zone).date()).days
    then, _odd = _later(starts_at + timedelta(minutes=minutes), zone, days=days, after=None)
    return round((then - again_at) / timedelta(minutes=1))


def _shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show at a moment."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def hour(local: datetime) -> time:
    """What a clock shows at a moment that is read on it, as a form's field has it."""
    return local.time().replace(tzinfo=None, fold=0)


def _later(
    at: datetime, zone: ZoneInfo, *, days: int, after: datetime | None
) -> tuple[datetime, Oddity | None]:
    wanted = _shown(at, zone) + timedelta(days=days)
    try:
        found = moment(wanted.date(), wanted.time(), zone, after=after)
    except Skipped:
        # Read with the offset before the jump: as much later as the clocks jump.
        found = wanted.replace(tzinfo=zone, fold=0).astimezone(UTC)
        return found, Oddity(wanted, _shown(found, zone))
    doubled = twice(wanted.date(), wanted.time(), zone)
    return found, Oddity(wanted, wanted) if doubled else None
