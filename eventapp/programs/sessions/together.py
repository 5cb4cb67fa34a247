"""Several sessions of a program are changed at once: look first, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from eventapp.programs import waitlist
from eventapp.programs.models import Program, Session
from eventapp.programs.sessions import actions
from eventapp.programs.sessions.forms import SharedForm
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import event_changes, revisions


@dataclass(frozen=True)
class Changed:
    """What one session would become: its number, what changes, and who hears of it."""

    number: int
    event: Event
    values: Mapping[str, object]
    review: revisions.Review
    odd: Sequence[Oddity] = ()

    @property
    def mails(self) -> int:
        """How many letters leave: a draft tells nobody."""
        return self.review.mails if self.event.published_at else 0


class Elsewhere(Refused):
    """Somebody else changed one of the sessions since they were looked at."""


def numbered(program: Program) -> list[tuple[Session, int]]:
    """The sessions of a program with their numbers, in order of time."""
    return [(one, number) for number, one in enumerate(program.sessions, start=1)]


def open_ones(program: Program, *, now: datetime) -> list[tuple[Session, int]]:
    """Those that can still be changed: neither over nor called off."""
    return [(one, number) for one, number in numbered(program) if actions.changeable(one, now=now)]


def picked(program: Program, form: SharedForm, *, now: datetime) -> list[tuple[Session, int]]:
    """The sessions that a form speaks of. Raises Elsewhere when its own can't be changed any more."""
    found = open_ones(program, now=now)
    mine = next((one for one, _number in found if one.id == form.number.data), None)
    if mine is None:
        raise Elsewhere(
            _("Somebody else changed a session meanwhile. Look at it again, then save.")
        )
    chosen = [mine, *actions.others(mine, form.scope.data, now=now)]
    return [(one, number) for one, number in found if one in chosen]


def look(program: Program, form: SharedForm, *, now: datetime) -> list[Changed]:
    """What a form would change, session by session, without doing it.

    What the form leaves as the chosen session has it stays in the others as they have it. Each
    session keeps its day and the clocks of its place. Raises Refused for an hour that isn't there.
    """
    sessions = picked(program, form, now=now)
    like = next(one.event for one, _number in sessions if one.id == form.number.data)
    given = {
        name: form[name].data
        for name in form.columns
        if not _same(form[name].data, getattr(like, name))
    }
    hours = form.starts_at.data, form.ends_at.data
    moves = hours != (hour(like.local_start), hour(like.local_end))
    found = []
    for session, number in sessions:
        event = session.event
        values, odd = dict(given), _NONE
        if moves:
            times, odd = _at(event, *hours)
            values |= times
        values = {name: new for name, new in values.items() if new != getattr(event, name)}
        if not values:
            continue
        whole = {name: getattr(event, name) for name in _SHOWN} | values
        if moves:
            revisions.check_time(event, whole, now=now)
        review = revisions.review(event, whole, list(event.roles), now=now)
        if review.here:
            raise Refused(
                _(
                    "Somebody is checked in at “%(title)s”, which would be on another day. "
                    "Move it on its own page.",
                    title=event.title,
                )
            )
        found.append(Changed(number, event, whole, review, odd))
    return found


def change(program: Program, form: SharedForm, *, now: datetime) -> int:
    """Do what was looked at: how many letters leave. Raises Elsewhere when it isn't so any more."""
    waitlist.lock(program)
    for session, _number in numbered(program):
        _read_anew(session)
    found = look(program, form, now=now)
    if form.seen.data != stamp(found):
        raise Elsewhere(
            _("Somebody else changed a session meanwhile. Look at it again, then save.")
        )
    told = 0
    for one in found:
        event = one.event
        if event.published_at:
            seen = drafts.stamp(event)
            told += revisions.revise(event, one.values, list(event.roles), seen=seen, now=now)
        else:
            drafts.write(event, one.values, now=now)
    return told


def stamp(found: Sequence[Changed]) -> str:
    """Which states of which sessions were looked at."""
    return " ".join(f"{one.event.id}:{drafts.stamp(one.event)}" for one in found)


_NONE: Sequence[Oddity] = ()
_SHOWN = tuple(event_changes.Snapshot.__dataclass_fields__)


def _read_anew(session: Session) -> None:
    rsvps.lock(session.event)
    db.session.refresh(session.event)


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
