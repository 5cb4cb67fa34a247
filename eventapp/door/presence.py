"""Who was here, in which round: what check-ins tell, also of places that were given back since, and
what an organizer corrected."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, aliased

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.door import passes, reports
from eventapp.door.corrections.models import SeatCorrection
from eventapp.door.corrections.seats import Correction, corrected
from eventapp.door.models import Arrival, Visit
from eventapp.encounters import ledger
from eventapp.events import webhook_data as event_webhooks
from eventapp.events.models import Event
from eventapp.events.rounds import Slot
from eventapp.rsvps import webhook_data
from eventapp.rsvps.models import Rsvp
from eventapp.seating.history import seats_followed
from eventapp.seating.models import Plan, Table
from eventapp.seating.plans import Seats
from eventapp.webhooks import outbox


def checked_in(of: type[Rsvp] = Rsvp) -> ColumnElement[bool]:
    """Whether the guest of an answer is checked in, for a query about answers."""
    found: ColumnElement[bool] = db.exists().where(Arrival.rsvp_id == of.id)
    return found


def is_in(rsvp: Rsvp) -> bool:
    """Whether one guest is checked in."""
    here = db.select(Arrival.id).where(Arrival.rsvp_id == rsvp.id)
    return db.session.scalar(here) is not None


def took_part(
    of: type[Rsvp] = Rsvp, *, door: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    """Whether the guest of an answer was there, for a query about answers.

    Who was checked in was, also when they left early, and who sat at a table as an organizer
    corrected it; where no door ran, who had a place. `door` says whether one ran, where a query about
    many answers to few events asks that once.
    """
    came = db.exists().where(Arrival.rsvp_id == of.id)
    stayed = db.exists().where(Visit.rsvp_id == of.id)
    sat = db.exists().where(
        SeatCorrection.rsvp_id == of.id,
        SeatCorrection.kind == "sat",
        SeatCorrection.undone_at.is_(None),
    )
    found: ColumnElement[bool] = db.or_(
        came,
        stayed,
        sat,
        db.and_(of.state == "going", ~(ran(of.event_id) if door is None else door)),
    )
    return found


def ran(event_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a door ran: whether anybody was checked in at an event that a query is about."""
    others = aliased(Rsvp)
    found: ColumnElement[bool] = db.or_(
        db.exists().where(Arrival.rsvp_id == others.id, others.event_id == event_id),
        db.exists().where(Visit.rsvp_id == others.id, others.event_id == event_id),
    )
    return found


def end(rsvp: Rsvp, *, now: datetime) -> None:
    """A check-in ends with the place; who sat in a round by then did, and that stays. Twice is once."""
    reports.end([rsvp.id], now=now)
    ledger.changed(rsvp.event_id, now=now)
    arrival = db.session.scalar(db.select(Arrival).where(Arrival.rsvp_id == rsvp.id))
    if arrival is None:
        return
    if rsvp.event.evening(now).begun:
        db.session.add(
            Visit(
                rsvp_id=rsvp.id,
                arrived_at=arrival.arrived_at,
                left_at=now,
                last_round=arrival.last_round,
            )
        )
    db.session.delete(arrival)
    tell(rsvp, "arrival.undone", now=now)
    db.session.flush()


def tell(rsvp: Rsvp, kind: str, *, at: datetime | None = None, now: datetime) -> None:
    """Tell who wants to hear who is in; `at` is when they came."""
    webhook_data.post(rsvp, kind, state=rsvp.state, arrival=_came(at), now=now)


def _came(at: datetime | None) -> dict[str, object]:
    return {"checked_in_at": at and outbox.moment(at)}


def here(event: Event) -> int:
    """How many guests are checked in."""
    of_event = db.select(db.func.count(Arrival.id)).join(Arrival.rsvp)
    return db.session.scalar(of_event.where(Rsvp.event_id == event.id, Rsvp.state == "going")) or 0


def clear_day(event: Event, *, now: datetime) -> None:
    """Take every check-in back and open the tables that were closed: the day is another one.

    Whoever met in rounds that ran has met; that is written down before nothing tells it any more.
    """
    begun = event.evening(now).begun
    ran = {number: at for number, at in at_tables(event, now=now).items() if number <= begun}
    record(event, ran, now=now)
    written = ledger.noted(event)
    written.rounds, written.closed_at, written.changed_at, written.kept_until = 0, None, None, now
    event.run = None
    mine = db.select(Rsvp.id).where(Rsvp.event_id == event.id)
    reports.end(mine, now=now)
    _tell_all_undone(event, now=now)
    db.session.execute(db.delete(Arrival).where(Arrival.rsvp_id.in_(mine)))
    db.session.execute(db.delete(Visit).where(Visit.rsvp_id.in_(mine)))
    db.session.execute(db.delete(SeatCorrection).where(SeatCorrection.event_id == event.id))
    # Who lent a hand did so that evening.
    passes.end_all(event, now=now)
    plans = db.select(Plan.id).where(Plan.event_id == event.id)
    db.session.execute(
        db.update(Table)
        .where(Table.plan_id.in_(plans), Table.closed_from.is_not(None))
        .values(closed_from=None)
    )


def _tell_all_undone(event: Event, *, now: datetime) -> None:
    if not event.community.webhooks:
        return
    here = (
        db.select(Rsvp.id, Rsvp.state, db.func.coalesce(Role.name, ""))
        .join(Arrival, Arrival.rsvp_id == Rsvp.id)
        .outerjoin(Rsvp.role)
        .where(Rsvp.event_id == event.id)
        .order_by(Rsvp.id)
    )
    said = [webhook_data.said(*row) for row in db.session.execute(here)]
    news = [("arrival.undone", {"rsvp": one, "arrival": _came(None)}) for one in said]
    event_webhooks.post_all(event, news, now=now)


def at_tables(event: Event, *, now: datetime) -> Seats:
    """Who sat where and was there for it: round → RSVP id → table number.

    What an organizer corrected is in it, and nowhere else: cards, ledger and figures all read this.
    """
    seats = noted(event, now=now)
    return corrected(seats, corrections(event)) if seats else {}


def corrections(event: Event) -> list[Correction]:
    """What was corrected of an event and not undone, in that order."""
    found = db.session.scalars(
        db.select(SeatCorrection)
        .where(SeatCorrection.event_id == event.id, SeatCorrection.undone_at.is_(None))
        .order_by(SeatCorrection.id)
    )
    return [
        Correction(one.kind, one.round, one.rsvp_id, one.table_number, one.other_table)
        for one in found
    ]


def noted(event: Event, *, now: datetime) -> Seats:
    """The same without corrections: what plans and check-ins tell."""
    plans = seats_followed(event, now=now)
    there = _there(event, plans, now=now)
    return {
        number: {who: table for who, table in seated.items() if (number, who) in there}
        for number, seated in plans.items()
    }


def record(event: Event, seats: Seats, *, now: datetime) -> None:
    """Make the ledger say who met at these tables, and in no other round. Twice is once."""
    people = db.session.execute(db.select(Rsvp.id, Rsvp.person_id).filter_by(event_id=event.id))
    person = dict(people.all())
    ends = [slot.ends for slot in event.evening(now).slots]
    over = min(event.closes_at(now), now)
    for number in seats.keys() | ledger.rounds_written(event):
        table_of = {person[who]: table for who, table in seats.get(number, {}).items()}
        ended = min(ends[number - 1], over) if number <= len(ends) else over
        ledger.record(event, number, table_of, table_of, now=ended)


def _there(event: Event, rounds: Mapping[int, object], *, now: datetime) -> set[tuple[int, int]]:
    """Each round with each RSVP that was there for it."""
    slots = dict(enumerate(event.evening(now).slots, start=1))
    closed = event.closes_at(now)
    # The first part says of what type the columns are.
    ended = db.select(Visit.rsvp_id, Visit.arrived_at, Visit.left_at, Visit.last_round)
    stays = db.select(Arrival.rsvp_id, Arrival.arrived_at, db.null(), Arrival.last_round)
    rows = db.session.execute(
        ended.join(Visit.rsvp)
        .where(Rsvp.event_id == event.id)
        .union_all(stays.join(Arrival.rsvp).where(Rsvp.event_id == event.id))
    ).all()
    return {
        (number, who)
        for who, arrived_at, left_at, last_round in rows
        for number in rounds
        if last_round is None or number <= last_round
        if _covers(slots.get(number), arrived_at, left_at, closed=closed)
    }


def _covers(
    round: Slot | None, arrived_at: datetime, left_at: datetime | None, *, closed: datetime
) -> bool:
    """Whether a stay covers a round: come before its end, gone after its beginning.

    Who was checked in when all was over was noted afterwards: nobody knows when they came.
    """
    if round is None:
        return left_at is None
    if round.ends <= arrived_at < closed:
        return False
    return left_at is None or round.begins <= left_at
