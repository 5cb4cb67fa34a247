"""Letters to everybody of a program, or to who follows a series, which the worker writes."""

from threading import Lock

from eventapp import clock
from eventapp.db import db, lock_row, release
from eventapp.events.series.models import EventSeries
from eventapp.mail import jobs
from eventapp.programs.announcing import actions
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Program

# Seconds between parts, in which others write.
PAUSE = 0.1


def write() -> None:
    """Write the letters that wait, part by part."""
    LETTERS.write(pause=PAUSE)


def wake() -> None:
    """Have the letters written that the queue forgot."""
    LETTERS.wake()


def _part(number: int) -> bool:
    """One part in one transaction; whether there is another one."""
    found = db.session.get(ProgramAnnouncement, number)
    if found is None:
        release()
        return False
    # What it is about first, as everybody else locks it who announces something.
    if found.program_id:
        lock_row(Program, found.program_id)
    elif found.series_id:
        lock_row(EventSeries, found.series_id)
    db.session.refresh(found)
    more = actions.write_part(found, at_most=actions.PART, now=clock.now())
    db.session.commit()
    return more


LETTERS = jobs.LettersInParts(ProgramAnnouncement, "program letters", _part, Lock())
