"""Several events are called off at once: look first, then all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import announcements, rescheduling
from eventapp.rsvps.together import changes
from eventapp.rsvps.together.forms import One, WhichForm


@dataclass(frozen=True)
class Ending:
    """One event that would be called off: its number, whether anybody knew of it, and how many letters leave."""

    number: int
    event: Event
    public: bool
    mails: int


def look(ones: Sequence[One], form: WhichForm, *, now: datetime) -> list[Ending]:
    """What would be called off. Who says all doesn't mean one that people are at: that is named by itself."""
    found = changes.picked(ones, form, now=now)
    if form.scope.data == "all":
        found = [one for one in found if one.event.starts_at > now]
    if not found:
        raise Refused(_("None of them is to come any more."))
    return [_ending(one) for one in found]


def _ending(one: One) -> Ending:
    public = bool(one.event.published_at)
    mails = announcements.readers(one.event) if public else 0
    return Ending(one.number, one.event, public, mails)


def call_off(ones: Sequence[One], form: WhichForm, *, now: datetime) -> list[Ending]:
    """Call off what was looked at, under its lock; a draft that nobody saw is thrown away.

    Raises Elsewhere when it isn't so any more.
    """
    found = look(ones, form, now=now)
    if form.seen.data != changes.stamp([one.event for one in found]):
        raise changes.Elsewhere(form.elsewhere)
    for one in found:
        if one.public:
            rescheduling.cancel_event(one.event, now=now)
        else:
            rescheduling.throw_away(one.event, now=now)
    return found


def done(ones: Sequence[One], form: WhichForm) -> bool:
    """Whether all that was looked at is off already: the same press once more."""
    seen = {mark.partition(":")[0] for mark in (form.seen.data or "").split()}
    stand = {str(one.event.id) for one in ones if not one.event.cancelled_at}
    return bool(seen) and not seen & stand
