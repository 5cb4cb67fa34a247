"""The worker's part of printing: one run at a time, in transactions of a moment."""

from threading import Lock

import structlog

from eventapp import clock, press, work
from eventapp.badges.printing import actions
from eventapp.badges.printing.models import PrintRun
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.mail import jobs

log = structlog.get_logger()
# Letters must not wait behind sheets: only one of the worker's threads is ever busy with them.
_one = Lock()


def print_runs() -> None:
    """Work off the runs that wait, the first that came first."""
    jobs.one_by_one(_one, _waiting, _next)


def wake_runs() -> None:
    """Take up runs that were lost, and have those begun that the queue forgot."""
    actions.take_up_lost(now=clock.now())
    db.session.commit()
    if _waiting():
        jobs.ask("prints")


def _waiting() -> bool:
    found = work.waits(PrintRun)
    release()
    return found


def _next() -> None:
    claimed = work.claim(PrintRun, now=clock.now())
    if claimed is None:
        return release()
    number, tries = claimed.id, claimed.tries
    db.session.commit()
    try:
        _draw(number, tries)
    except Refused as no:
        db.session.rollback()
        _close(number, tries, str(no))
    except Exception:
        db.session.rollback()
        log.exception("print", id=number)
        _close(number, tries, actions.broke_off())
    return None


def _draw(number: int, tries: int) -> None:
    run = work.mine(PrintRun, number, tries)
    if run is None:
        return
    order, parts = actions.order_of(run), []
    # From the beginning, also at another try; and not at all if somebody has stopped it.
    if not _told(number, tries, 0):
        return
    for sheets, part in order.parts():
        parts.append(actions.drawn(part))
        if not _told(number, tries, sheets):
            return
    body = press.joined(parts)
    if run := work.mine(PrintRun, number, tries):
        actions.finish(run, body, now=clock.now())
    db.session.commit()


def _told(number: int, tries: int, sheets: int) -> bool:
    """Write down how far a run is; whether it goes on."""
    run, now = work.mine(PrintRun, number, tries), clock.now()
    goes_on = run is not None and not run.stopping
    if run and goes_on:
        run.drawn, run.heard_at = sheets, now
    elif run:
        actions.end(run, "stopped", now=now)
    db.session.commit()
    return goes_on


def _close(number: int, tries: int, said: str) -> None:
    if run := work.mine(PrintRun, number, tries):
        actions.end(run, "failed", now=clock.now(), said=said)
    db.session.commit()
