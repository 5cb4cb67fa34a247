"""A guest's own page as one mark, which is another one as soon as the page would show something else.

It is asked every few seconds during an evening, so it is made of two small queries, and nothing is
rendered. What a tablemate changes of their own answers shows with the next round or reload.
"""

from datetime import datetime, timedelta

from eventapp import tokens
from eventapp.db import db
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.standing import WAITING
from eventapp.seating.models import Plan


def version(rsvp: Rsvp, *, now: datetime) -> str:
    """The mark of what this guest's page shows now."""
    event = rsvp.event
    own = (rsvp.state, rsvp.changed_at, rsvp.offered_until, rsvp.coming_at, rsvp.link.id)
    plan, line = db.session.execute(_AROUND, {"event": event.id, "turn": rsvp.turn}).one()
    line = line if rsvp.state == "waitlisted" else 0
    told = (event.revised_at, event.sequence, event.cancelled_at, event.capacity)
    return tokens.digest(repr((own, plan, line, told, _moment(rsvp, now=now))))[:24]


def _moment(rsvp: Rsvp, *, now: datetime) -> int:
    """How many moments of the evening have passed at which the page says something else."""
    event = rsvp.event
    rounds = event.round_times()
    ends = [start + timedelta(minutes=event.minutes) for start in rounds]
    moments = (event.starts_at, *rounds, *ends, event.ends_at, event.waitlist_closes_at)
    return sum(moment <= now for moment in moments)


_AROUND = db.select(
    db.select(db.func.max(Plan.version))
    .where(Plan.event_id == db.bindparam("event"), Plan.published_at.is_not(None))
    .scalar_subquery(),
    db.select(db.func.count(Rsvp.id))
    .where(Rsvp.event_id == db.bindparam("event"), WAITING, Rsvp.turn <= db.bindparam("turn"))
    .scalar_subquery(),
)
