"""What could not be done as it was pressed at the door, in sentences: nothing of it is lost in silence."""

from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp import clock
from eventapp.db import db
from eventapp.door import reports
from eventapp.door.models import Arrival, DoorReport, called
from eventapp.events.models import Event


@dataclass(frozen=True)
class Conflict:
    """One of them: what happened, what can be done, who pressed, and the guest it is about."""

    id: int
    said: str
    todo: str
    by: str
    rsvp_id: int | None


def listed(event: Event) -> list[Conflict]:
    """What nobody has looked at, the oldest first."""
    waiting = reports.conflicts(event)
    about = [one.rsvp_id for one in waiting if one.rsvp_id]
    here = set(db.session.scalars(db.select(Arrival.rsvp_id).where(Arrival.rsvp_id.in_(about))))
    return [
        Conflict(
            one.id,
            _said(one, hour=clock.hour(one.at, event.zone)),
            _("They are checked in by now.") if one.rsvp_id in here else _todo(one),
            called(one.by, one.by_pass),
            one.rsvp_id,
        )
        for one in waiting
    ]


def _said(one: DoorReport, *, hour: str) -> str:
    name = one.name or (one.rsvp.name if one.rsvp else "")
    if one.outcome == "no-place":
        return _("%(name)s came at %(time)s, and has no place any more.", name=name, time=hour)
    if one.outcome == "undone":
        return _(
            "%(name)s was checked in at %(time)s; another door took that back later.",
            name=name,
            time=hour,
        )
    if one.outcome == "full":
        return _(
            "%(name)s was let in as a walk-in at %(time)s, and every place is taken.",
            name=name,
            time=hour,
        )
    if one.outcome == "closed":
        return _(
            "%(name)s came at %(time)s; this event takes nobody in.", name=name or "?", time=hour
        )
    return _("Somebody was checked in at %(time)s who is on no list any more.", time=hour)


def _todo(one: DoorReport) -> str:
    return {
        "no-place": _("Are they here? Let them in as a walk-in."),
        "undone": _("Are they here? Check them in once more."),
        "full": _("Are they here? Add them as a walk-in: they come on top, with your name to it."),
    }.get(one.outcome, "")
