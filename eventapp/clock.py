"""The time now, and how times read: in the event's zone, in the reader's language."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import dates
from babel.core import Locale
from flask_babel import get_locale


def now() -> datetime:
    """This moment, in UTC, to the second: what is kept and what a calendar can carry."""
    return datetime.now(UTC).replace(microsecond=0)


@cache
def zones() -> list[str]:
    """The time zones an event may be in, by their IANA names."""
    return sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))


def _locale() -> Locale:
    return get_locale() or Locale("en")


def wall(moment: datetime, zone: str) -> datetime:
    """What the clocks of a zone show, without the zone: as spreadsheets have times."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def day(moment: datetime, zone: str) -> str:
    """As in 'Thursday 26 November 2026'."""
    return _day(moment.astimezone(UTC), zone, _locale())


def short_day(moment: datetime, zone: str) -> str:
    """As in 'Thu 26 Nov'."""
    return _short_day(moment.astimezone(UTC), zone, _locale())


def hour(moment: datetime, zone: str) -> str:
    """As in '18:00', or '6:00 pm' where people write so."""
    return _hour(moment.astimezone(UTC), zone, _locale())


# One page says the same few moments many times, and so do all the pages and letters of an event.
_kept = lru_cache(maxsize=2000)


@_kept
def _day(moment: datetime, zone: str, locale: Locale) -> str:
    return dates.format_date(moment.astimezone(ZoneInfo(zone)), "full", locale=locale)


@_kept
def _short_day(moment: datetime, zone: str, locale: Locale) -> str:
    return dates.format_skeleton("MMMEd", moment, ZoneInfo(zone), locale=locale)


@_kept
def _hour(moment: datetime, zone: str, locale: Locale) -> str:
    return dates.format_time(moment, "short", ZoneInfo(zone), locale=locale)


@_kept
def _zone_name(moment: datetime, zone: str, locale: Locale) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    name = dates.get_timezone_name(local, width="short", locale=locale)
    return name if name.isalpha() else dates.get_timezone_location(local, locale=locale)


def hour_on(moment: datetime, zone: str, *, beside: datetime) -> str:
    """As in '18:00', with its day as in '18:00, Wed 25 Nov' when that isn't the day of `beside`."""
    local = [one.astimezone(ZoneInfo(zone)).date() for one in (moment, beside)]
    return hour(moment, zone) + (f", {short_day(moment, zone)}" if local[0] != local[1] else "")


def hours(start: datetime, end: datetime, zone: str) -> str:
    """As in '18:00–20:30'; the end carries its day when it is another one."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    tail = hour(end, zone)
    if first.date() != last.date():
        tail = f"{short_day(end, zone)}, {tail}"
    return f"{hour(start, zone)}–{tail}"


def zone_name(moment: datetime, zone: str) -> str:
    """As in 'GMT', or 'Japan Time' where readers have no short name for it."""
    return _zone_name(moment.astimezone(UTC), zone, _locale())


def when(start: datetime, end: datetime, zone: str) -> str:
    """Day, hours and zone, as a mail or a page says them."""
    return f"{day(start, zone)}, {hours(start, end, zone)} ({zone_name(start, zone)})"
