"""The time now, and how times read: in the event's zone, in the reader's language."""

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel import dates
from babel.core import Locale
from flask_babel import get_locale
from flask_babel import gettext as _


def now() -> datetime:
    """This moment, in UTC, to the second: what is kept and what a calendar can carry."""
    return datetime.now(UTC).replace(microsecond=0)


@cache
def zones() -> list[str]:
    """The time zones an event may be in, by their IANA names."""
    return sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))


def _locale() -> Locale:
    return get_locale() or Locale("en")


def language() -> str:
    """The reader's language, as pages and documents name it."""
    return str(_locale()).replace("_", "-")


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
    # Without the point of a shortened month, which would stand twice where a sentence ends: 'Nov..'.
    said = dates.format_skeleton("MMMEd", moment, ZoneInfo(zone), locale=locale)
    return said.removesuffix(".")


@_kept
def _hour(moment: datetime, zone: str, locale: Locale) -> str:
    return dates.format_time(moment, "short", ZoneInfo(zone), locale=locale)


@_kept
def _zone_name(moment: datetime, zone: str, locale: Locale) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    name = dates.get_timezone_name(local, width="short", locale=locale)
    if name.isalpha():
        return name
    named = dates.get_timezone_location(local, locale=locale)
    if "(" in named:
        # It stands in brackets itself: for a country of several zones the city is enough.
        city = dates.get_timezone_location(local, locale=locale, return_city=True)
        named = _("%(city)s time", city=city)
    return f"{named}{_(', ')}{_offset(local)}"


def _offset(local: datetime) -> str:
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, left = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}" + (f":{left:02}" if left else "") if minutes else "UTC"


def hour_on(moment: datetime, zone: str, *, beside: datetime) -> str:
    """As in '18:00', with its day as in '18:00, Wed 25 Nov' when that isn't the day of `beside`."""
    local = [one.astimezone(ZoneInfo(zone)).date() for one in (moment, beside)]
    if local[0] == local[1]:
        return hour(moment, zone)
    return f"{hour(moment, zone)}{_(', ')}{short_day(moment, zone)}"


def hours(start: datetime, end: datetime, zone: str) -> str:
    """As in '18:00–20:30'; the end carries its day when it is another one.

    Where clocks change in between, each has its own zone, as in '01:30 (CET)–03:30 (CEST)'.
    """
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    head, tail = hour(start, zone), hour(end, zone)
    if first.date() != last.date():
        tail = f"{short_day(end, zone)}{_(', ')}{tail}"
    if _clocks_change(start, end, zone):
        head, tail = f"{head} ({zone_name(start, zone)})", f"{tail} ({zone_name(end, zone)})"
    return f"{head}–{tail}"


def _clocks_change(start: datetime, end: datetime, zone: str) -> bool:
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    return first.utcoffset() != last.utcoffset()


def zone_name(moment: datetime, zone: str) -> str:
    """As in 'GMT', or 'Japan Time, UTC+9' where readers have no short name for it."""
    return _zone_name(moment.astimezone(UTC), zone, _locale())


def when(start: datetime, end: datetime, zone: str) -> str:
    """Day, hours and zone, as a mail or a page says them."""
    said = f"{day(start, zone)}{_(', ')}{hours(start, end, zone)}"
    return said if _clocks_change(start, end, zone) else f"{said} ({zone_name(start, zone)})"
