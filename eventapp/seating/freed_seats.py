"""A place that ends leaves the tables: its chairs, locks and steps, hosting and being together."""

from datetime import datetime
from typing import Any

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Rule, Seat, Step


def end_place(rsvp: Rsvp, *, now: datetime) -> None:
    """Free a guest's chairs, and forget what was asked and done about them. Twice is once.

    In rounds that have begun the published plans go on telling where they sat. Two who are to sit
    apart stay so: that was asked about two people, and nobody gets rid of it by a no and a yes.
    While one of them has no place it waits; see problems.rules_of.
    """
    of_event = db.select(Plan.id).where(Plan.event_id == rsvp.event_id)
    begun = rsvp.event.evening(now).begun
    mine = db.and_(Seat.rsvp_id == rsvp.id, Seat.plan_id.in_(of_event))
    drafts = Seat.plan_id.in_(of_event.where(Plan.published_at.is_(None)))
    db.session.execute(db.delete(Seat).where(mine, db.or_(Seat.round > begun, drafts)))
    db.session.execute(db.update(Seat).where(mine, Seat.locked).values(locked=False))
    named = db.or_(Rule.rsvp_id == rsvp.id, Rule.other_id == rsvp.id)
    db.session.execute(db.delete(Rule).where(named, Rule.kind != "apart"))
    for step in db.session.scalars(db.select(Step).where(Step.plan_id.in_(of_event))):
        step.changes = without_guest(step.changes, rsvp.id)
    db.session.flush()


def event_moved(event: Event, *, now: datetime) -> None:
    """Rounds that began at the old time may be to come again: nobody who has left has a chair there."""
    free_chairs_of_gone(event, after_round=event.evening(now).begun)


def free_chairs_of_gone(event: Event, *, after_round: int) -> None:
    """Free the chairs of everybody who has no place any more in the rounds after one (0: in all)."""
    gone = db.select(Rsvp.id).where(Rsvp.event_id == event.id, Rsvp.state != "going")
    db.session.execute(db.delete(Seat).where(Seat.rsvp_id.in_(gone), Seat.round > after_round))


def without_guest(changes: dict[str, Any], who: int) -> dict[str, Any]:
    """What a step did, but for what it did about one guest: that is neither undone nor done again."""
    kept = dict(changes)
    if "about" in kept:
        about = kept["about"].items()
        kept["about"] = {k: 0 if k in {"who", "other"} and v == who else v for k, v in about}
    for part, named in (("seats", (1,)), ("locks", (1,)), ("rules", (1, 2))):
        if part in kept:
            kept[part] = [row for row in kept[part] if who not in [row[at] for at in named]]
    return kept
