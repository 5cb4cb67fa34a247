"""Long lists: begun, watched and stopped on a page, brought in by the worker."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import tokens, work
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions
from eventapp.rsvps.importing.batches import Bringing
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.importing.summary import Brought

OPEN = ("waiting", "running")
TONES = {"done": "good", "stopped": "warn", "failed": "bad"}
# What came of a list is shown for so long.
SHOWN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class View:
    """A long list as its page shows it."""

    number: int
    over: bool
    said: str
    tone: str
    percent: int
    stopping: bool


def begin(
    event: Event,
    *,
    file: str,
    chosen: Sequence[tuple[str, str]],
    by: Person | None,
    now: datetime,
) -> LongList:
    """Have the worker bring a list in; one at a time into one event, and twice is once."""
    actions.lock(event)
    pairs = [list(pair) for pair in chosen]
    under_way = _newest(event)
    if under_way and under_way.state in OPEN:
        if (under_way.file, under_way.chosen) == (file, pairs):
            return under_way
        raise Refused(_("Another list is on its way in. Wait until it is in, or stop it."))
    found = LongList(event=event, file=file, chosen=pairs, by=by, started_at=now, heard_at=now)
    db.session.add(found)
    db.session.flush()
    return found


def _newest(event: Event) -> LongList | None:
    of = db.select(LongList).where(LongList.event_id == event.id)
    found: LongList | None = db.session.scalar(of.order_by(LongList.id.desc()).limit(1))
    return found


def to_show(event: Event, *, now: datetime) -> View | None:
    """The long list that the page of an event tells of: on its way, or over a moment ago."""
    found = _newest(event)
    recent = found and (found.state in OPEN or found.heard_at > now - SHOWN_FOR)
    return view(found, now=now) if found and recent else None


def view(found: LongList, *, now: datetime) -> View:
    """What a page says of a long list."""
    over = found.state not in OPEN
    return View(
        number=found.id,
        over=over,
        said=found.said if over else _said(found, now),
        tone=TONES.get(found.state, ""),
        percent=100 - round(100 * (found.left or 0) / found.people) if found.people else 0,
        stopping=found.stopping,
    )


def _said(found: LongList, now: datetime) -> str:
    if found.state == "waiting":
        return _("It waits for its turn. If that takes minutes, the worker isn’t running.")
    if found.heard_at < now - work.PATIENCE:
        return _("Nothing has been heard of it for two minutes. It will be taken up again.")
    if found.stopping:
        return _("Stopping …")
    if found.people is None:
        return _("The list is being read.")
    if ["take", "all"] in found.chosen and found.to_write is None:
        return ngettext(
            "One person comes in, or nobody.",
            "%(num)s people come in all at once, or nobody.",
            found.people,
        )
    return ngettext(
        "%(done)s of one person is done. Whoever is in stays in.",
        "%(done)s of %(num)s people are done. Whoever is in stays in.",
        found.people,
        done=found.people - (found.left or 0),
    )


def stop(found: LongList, *, now: datetime) -> None:
    """Let a list end with who is in; one that nobody has in hand just ends. Twice is once."""
    if work.ask_to_stop(found, now=now):
        end(found, "stopped", now=now)


def leave_out(email: str) -> None:
    """Have no list that is on its way in bring back whoever had an address and is being erased.

    Parts that come after it leave them out; what one before it brought in is there to be erased.
    """
    under_way = db.select(LongList).where(LongList.state.in_(OPEN)).order_by(LongList.id)
    for found in db.session.scalars(under_way.with_for_update()):
        found.erased = [*found.erased, _mark(email)]


def part(found: LongList, coming: Bringing, *, now: datetime) -> bool:
    """Bring in the next part without whoever was erased; whether more are left."""
    if found.erased:
        coming.leave_out(lambda email: _mark(email) in found.erased)
    return coming.part(now=now)


def _mark(email: str) -> str:
    return tokens.fingerprint(current_app.config["SECRET_KEY"], email.lower())


def note(found: LongList, coming: Bringing, *, now: datetime) -> None:
    """Write down how far a list is, together with the part that came in."""
    if found.people is None:
        found.people = coming.people
    found.left, found.brought, found.heard_at = coming.left, asdict(coming.brought), now
    found.to_write = coming.untold or None


def end(found: LongList, state: str, *, now: datetime, why: str = "") -> None:
    """Close a list with what came of it; what it held is forgotten."""
    brought = Brought(**(found.brought or {})).said or _("Nothing has changed.")
    if state == "done":
        said = _("Imported. %(said)s", said=brought)
    else:
        first = why or _("The import was stopped.")
        rest = _("Who is in stays in. Import the list again for the others: nobody comes twice.")
        said = " ".join((first, brought, rest) if found.brought else (first, brought))
    found.state, found.said, found.heard_at = state, said, now
    found.file, found.chosen, found.to_write, found.erased = "", [], None, []


def take_up_lost(*, now: datetime) -> None:
    """Let lists go on that nobody has heard of for a while; one that is coming in whole is locked
    until it is in."""
    for found in work.take_up_lost(LongList, now=now):
        end(found, "failed", now=now, why=broke_off())


def broke_off() -> str:
    """What is said of a list that was lost."""
    return _("The import broke off.")
