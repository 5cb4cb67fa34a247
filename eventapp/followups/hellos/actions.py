"""Who may say hello to whom at an event, and what is kept of it: rules as strict as for a card."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door import presence
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups import actions
from eventapp.followups.consent import Chosen, agrees
from eventapp.followups.introductions.actions import closes_at
from eventapp.followups.models import Hello
from eventapp.followups.tablemates import everything
from eventapp.people.models import Link, Person
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp

# Nobody talks to more people in an evening.
MOST = 200


def answers_here(event: Event, opened: Collection[str], person: Person | None) -> list[Rsvp]:
    """The answers to an event of whoever holds a browser: by links opened in it, or signed in."""
    usable = db.and_(Link.nonce.in_(opened), Link.purpose == "rsvp", Link.revoked_at.is_(None))
    mine = db.or_(usable, Rsvp.person_id == person.id) if person else usable
    found = db.select(Rsvp).join(Rsvp.link).where(Rsvp.event_id == event.id, mine)
    return list(db.session.scalars(found.options(*everything()).order_by(Rsvp.id)))


def may_greet(rsvp: Rsvp, other: Rsvp, *, now: datetime) -> bool:
    """Whether one guest may see another by the code on their badge.

    Both are guests of one event, checked in, and agreed to be named; until its cards close. Whether one
    would rather not be with the other changes nothing here: who scans a badge that opens for everybody
    else would know. Nothing comes of it (`introductions`).
    """
    event = other.event
    return (
        rsvp.event_id == other.event_id
        and rsvp.id != other.id
        and event.state == "published"
        and all(agrees(one) and presence.is_in(one) for one in (rsvp, other))
        and now < closes_at(event)
    )


def greet(rsvp: Rsvp, other: Rsvp, chosen: Chosen | None, *, now: datetime) -> None:
    """Keep that a guest said hello to another, and their tick or that there is none. Twice is once.

    The other one hears of it with the next batch, if they ticked too; before that nobody does.
    """
    lock(rsvp.event)
    said = set(db.session.scalars(db.select(Hello.other_id).where(Hello.rsvp_id == rsvp.id)))
    if len(said) >= MOST:
        raise Refused(_("You said hello to so many people that your card is full."))
    if other.id not in said:
        db.session.add(Hello(rsvp_id=rsvp.id, other_id=other.id, said_at=now))
        # So that it is wiped at closing, even if nothing is ticked.
        actions.begin_batches(rsvp.event, now=now)
    before = actions.wishes_of(rsvp).get(other.id)
    if chosen:
        actions.tick(rsvp, other.id, chosen, before=before, now=now)
    elif before:
        db.session.delete(before)
        actions.stop_waiting(rsvp, {other.id}, now=now)
    db.session.flush()
