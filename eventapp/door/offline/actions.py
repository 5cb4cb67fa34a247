"""What was pressed without a connection is done now, once, as if it had come at its time."""

from dataclasses import dataclass
from datetime import datetime

from eventapp.db import db
from eventapp.door import actions, reports
from eventapp.door.models import Arrival, DoorReport, Staff
from eventapp.door.offline.batch import Report
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.names import full_name
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Outcome:
    """What became of a report: a word, and whom it was about.

    `done`; `already` in before; `undone` since, at another door; `no-place` any more; `closed`, the event
    takes nobody in; `full`, a walk-in who came on top; `unknown` guest; `unreadable`.
    """

    word: str
    rsvp_id: int | None = None
    arrived_at: datetime | None = None
    by: str = ""


def take(event: Event, report: Report, *, at: datetime, by: Staff, now: datetime) -> Outcome:
    """Do what was pressed at another moment; a report that came before is answered as it was then."""
    rsvps.lock(event)
    before = reports.known(event, report.key)
    if before:
        return _outcome(before)
    kept = reports.keep(event, report.key, report.kind, at=at, number=report.number, by=by, now=now)
    if report.kind == "walk-in":
        _walk_in(event, kept, report, by=by)
    else:
        _in_or_out(event, kept, report, now=now)
    db.session.flush()
    return _outcome(kept)


def _in_or_out(event: Event, kept: DoorReport, report: Report, *, now: datetime) -> None:
    rsvp = _guest(event, report)
    if rsvp is None:
        kept.outcome = "unknown"
        return
    kept.rsvp_id = rsvp.id
    reports.see_earlier(kept, now=now)
    if kept.kind == "in" and (no := _may_not(rsvp)):
        kept.outcome = no
        return
    earlier = db.session.scalar(db.select(Arrival).where(Arrival.rsvp_id == rsvp.id))
    db.session.flush()
    arrival = actions.settle(rsvp, now=now)
    if kept.kind == "in" and arrival is None:
        kept.outcome = "done" if _own_undo(rsvp, kept) else "undone"
    elif kept.kind == "in" and earlier:
        kept.outcome = "already"


def _own_undo(rsvp: Rsvp, kept: DoorReport) -> bool:
    """Whether the same hands took the check-in back: they know."""
    last = db.session.scalar(
        db.select(DoorReport)
        .where(DoorReport.rsvp_id == rsvp.id, DoorReport.kind == "out")
        .order_by(DoorReport.at.desc(), DoorReport.number.desc())
        .limit(1)
    )
    return last is not None and (last.by_id, last.by_pass_id) == (kept.by_id, kept.by_pass_id)


def _guest(event: Event, report: Report) -> Rsvp | None:
    number: int | None = report.rsvp
    if report.walk_in:
        walk_in = reports.known(event, report.walk_in)
        number = walk_in.rsvp_id if walk_in else None
    found: Rsvp | None = db.session.scalar(
        db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.id == number)
    )
    return found


def _may_not(rsvp: Rsvp) -> str:
    try:
        actions.may_come_in(rsvp)
    except Refused:
        return "no-place" if rsvp.event.published_at and not rsvp.event.cancelled_at else "closed"
    return ""


def _walk_in(event: Event, kept: DoorReport, report: Report, *, by: Staff) -> None:
    """A place and a chair for whoever was let in, on top of all places where none is free: they are
    inside. That stays to be looked at, and so does who came to an event that takes nobody in."""
    try:
        kept.rsvp_id = _let_in(event, kept, report, by=by).id
    except actions.NoPlace:
        kept.rsvp_id = _let_in(event, kept, report, by=by, anyway=True).id
        kept.outcome = "full"
    except Refused:
        kept.outcome = "closed"
        kept.name = full_name(report.first_name, report.last_name)


def _let_in(
    event: Event, kept: DoorReport, report: Report, *, by: Staff, anyway: bool = False
) -> Rsvp:
    role = next((one.id for one in event.roles if one.id == report.role), None)
    # What a refused one had begun is taken back, and the report stays.
    with db.session.begin_nested():
        return actions.walk_in(
            event,
            first_name=report.first_name,
            last_name=report.last_name,
            role_id=role or (event.roles or event.community.roles)[0].id,
            email="",
            once=report.key,
            by=by,
            now=kept.at.replace(microsecond=0),
            anyway=anyway,
        )


def _outcome(kept: DoorReport) -> Outcome:
    whom = (db.joinedload(Arrival.by), db.joinedload(Arrival.by_pass))
    of = db.select(Arrival).options(*whom).where(Arrival.rsvp_id == kept.rsvp_id)
    arrival: Arrival | None = db.session.scalar(of)
    if arrival is None:
        return Outcome(kept.outcome, kept.rsvp_id)
    return Outcome(kept.outcome, kept.rsvp_id, arrival.arrived_at, arrival.by_whom)
