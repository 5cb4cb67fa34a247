"""What is odd about an event of a calendar, and what became of it there since, in sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.importing.found import Found
from eventapp.events.models import Event

_ODD: Mapping[str, Callable[[], str]] = {
    "private": lambda: _(
        "Its calendar keeps it private, so it isn’t ticked. Ticked, only your team sees it."
    ),
    "no_title": lambda: _("It has no title. Give it one."),
    "no_zone": lambda: _("No time zone is named. It was read on your community’s clocks."),
    "zone_unknown": lambda: _(
        "Its time zone has a name of its own. The moment is right; your community’s clocks show it."
    ),
    "all_day": lambda: _("It lasts all day. It was taken as from 9 to 5."),
    "no_end": lambda: _("It has no end that makes sense. It was taken as two hours long."),
    "no_place": lambda: _("No place is named, and no link to join."),
    "long": lambda: _("It lasts several days."),
    "not_followed": lambda: _(
        "It repeats by a rule that isn’t understood. This is its first date."
    ),
    "earlier": lambda: _("The series has earlier dates, too. They are left out."),
    "later": lambda: _(
        "The series goes on after this date. Bring its calendar in again later for the rest."
    ),
    "link_in_text": lambda: _(
        "Its description holds a link to join, and everybody reads the description."
    ),
}
_UNREAD: Mapping[str, Callable[[], str]] = {
    "no_start": lambda: _("It doesn’t say when it begins."),
    "far": lambda: _("Its date can’t be right."),
}


def odd(name: str) -> str:
    """What was taken for what was missing."""
    return _ODD[name]()


def unread(why: str) -> str:
    """Why an entry can't be an event."""
    return _UNREAD[why]()


def moved(found: Found, event: Event) -> str:
    """Where in time a calendar has what came in before, and where we do."""
    return _(
        "In the calendar it moved to %(there)s. Here it is on %(here)s.",
        there=_when(found.starts_at, found.ends_at, found.zone),
        here=_when(event.starts_at, event.ends_at, event.zone),
    )


def called_off(event: Event) -> str:
    """That a calendar has called off what still stands here."""
    here = _when(event.starts_at, event.ends_at, event.zone)
    return _("It is called off in the calendar. Here it still is on %(here)s.", here=here)


def gone(event: Event) -> str:
    """That a series of a calendar has a date no more."""
    here = _when(event.starts_at, event.ends_at, event.zone)
    return _("Its series has no such date any more. Here it still is on %(here)s.", here=here)


def _when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    day = f"{clock.short_day(starts_at, zone)} {starts_at.astimezone(ZoneInfo(zone)).year}"
    return f"{day}, {clock.hours(starts_at, ends_at, zone)}"
