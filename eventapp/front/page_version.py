"""A guest's own page as one mark, which is another one as soon as the page would show something else.

It is asked every few seconds during an evening, so it is made of one query, and nothing is rendered.
What a tablemate changes of their own answers shows with the next round or reload.
"""

from datetime import datetime

from eventapp import tokens
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Link
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.standing import POSITION
from eventapp.seating.models import Plan


def version_of(token: str, *, now: datetime) -> str | None:
    """The mark of what a link's page shows now; None where it opens no answer that is on the list."""
    row = db.session.execute(_OF_LINK, {"digest": tokens.digest(token)}).first()
    if row is None or not row[0].link.usable(now):
        return None
    rsvp, plan, position = row
    return version(rsvp, plan=plan, position=position, now=now)


def version(rsvp: Rsvp, *, plan: int | None, position: int, now: datetime) -> str:
    """The mark of an answer, with the version of the tables and its place in the line."""
    event = rsvp.event
    said = (rsvp.coming_at, rsvp.tentative_at, rsvp.leaves_at)
    own = (rsvp.state, rsvp.changed_at, rsvp.offered_until, said, rsvp.link.id)
    ran = event.evening(now).mark
    told = (event.revised_at, event.sequence, event.cancelled_at, event.capacity, ran)
    return tokens.digest(repr((own, plan, position, told, _moment(rsvp, now=now))))[:24]


def _moment(rsvp: Rsvp, *, now: datetime) -> int:
    """How many moments of the evening have passed at which the page says something else."""
    event = rsvp.event
    slots = event.evening(now).slots
    rounds = [moment for slot in slots for moment in (slot.begins, slot.ends)]
    moments = (event.starts_at, *rounds, event.closes_at(now), event.waitlist_closes_at)
    return sum(moment <= now for moment in moments)


_PLAN = (
    db.select(db.func.max(Plan.version))
    .where(Plan.event_id == Rsvp.event_id, Plan.published_at.is_not(None))
    .correlate(Rsvp)
    .scalar_subquery()
)
_OF_LINK = (
    db.select(Rsvp, _PLAN, POSITION)
    .join(Rsvp.link)
    .join(Rsvp.event)
    .where(
        db.or_(Link.digest == db.bindparam("digest"), Link.page_digest == db.bindparam("digest")),
        Link.purpose == "rsvp",
        Event.published_at.is_not(None),
    )
    .options(db.contains_eager(Rsvp.event), db.contains_eager(Rsvp.link))
)
