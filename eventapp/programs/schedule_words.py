"""When and where the sessions of a program are, in a few words."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import dates
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.models import Event
from eventapp.programs.timeline import Step

# From this hour on a session is an evening.
_EVENING = 17


def when(events: Sequence[Event]) -> str:
    """As in 'Tuesdays, 18:30–20:00' where all are so, else how many there are."""
    first = events[0]
    hours = {_clocks(event) for event in events}
    days = {event.local_start.weekday() for event in events}
    said = _named(len(events), capital=True, evenings=_evenings(events))
    if len(hours) == 1 and len(events) > 1 and len(days) == 1:
        said = _weekdays()[days.pop()]
    if len(hours) == 1:
        return f"{said}{_(', ')}{clock.hour(first.starts_at, first.zone)}–{clock.hour(first.ends_at, first.zone)}"
    return said


def _clocks(event: Event) -> tuple[object, ...]:
    return event.zone, event.local_start.time(), event.local_end.time()


def span(events: Sequence[Event]) -> str:
    """From the first day to the last, as in '17 March to 21 April'; the years where they are two."""
    return days(events[0].starts_at, events[-1].starts_at, events[0].zone)


def card(events: Sequence[Event]) -> tuple[str, str]:
    """Two short lines for a picture: the hours, then the days and the place."""
    if not events:
        return "", ""
    return when(events), _(", ").join(filter(None, (span(events), place(events))))


def days(first: datetime, last: datetime, zone: str) -> str:
    """The same for two moments."""
    begins, ends = (moment.astimezone(ZoneInfo(zone)).date() for moment in (first, last))
    if begins == ends:
        return clock.day(first, zone)
    skeleton = "MMMMd" if begins.year == ends.year else "yMMMMd"
    said = [dates.format_skeleton(skeleton, day, locale=get_locale()) for day in (begins, ends)]
    return _("%(first)s to %(last)s", first=said[0], last=said[1])


def place(events: Sequence[Event]) -> str:
    """Where most of them are."""
    names = Counter(event.place_name for event in events if event.place_name)
    if not names:
        return _("Online") if any(event.online for event in events) else ""
    most = names.most_common(1)[0][0]
    if len(names) > 1:
        return _("%(place)s, and elsewhere", place=most)
    if all(event.hybrid for event in events):
        return _("%(place)s, and online", place=most)
    return most


def afar(events: Sequence[Event]) -> str:
    """How many of them are online only, in a sentence; empty where all are, or none."""
    away = [event for event in events if event.online and not event.place_name]
    if not away or len(away) == len(events):
        return ""
    said = _named(len(away), capital=True, evenings=_evenings(events))
    return _("%(sessions)s online.", sessions=said)


def heading(events: Sequence[Event]) -> str:
    """Over the timeline, as in 'The six evenings'."""
    if len(events) == 1:
        return _("The evening") if _evenings(events) else _("The session")
    return _("The %(sessions)s", sessions=_named(len(events), evenings=_evenings(events)))


def done_words(found: Sequence[Step]) -> str:
    """As in 'Two evenings done, four to go'; empty before the first one is over."""
    done = sum(step.state == "done" for step in found)
    ahead = sum(step.ahead for step in found)
    if not done or not ahead:
        return ""
    events = [step.event for step in found if step.stands]
    said = _named(done, capital=True, evenings=_evenings(events))
    return _("%(sessions)s done, %(number)s to go", sessions=said, number=number(ahead))


def joining(step: Step, events: Sequence[Event]) -> str:
    """What whoever joins after the start reads, as in 'Join from evening three'."""
    if _evenings(events):
        return _("Join from evening %(number)s", number=number(step.number))
    return _("Join from session %(number)s", number=number(step.number))


def number(count: int) -> str:
    """A small number as a word."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"),
        _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if count < len(words) else str(count)


def _named(count: int, *, evenings: bool, capital: bool = False) -> str:
    word = number(count)
    word = word[:1].upper() + word[1:] if capital else word
    if evenings:
        return ngettext("%(number)s evening", "%(number)s evenings", count, number=word)
    return ngettext("%(number)s session", "%(number)s sessions", count, number=word)


def _evenings(events: Sequence[Event]) -> bool:
    return all(event.local_start.hour >= _EVENING for event in events)


def _weekdays() -> tuple[str, ...]:
    return (
        _("Mondays"), _("Tuesdays"), _("Wednesdays"), _("Thursdays"), _("Fridays"),
        _("Saturdays"), _("Sundays"),
    )  # fmt: skip
