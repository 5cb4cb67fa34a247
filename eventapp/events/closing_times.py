"""When an event begins and stops to take answers and to serve its waitlist, in words."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.events.models import Event

# Longer than any event lasts.
AT_THE_END = 32 * 24 * 60
A_YEAR = 366 * 24 * 60
USUAL = (
    0, -30, -60, -3 * 60, -12 * 60, -24 * 60, -2 * 24 * 60, -7 * 24 * 60, 30, 60, AT_THE_END,
)  # fmt: skip
# Before an event opens nobody can answer; until then places are held for a role.
OPENING = tuple(-days * 24 * 60 for days in (3, 7, 14, 21, 28, 42, 56))
HOLDING = (0, *(-hours * 60 for hours in (3, 12, 24, 48, 72, 168, 336)))


def words(minutes: int) -> str:
    """How long before or after the start something closes, as in '3 hours before it starts'."""
    if minutes == 0:
        return _("When it starts")
    if minutes >= AT_THE_END:
        return _("When it ends")
    days, rest = divmod(abs(minutes), 24 * 60)
    hours, rest = divmod(rest, 60)
    parts = [
        ngettext("one day", "%(num)s days", days) if days else "",
        ngettext("one hour", "%(num)s hours", hours) if hours else "",
        ngettext("one minute", "%(num)s minutes", rest) if rest else "",
    ]
    span = " ".join(part for part in parts if part)
    if minutes < 0:
        return _("%(span)s before it starts", span=span)
    return _("%(span)s after it starts", span=span)


def said(event: Event) -> tuple[str, str]:
    """When an event's RSVPs and its waitlist close, each with its time unless that goes without."""
    return (
        _said(event.rsvps_close, event.rsvps_close_at, event.zone),
        _said(event.waitlist_closes, event.waitlist_closes_at, event.zone),
    )


def opening(event: Event) -> str:
    """When an event's RSVPs open, with the time."""
    at = event.rsvps_open_at
    if at is None or event.rsvps_open is None:
        return _("As soon as it is published")
    return _said(event.rsvps_open, at, event.zone)


def _said(minutes: int, at: datetime, zone: str) -> str:
    if minutes in (0, AT_THE_END):
        return words(minutes)
    return f"{words(minutes)} ({clock.short_day(at, zone)}, {clock.hour(at, zone)})"


def choices(kept: str | None, usual: Iterable[int] = USUAL) -> list[tuple[str, str]]:
    """What an organizer may choose, in minutes from the start; one that is kept among them."""
    offered = list(usual)
    if kept and kept.removeprefix("-").isdecimal() and len(kept) < 8:
        minutes = int(kept)
        if -A_YEAR <= minutes <= AT_THE_END and minutes not in offered:
            offered.append(minutes)
    return [(str(minutes), words(minutes)) for minutes in offered]


def opening_choices(kept: str | None) -> list[tuple[str, str]]:
    """The same for when answers open: at once, or so long before."""
    return [("", _("As soon as it is published")), *choices(kept, OPENING)]
