"""Events at the same time as sessions of a program: nobody can come to both."""

from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps.clashes import titles_of_each
from eventapp.rsvps.models import GUEST_STATES, Rsvp


def clashes(program: Program, *, now: datetime) -> dict[int, list[Event]]:
    """For each session that isn't over, by its event's id, the others at the same time."""
    events = [s.event for s in program.sessions if not s.event.cancelled_at]
    found: dict[int, list[Event]] = {s.event_id: [] for s in program.sessions}
    for event in events:
        if not event.over(now):
            found[event.id] = [one for one in events if one is not event and one.meets(event)]
    return found


def clashing(event: Event, starts_at: datetime, ends_at: datetime) -> list[Event]:
    """The other sessions of an event's program that it would clash with at that time."""
    mine = db.select(Session.program_id).where(Session.event_id == event.id).scalar_subquery()
    return list(
        db.session.scalars(
            db.select(Event)
            .join(Session, Session.event_id == Event.id)
            .where(
                Session.program_id == mine,
                Event.id != event.id,
                Event.cancelled_at.is_(None),
                Event.starts_at < ends_at,
                Event.ends_at > starts_at,
            )
            .order_by(Event.starts_at, Event.id)
        )
    )


def elsewhere(enrolment: Enrolment, *, now: datetime) -> dict[int, tuple[str, ...]]:
    """What else its person goes to while a session is on: titles by the session's event, in order.

    Only of sessions that they go to or wait for and that aren't over. It is all that is known of
    them, so only who opened the link of a letter may see it, never a page that typing opened.
    """
    # Rows of their own, apart from those that the query about it reads.
    held, session, event = db.aliased(Rsvp), db.aliased(Session), db.aliased(Event)
    ours = (
        db.select(held.event_id)
        .join(session, session.event_id == held.event_id)
        .join(event, event.id == held.event_id)
        .where(
            held.person_id == enrolment.person_id,
            held.state.in_(GUEST_STATES),
            session.program_id == enrolment.program_id,
            event.cancelled_at.is_(None),
            event.ends_at > now,
        )
    )
    return titles_of_each(enrolment.person, ours)
