"""What later features tell the pages of a program: handed to them by the factory."""

from datetime import datetime

from eventapp import clock
from eventapp.attendance import record
from eventapp.attendance.next_session import next_session
from eventapp.certificates import actions as certificates
from eventapp.db import db
from eventapp.door import presence
from eventapp.front.program_pages.met import met
from eventapp.insights import hiding
from eventapp.programs.models import Enrolment, Program
from eventapp.programs.timeline import steps
from eventapp.progress import mine
from eventapp.rsvps.models import Rsvp


def public(program: Program, *, now: datetime) -> dict[str, object]:
    """For its public page: how many came to each session that is over, and who met."""
    done = [step for step in steps(program, now=now) if step.state == "done"]
    return {"came": _came([step.event.id for step in done]), "met": met(program, done)}


def at_the_desk(program: Program, *, now: datetime) -> dict[str, object]:
    """For its page at the desk: the session that is got ready for."""
    return {"coming": next_session(program, now=now)}


def _came(events: list[int]) -> dict[int, int]:
    """How many were at each of some events, where they are five and more; one query."""
    if not events:
        return {}
    rows = db.session.execute(
        db.select(Rsvp.event_id, db.func.count(Rsvp.id))
        .where(Rsvp.event_id.in_(events), presence.took_part())
        .group_by(Rsvp.event_id)
    ).all()
    return {event: count for event, count in rows if count >= hiding.FEWEST}


def own(enrolment: Enrolment) -> dict[str, object]:
    """For the page of somebody who is known by the link of a letter: what each session was to them,
    how far they are, and their certificate."""
    now = clock.now()
    found = record.read(enrolment.program, now=now)
    return {
        "was": found.get(enrolment.person_id, {}),
        "progress": mine.shown(enrolment, now=now),
        "certificate": certificates.of(enrolment),
    }
