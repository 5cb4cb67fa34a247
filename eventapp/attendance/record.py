"""Who was at which session: check-ins, and what was corrected by hand."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from eventapp.attendance.grid import COUNTS
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.door import presence
from eventapp.programs.models import Program, Session
from eventapp.rsvps.models import Rsvp

__all__ = ["COUNTS", "held", "read"]


def held(program: Program, *, now: datetime) -> list[Session]:
    """The sessions of a program that took place and are over, in order."""
    return [
        session
        for session in program.sessions
        if session.event.state == "published" and session.event.over(now)
    ]


def read(program: Program, *, now: datetime) -> Mapping[int, Mapping[int, str]]:
    """For each person, what every session that is over was to them, by the session's id.

    `there`, `excused`, `absent` or `elsewhere` (caught up); a session without an entry is one at
    which the person had no place, and nobody said anything. Two queries, however many people.
    """
    over = {session.id: session.event.starts_at for session in held(program, now=now)}
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    came = set()
    for person, session, there, state, here in db.session.execute(
        db.select(
            Rsvp.person_id, Session.id, presence.took_part(), Rsvp.state, presence.checked_in()
        )
        .join(Session, Session.event_id == Rsvp.event_id)
        .where(Session.program_id == program.id)
    ):
        if session in over and (there or state == "going"):
            found[person][session] = "there" if there else "absent"
        if here:
            came.add((person, session))
    for said in db.session.scalars(
        db.select(Attendance).join(Attendance.session).where(Session.program_id == program.id)
    ):
        # Who was excused ahead, and came after all, was there.
        ahead = said.session_id in over and said.said_at < over[said.session_id]
        if said.session_id in over and not (ahead and (said.person_id, said.session_id) in came):
            found[said.person_id][said.session_id] = said.state
    return found
