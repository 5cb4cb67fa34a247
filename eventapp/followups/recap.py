"""What an organizer may know of an evening: numbers only, and none that tells on anybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from eventapp.db import db
from eventapp.door.models import Arrival, Visit
from eventapp.encounters import ledger
from eventapp.events.models import Event
from eventapp.followups.models import Card, Connection
from eventapp.followups.sending.actions import goes_out_at
from eventapp.followups.sending.times import OPEN_FOR
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan, Seat
from eventapp.seating.plans import published

# Below this a number points at people.
FEWEST = 5


@dataclass(frozen=True)
class Recap:
    """One evening, counted; None where too few people stand behind a number."""

    going: int
    came: int
    met: float | None
    seated: bool
    cards: int
    sent: int
    waiting: int
    failed: int
    answered: int | None
    connections: int | None
    ready: int
    goes_out_at: datetime | None
    closes_at: datetime

    @property
    def share(self) -> int:
        """How many of a hundred who had a place came."""
        return round(100 * min(self.came, self.going) / self.going) if self.going else 0


def recap(event: Event) -> Recap:
    """The numbers of one event, in six queries. Who ticked whom is in none of them."""
    plan = published(event)
    counts = _counts(event, plan)
    letters = _letters(event)
    return Recap(
        going=counts.going,
        came=counts.came,
        met=_met(event, counts.came),
        seated=plan is not None,
        cards=counts.cards,
        sent=letters.get("sent", 0),
        waiting=letters.get("queued", 0),
        failed=letters.get("failed", 0),
        answered=counts.answered if counts.answered >= FEWEST else None,
        connections=_connections(event),
        ready=counts.ready,
        goes_out_at=event.followed_up_at or goes_out_at(event),
        closes_at=event.ends_at + OPEN_FOR,
    )


def _counts(event: Event, plan: Plan | None) -> Row[Any]:
    seat = db.exists().where(Seat.rsvp_id == Rsvp.id, Seat.plan_id == (plan.id if plan else 0))
    # Who gave the place back when rounds had begun came all the same.
    came = db.or_(Arrival.id.is_not(None), db.exists().where(Visit.rsvp_id == Rsvp.id))
    ready = db.and_(
        came,
        Card.id.is_(None),
        Rsvp.state == "going",
        Rsvp.keep_in_touch_at.is_not(None),
        Person.email.is_not(None),
        seat,
    )
    return db.session.execute(
        db.select(
            db.func.count().filter(Rsvp.state == "going").label("going"),
            db.func.count().filter(came).label("came"),
            db.func.count(Card.id).label("cards"),
            db.func.count(Card.answered_at).label("answered"),
            db.func.count().filter(ready).label("ready"),
        )
        .select_from(Rsvp)
        .join(Rsvp.person)
        .outerjoin(Arrival, Arrival.rsvp_id == Rsvp.id)
        .outerjoin(Card, Card.rsvp_id == Rsvp.id)
        .where(Rsvp.event_id == event.id)
    ).one()


def _letters(event: Event) -> dict[str, int]:
    key = db.literal("card:").concat(db.cast(Card.rsvp_id, db.String))
    rows = db.session.execute(
        db.select(Message.state, db.func.count(Message.id))
        .join(Card, Message.key == key)
        .join(Card.rsvp)
        .where(Rsvp.event_id == event.id)
        .group_by(Message.state)
    )
    return dict(rows.all())


def _met(event: Event, came: int) -> float | None:
    """How many people each one met, on average."""
    if came < FEWEST:
        return None
    # Whom they met stays counted when somebody is erased, and so do the erased among who met.
    return 2 * ledger.pairs_at(event) / (came + ledger.without_answer_at(event))


def _connections(event: Event) -> int | None:
    pairs = db.session.execute(
        db.select(Connection.low_id, Connection.high_id).where(
            Connection.event_id == event.id, Connection.stopped_at.is_(None)
        )
    ).all()
    people = {person for pair in pairs for person in pair}
    return len(pairs) if len(people) >= FEWEST else None
