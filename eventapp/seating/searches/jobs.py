"""The worker's part of longer searches: one at a time, in transactions of a moment."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

import structlog

from eventapp import clock, measuring
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.mail import jobs
from eventapp.seating.board import refusals
from eventapp.seating.engine import BadProblem, Clash
from eventapp.seating.models import Search
from eventapp.seating.searches import actions as searches
from eventapp.seating.series import planning

log = structlog.get_logger()
TOLD_EVERY = 0.4
# Letters must not wait behind searches: only one of the worker's threads is ever busy with them.
_one = Lock()


def search() -> None:
    """Work off the searches that wait, the first that came first."""
    jobs.one_by_one(_one, _waiting, _next)


def wake_searches() -> None:
    """Close the searches that were lost, and have those begun that the queue forgot."""
    searches.fail_lost(now=clock.now())
    db.session.commit()
    if _waiting():
        jobs.ask("search")


def _waiting() -> bool:
    found = searches.waiting()
    release()
    return found


def _next() -> None:
    claimed = searches.claim_next(now=clock.now())
    db.session.commit()
    if claimed is None:
        return
    number = claimed.id
    try:
        _made(claimed)
    except (Refused, Clash, BadProblem) as no:
        db.session.rollback()
        _close(number, "stale", _why(no, number))
    except Exception:
        db.session.rollback()
        log.exception("search", id=number)
        _close(number, "failed", searches.broke_off())


def _why(no: Exception, number: int) -> str:
    search = db.session.get(Search, number)
    if isinstance(no, Refused) or search is None:
        return str(no)
    return refusals.conflict_message(no, search.event)


def _made(search: Search) -> None:
    number = search.id
    task_of = planning.task_of if search.program_id else searches.task_of
    task = task_of(search, now=clock.now())
    release()
    with measuring.work("search"):
        found = task.run(_teller(number))
    kept = searches.still_running(number)
    if kept:
        task.keep(kept, found, clock.now())
        db.session.commit()
    release()


def _teller(number: int) -> searches.Progress:
    """Who writes down how far the search is, a few times a second at most."""
    last = 0.0

    def told(done: float, figures: Callable[[], dict[str, Any]]) -> bool:
        nonlocal last
        if time.monotonic() - last < TOLD_EVERY:
            return True
        last = time.monotonic()
        goes_on = searches.record_progress(number, done, figures(), now=clock.now())
        db.session.commit()
        return goes_on

    return told


def _close(number: int, state: str, said: str) -> None:
    if search := searches.still_running(number):
        searches.end(search, state, said, now=clock.now())
    db.session.commit()
