"""What was pressed at the doors of an event, kept once each, also when it was of no use."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select

from eventapp import tokens
from eventapp.db import db
from eventapp.door.models import Arrival, DoorReport, Staff, hands
from eventapp.door.standing import Press
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

# What somebody at the door has to look at.
CONFLICTS = ("no-place", "closed", "undone", "unknown", "full")
# What counts as having been pressed for a guest: the rest never reached them.
_COUNTED = ("done", "already", "undone")


def note(rsvp: Rsvp, kind: str, *, by: Staff, now: datetime) -> None:
    """Keep a press that was made with a connection: it comes after all that is known by then."""
    newest = db.session.scalar(
        db.select(db.func.max(DoorReport.at)).where(DoorReport.rsvp_id == rsvp.id)
    )
    at = max(now, newest + timedelta(microseconds=1)) if newest else now
    keep(rsvp.event, tokens.new_nonce(), kind, at=at, number=0, by=by, now=now).rsvp_id = rsvp.id
    db.session.flush()


def keep(
    event: Event, key: str, kind: str, *, at: datetime, number: int, by: Staff, now: datetime
) -> DoorReport:
    """A new report, added to the transaction."""
    member, lent = hands(by)
    report = DoorReport(
        event_id=event.id,
        key=key,
        kind=kind,
        at=at,
        number=number,
        by_id=member,
        by_pass_id=lent,
        received_at=now,
        outcome="done",
        name="",
    )
    db.session.add(report)
    return report


def known(event: Event, key: str) -> DoorReport | None:
    """A report that came before, by the key that it was made with."""
    found: DoorReport | None = db.session.scalar(
        db.select(DoorReport).where(DoorReport.event_id == event.id, DoorReport.key == key)
    )
    return found


def presses(rsvp: Rsvp, arrival: Arrival | None) -> list[Press]:
    """All that was pressed for a guest and counts, and the check-in that is there."""
    found = db.session.scalars(
        db.select(DoorReport).where(
            DoorReport.rsvp_id == rsvp.id,
            DoorReport.ended_at.is_(None),
            DoorReport.outcome.in_(_COUNTED),
        )
    )
    pressed = [
        Press(r.at, r.number, r.key, r.kind != "out", (r.by_id, r.by_pass_id)) for r in found
    ]
    # A check-in is kept to the second. One that no report tells of counts as a press of its own.
    told = {press.at.replace(microsecond=0) for press in pressed if press.inside}
    if arrival and arrival.arrived_at not in told:
        by = (arrival.by_id, arrival.by_pass_id)
        pressed.append(Press(arrival.arrived_at, 0, "", True, by))
    return pressed


def end(rsvp_ids: Collection[int] | Select[tuple[int]], *, now: datetime) -> None:
    """What was pressed for these guests counts no more: a place ended, or the day is another one."""
    db.session.execute(
        db.update(DoorReport)
        .where(DoorReport.rsvp_id.in_(rsvp_ids), DoorReport.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def conflicts(event: Event) -> list[DoorReport]:
    """What could not be done as it was pressed and nobody has looked at, the oldest first."""
    return list(
        db.session.scalars(
            db.select(DoorReport)
            .options(
                db.joinedload(DoorReport.rsvp),
                db.joinedload(DoorReport.by),
                db.joinedload(DoorReport.by_pass),
            )
            .where(
                DoorReport.event_id == event.id,
                DoorReport.seen_at.is_(None),
                DoorReport.outcome.in_(CONFLICTS),
            )
            .order_by(DoorReport.at, DoorReport.id)
        )
    )


def see(event: Event, number: int, *, now: datetime) -> None:
    """Somebody has looked at a conflict: it is off the list, and the name in it is gone."""
    db.session.execute(
        db.update(DoorReport)
        .where(DoorReport.event_id == event.id, DoorReport.id == number)
        .where(DoorReport.seen_at.is_(None), DoorReport.outcome.in_(CONFLICTS))
        .values(seen_at=now, name="")
    )


def see_earlier(report: DoorReport, *, now: datetime) -> None:
    """What the same hands pressed for a guest before, in vain, needs no look: they pressed again."""
    db.session.execute(
        db.update(DoorReport)
        .where(DoorReport.rsvp_id == report.rsvp_id, DoorReport.outcome.in_(("no-place", "closed")))
        .where(DoorReport.seen_at.is_(None), DoorReport.at <= report.at)
        .where(DoorReport.key != report.key)
        .where(
            DoorReport.by_id.is_not_distinct_from(report.by_id),
            DoorReport.by_pass_id.is_not_distinct_from(report.by_pass_id),
        )
        .values(seen_at=now, name="")
    )
