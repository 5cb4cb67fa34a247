"""Events at other hours, or some days later: on the clocks of their place, and no two of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.events import local_time
from eventapp.events.local_time import Repeated
from eventapp.events.models import Event
from eventapp.events.recurrence import EndsBefore, Hours, NoSuchTime
from eventapp.events.recurrence_form import no_such_time


@dataclass(frozen=True)
class Move:
    """By how many days events move, and to which hours; None where each keeps its own."""

    days: int = 0
    hours: tuple[time, time] | None = None

    def __bool__(self) -> bool:
        return bool(self.days or self.hours)

    def of(self, event: Event) -> Repeated:
        """When an event is after it. Raises Refused, with the day, for an hour that isn't there."""
        try:
            return self._at(event, *self.hours) if self.hours else self._later(event)
        except NoSuchTime as no:
            raise Refused(no_such_time(no, event.zone)) from None
        except EndsBefore:
            raise Refused(_("The end must come after the beginning.")) from None

    def _later(self, event: Event) -> Repeated:
        zone = ZoneInfo(event.zone)
        then = local_time.repeated(event.starts_at, event.ends_at, zone, days=self.days)
        for odd in then.oddities:
            if odd.skipped:
                raise NoSuchTime(odd.wanted.date(), odd.wanted.time())
        return then

    def _at(self, event: Event, starts: time, ends: time) -> Repeated:
        day = event.local_start.date() + timedelta(days=self.days)
        nights = _nights(event, overnight=ends <= starts)
        return Hours(starts, ends, nights).on(day, ZoneInfo(event.zone))


def _nights(event: Event, *, overnight: bool) -> int:
    """How many nights lie between beginning and end: an evening goes past midnight, or doesn't."""
    starts, ends = event.local_start, event.local_end
    nights = (ends.date() - starts.date()).days
    evening = not nights or (nights == 1 and ends.time() <= starts.time())
    return int(overnight) if evening else nights


def first_clash(
    events: Sequence[Event], moved: Mapping[int, Repeated]
) -> tuple[Event, Event] | None:
    """Two that would be at the same time and weren't before; `moved` are those at other times, by number."""
    stand = [event for event in events if not event.cancelled_at]
    after = {event.id: moved.get(event.id, event) for event in stand}
    for event, other in product(stand, stand):
        if event.id not in moved or event is other or event.meets(other):
            continue
        if _meet(after[event.id], after[other.id]):
            return event, other
    return None


def _meet(one: Repeated | Event, other: Repeated | Event) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
