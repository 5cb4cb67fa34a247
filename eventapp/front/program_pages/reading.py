"""What later features tell the pages of a program: handed to them by the factory."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from eventapp import clock
from eventapp.attendance import reading as attendance
from eventapp.attendance import record
from eventapp.attendance.next_session import next_session
from eventapp.certificates import actions as certificates
from eventapp.front.program_pages.met import met
from eventapp.insights import hiding
from eventapp.programs.models import Enrolment, Program
from eventapp.programs.timeline import Step, steps
from eventapp.progress import mine


def public(program: Program, *, now: datetime) -> dict[str, object]:
    """For its public page: how many came to each session that is over, and who met."""
    done = [step for step in steps(program, now=now) if step.state == "done"]
    return {"came": _came(program, done, now=now), "met": met(program, done)}


def at_the_desk(program: Program, *, now: datetime) -> dict[str, object]:
    """For its page at the desk: the session that is got ready for, and who missed the one before."""
    grid = attendance.read(program, now=now)
    return {"coming": next_session(program, now=now, grid=grid)}


def _came(program: Program, done: Sequence[Step], *, now: datetime) -> dict[int, int]:
    """How many were at each of its events that are over, where they are five and more; two queries."""
    if not done:
        return {}
    there = Counter(
        session
        for was in record.read(program, now=now).values()
        for session, what in was.items()
        if what == "there"
    )
    came = {step.event.id: there[step.session.id] for step in done}
    return {event: count for event, count in came.items() if count >= hiding.FEWEST}


def own(enrolment: Enrolment) -> dict[str, object]:
    """For the page of somebody who is known by the link of a letter: what each session was to them,
    how far they are, and their certificate."""
    progress = mine.shown(enrolment, now=clock.now())
    return {
        "was": progress.was if progress else {},
        "progress": progress,
        "certificate": certificates.of(enrolment),
    }
