"""Letters to everybody of a program, which the worker writes."""

from threading import Lock

import structlog

from eventapp import clock
from eventapp.db import db, lock_row, reading, release
from eventapp.mail import jobs
from eventapp.programs.announcing import actions
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Program

log = structlog.get_logger()
# Seconds between parts, in which others write.
PAUSE = 0.1
_one = Lock()


def write() -> None:
    """Write the letters that wait, part by part."""
    jobs.one_by_one(_one, _waits, _write_next)


def wake() -> None:
    """Have the letters written that the queue forgot."""
    if _waits():
        jobs.ask("program letters")


def _waits() -> bool:
    with reading():
        return actions.waiting(now=clock.now()) is not None


def _write_next() -> None:
    with reading():
        number = actions.waiting(now=clock.now())
    if number is None:
        return
    try:
        jobs.part_by_part(lambda: _part(number), pause=PAUSE)
    except Exception:
        log.exception("program letters", id=number)
        db.session.rollback()
        if found := db.session.get(ProgramAnnouncement, number):
            actions.postpone(found, now=clock.now())
        db.session.commit()


def _part(number: int) -> bool:
    """One part in one transaction; whether there is another one."""
    found = db.session.get(ProgramAnnouncement, number)
    if found is None:
        release()
        return False
    # The program first, as everybody else locks it who announces something.
    lock_row(Program, found.program_id)
    db.session.refresh(found)
    more = actions.write_part(found, at_most=actions.PART, now=clock.now())
    db.session.commit()
    return more
