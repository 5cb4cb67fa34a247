"""Several events are changed at once: look first, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.communities.forms import tidy_prose
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import drafts
from eventapp.events.local_time import Oddity, hour
from eventapp.events.models import Event
from eventapp.events.recurrence import EndsBefore, Hours, NoSuchTime
from eventapp.events.recurrence_form import no_such_time
from eventapp.rsvps import actions, event_changes, rescheduling, revisions
from eventapp.rsvps.together.forms import One, SharedForm
from eventapp.rsvps.together.one_letter import Before, OneLetter


@dataclass(frozen=True)
class Changed:
    """What one event would become: its number, what changes, and who hears of it."""

    number: int
    event: Event
    values: Mapping[str, object]
    review: revisions.Review
    odd: Sequence[Oddity] = ()
    # Who has no letter about this event beside the one about all of them: no entry of theirs moves.
    without: int = 0

    @property
    def mails(self) -> int:
        """How many letters leave about it: a draft tells nobody."""
        return self.review.mails - self.without if self.event.published_at else 0


class Elsewhere(Refused):
    """Somebody else changed one of the events since they were looked at."""


def open_ones(ones: Sequence[One], *, now: datetime) -> list[One]:
    """Those that can still be changed: neither over nor called off."""
    return [one for one in ones if not one.event.over(now) and not one.event.cancelled_at]


def picked(ones: Sequence[One], form: SharedForm, *, now: datetime) -> list[One]:
    """The events that a form speaks of. Raises Elsewhere when its own can't be changed any more."""
    found = open_ones(ones, now=now)
    mine = next((one for one in found if one.key == form.number.data), None)
    if mine is None:
        raise Elsewhere(form.elsewhere)
    if form.scope.data == "one":
        return [mine]
    return found if form.scope.data == "all" else found[found.index(mine) :]


def look(
    ones: Sequence[One], form: SharedForm, letter: OneLetter | None, *, now: datetime
) -> list[Changed]:
    """What a form would change, event by event, without doing it.

    What the form leaves as the chosen event has it stays in the others as they have it. Each keeps
    its day and the clocks of its place. Raises Refused for an hour that isn't there.
    """
    chosen = picked(ones, form, now=now)
    like = next(one.event for one in chosen if one.key == form.number.data)
    given = {
        name: form[name].data
        for name in form.columns
        if not _same(form[name].data, getattr(like, name))
    }
    hours = form.starts_at.data, form.ends_at.data
    moves = hours != (hour(like.local_start), hour(like.local_end))
    found = []
    for one in chosen:
        event = one.event
        values, odd = dict(given), _NONE
        if moves:
            times, odd = _at(event, *hours)
            values |= times
        values = {name: new for name, new in values.items() if new != getattr(event, name)}
        if not values:
            continue
        whole = {name: getattr(event, name) for name in _SHOWN} | values
        if moves:
            rescheduling.check_time(event, whole, now=now)
        review = revisions.review(event, whole, list(event.roles), now=now)
        if review.here:
            raise Refused(
                _(
                    "Somebody is checked in at “%(title)s”, which would be on another day. "
                    "Move it on its own page.",
                    title=event.title,
                )
            )
        found.append(Changed(one.number, event, whole, review, odd))
    waits = letter.waiting(list(_told_together(found))) if letter else {}
    return [replace(one, without=waits.get(one.event.id, 0)) for one in found]


def change(
    ones: Sequence[One], form: SharedForm, letter: OneLetter | None, *, now: datetime
) -> int:
    """Do what was looked at: how many letters leave. Raises Elsewhere when it isn't so any more."""
    for one in sorted(ones, key=lambda one: one.event.id):
        actions.lock(one.event)
        db.session.refresh(one.event)
    found = look(ones, form, letter, now=now)
    if form.seen.data != stamp(found):
        raise Elsewhere(form.elsewhere)
    return carry_out(found, letter, now=now)


def carry_out(found: Sequence[Changed], letter: OneLetter | None, *, now: datetime) -> int:
    """Make changes that were looked at, under the lock of whoever they belong to; how many letters leave."""
    told, before = 0, _told_together(found) if letter else {}
    for one in found:
        event = one.event
        if event.published_at:
            told += revisions.revise(
                event,
                one.values,
                list(event.roles),
                seen=drafts.stamp(event),
                of_program=letter.of if letter and event.id in before else "",
                now=now,
            )
            told -= one.without
        else:
            drafts.write(event, one.values, now=now)
    return told + (letter.tell(before, now=now) if letter else 0)


def readers(found: Sequence[Changed], letter: OneLetter | None) -> int:
    """How many are told of all that changes in one letter."""
    together = _told_together(found)
    return letter.readers(list(together)) if letter and together else 0


def _told_together(found: Sequence[Changed]) -> Before:
    """The events that are told of in one letter, as they are before; none where only one is told of."""
    told = {
        one.event.id: event_changes.Snapshot.of(one.event)
        for one in found
        if one.event.published_at and one.review.mails
    }
    return told if len(told) > 1 else {}


def stamp(found: Sequence[Changed]) -> str:
    """Which states of which events were looked at."""
    return " ".join(f"{one.event.id}:{drafts.stamp(one.event)}" for one in found)


_NONE: Sequence[Oddity] = ()
_SHOWN = tuple(event_changes.Snapshot.__dataclass_fields__)


def _at(event: Event, starts: time, ends: time) -> tuple[dict[str, object], Sequence[Oddity]]:
    """An event's times at other hours of its day, on the clocks of its place."""
    day, last = event.local_start.date(), event.local_end.date()
    hours = Hours(starts, ends, _nights(day, last, overnight=ends <= starts))
    try:
        then = hours.on(day, ZoneInfo(event.zone))
    except NoSuchTime as no:
        raise Refused(no_such_time(no, event.zone)) from None
    except EndsBefore:
        raise Refused(_("The end must come after the beginning.")) from None
    return {"starts_at": then.starts_at, "ends_at": then.ends_at}, then.oddities


def _nights(day: date, last: date, *, overnight: bool) -> int:
    """How many nights lie between beginning and end: an evening may go past midnight."""
    nights = (last - day).days
    return nights if nights > 1 else int(overnight)


def _same(new: object, old: object) -> bool:
    """Whether a field of a form holds what is kept: as it is tidied on its way in."""
    return new == old or (isinstance(old, str) and new == tidy_prose(old))
