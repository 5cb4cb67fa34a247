"""Who was at which session: check-ins, and what was corrected by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from eventapp.attendance.grid import COUNTS
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.door import presence
from eventapp.events.models import Event
from eventapp.programs.models import Program, Session
from eventapp.rsvps.models import Rsvp

__all__ = ["COUNTS", "corrected", "held", "read", "standing"]


def standing(program: Program) -> list[Session]:
    """The sessions that attendance is about, in order: those that are published and not called off."""
    return [one for one in program.sessions if one.event.state == "published"]


def held(program: Program, *, now: datetime) -> list[Session]:
    """The sessions of a program that took place and are over, in order."""
    return [one for one in standing(program) if one.event.over(now)]


def corrected(program: Program, *, person: int | None = None) -> Sequence[Attendance]:
    """What was said by hand about the sessions of a program, and by whom; or about one person."""
    found = db.select(Attendance).join(Attendance.session).where(Session.program_id == program.id)
    if person is not None:
        found = found.where(Attendance.person_id == person)
    return db.session.scalars(found.options(db.joinedload(Attendance.by))).all()


def read(
    program: Program,
    *,
    now: datetime,
    person: int | None = None,
    corrections: Sequence[Attendance] | None = None,
) -> Mapping[int, Mapping[int, str]]:
    """For each person, what every session that is over was to them, by the session's id; or for one.

    `there`, `excused`, `absent` or `elsewhere` (caught up); a session without an entry is one at
    which the person had no place, and nobody said anything. Two queries, however many people; one
    where what was `corrected` is known.
    """
    sessions = held(program, now=now)
    over = {session.id: session.event.starts_at for session in sessions}
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    came = set()
    events = [session.event_id for session in sessions]
    # Asked once for each session: for each answer, all others to it would be looked at.
    door = Rsvp.event_id.in_(
        db.select(Event.id).where(Event.id.in_(events), presence.ran(Event.id))
    )
    took_part = presence.took_part(door=door)
    answers = (
        db.select(Rsvp.person_id, Session.id, took_part, Rsvp.state, presence.checked_in())
        .join(Session, Session.event_id == Rsvp.event_id)
        .where(Session.program_id == program.id, Rsvp.event_id.in_(events))
    )
    if person is not None:
        answers = answers.where(Rsvp.person_id == person)
    if corrections is None:
        corrections = corrected(program, person=person)
    for one, session, there, state, here in db.session.execute(answers):
        if there or state == "going":
            found[one][session] = "there" if there else "absent"
        if here:
            came.add((one, session))
    for said in corrections:
        # Who was excused ahead, and came after all, was there.
        ahead = said.session_id in over and said.said_at < over[said.session_id]
        if said.session_id in over and not (ahead and (said.person_id, said.session_id) in came):
            found[said.person_id][said.session_id] = said.state
    return found
