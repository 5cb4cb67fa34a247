"""The worker's part of mail that came in: read one by one, each in a transaction with its consequences."""

import time
from threading import Lock

import structlog
from flask import current_app, g

from eventapp import clock
from eventapp.db import db, lock_row, reading, release
from eventapp.mail import jobs
from eventapp.mail.incoming import actions
from eventapp.mail.incoming.models import Received
from eventapp.mail.incoming.parsing import read

log = structlog.get_logger()
# Seconds between two mails, in which others write: ten thousand of them must not keep out a guest.
PAUSE = 0.02
# Letters must not wait behind mail that comes in: only one of the worker's threads is busy with it.
_one = Lock()


def work_off() -> None:
    """Read the mails that wait, the first that came first."""
    jobs.one_by_one(_one, _waiting, _next)


def wake() -> None:
    """Have those read that a crash or the queue left behind."""
    if _waiting():
        jobs.ask("incoming")


def _waiting() -> bool:
    with reading():
        return actions.any_waiting(clock.now())


def _next() -> None:
    now = clock.now()
    taken = actions.take_next(now)
    if taken and taken.state == "held":
        current_app.extensions["unreadable"](taken, taken.reason, now)
        actions.settle(taken, "held")
    db.session.commit()
    if taken is None or taken.state != "waiting":
        return
    number, tries = taken.id, taken.tries
    try:
        _done(taken)
    except Exception:
        db.session.rollback()
        # It is taken up again when its time has come, and held after the last time.
        log.exception("incoming", id=number, tries=tries)
    time.sleep(PAUSE)


def _done(taken: Received) -> None:
    number, tries = taken.id, taken.tries
    incoming = read(
        taken.raw or b"",
        recipient=taken.recipient,
        trusted_server=current_app.config["INBOX_SERVER"],
    )
    received = lock_row(Received, number)
    if (received.state, received.tries) != ("waiting", tries):
        # It took so long that another worker has it by now.
        release()
        return
    become = current_app.extensions["incoming"](received, incoming, clock.now())
    actions.settle(received, become)
    db.session.commit()
    log.info("incoming", id=number, state=received.state, kind=type(incoming.content).__name__)
    for mark, task in jobs.WAKES.items():
        if g.pop(mark, False):
            jobs.ask(task)
