"""What later features tell the pages of a program: handed to them by the factory."""

from collections import Counter
from datetime import datetime

from eventapp import clock
from eventapp.attendance.models import Attendance
from eventapp.attendance.next_session import next_session
from eventapp.certificates import actions as certificates
from eventapp.db import db
from eventapp.door import presence
from eventapp.front.program_pages.met import met
from eventapp.insights import hiding
from eventapp.programs.models import Enrolment, Program, Session
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
    """How many were at each of some events, as corrected, where they are five and more; two queries."""
    if not events:
        return {}
    found: Counter[int] = Counter()
    for event, count in db.session.execute(
        db.select(Rsvp.event_id, db.func.count(Rsvp.id))
        .where(Rsvp.event_id.in_(events), presence.took_part())
        .group_by(Rsvp.event_id)
    ):
        found[event] = count
    for event, state, there in db.session.execute(
        db.select(Session.event_id, Attendance.state, presence.took_part())
        .select_from(Attendance)
        .join(Attendance.session)
        .outerjoin(
            Rsvp,
            db.and_(Rsvp.event_id == Session.event_id, Rsvp.person_id == Attendance.person_id),
        )
        .where(Session.event_id.in_(events), Attendance.state.in_(("there", "absent")))
    ):
        found[event] += (state == "there") - bool(there)
    return {event: count for event, count in found.items() if count >= hiding.FEWEST}


def own(enrolment: Enrolment) -> dict[str, object]:
    """For the page of somebody who is known by the link of a letter: what each session was to them,
    how far they are, and their certificate."""
    progress = mine.shown(enrolment, now=clock.now())
    return {
        "was": progress.was if progress else {},
        "progress": progress,
        "certificate": certificates.of(enrolment),
    }
