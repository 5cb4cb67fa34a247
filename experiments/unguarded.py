"""The shipped server with one of its guards taken away, to see that something goes wrong then.

    .venv/bin/python experiments/unguarded.py lock serve

    lock     nobody waits for anybody: the event isn't locked, and SQLite's writers look before they queue
    once     the mark of a form isn't looked for, so that the same form is another one each time
    outbox   letters are written by a thread after the answer, as many a site sends its mails
    grace    whoever is told to end is killed
    lease    letters are held by nobody: a second worker takes them, too
    after    letters are marked as sent before they are
    fallback nobody counts visits while Redis is away
    clock    (no guard) the app's clock is off by the seconds that a file says: CLOCK_IS_OFF_BY names it
    threads  a web process has a thread for each request that it works on, and none for those that wait
    sweep    the worker doesn't look each minute for letters that the queue forgot

`crowds.py`, `restarts.py`, `killed_workers.py`, `database_restarts.py`, `clock_steps.py` and
`behind_nginx.py` start it.
"""

import multiprocessing
import os
import queue
import sys
import threading
import time
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from flask import Flask, g, request, request_tearing_down  # noqa: E402

from eventapp import clock, request_turns, supervision, web  # noqa: E402
from eventapp.__main__ import command  # noqa: E402
from eventapp.db import db, only_reads  # noqa: E402
from eventapp.mail import deliver, jobs, leases, outbox  # noqa: E402
from eventapp.rsvps import actions, repeated_answers  # noqa: E402

_later: queue.SimpleQueue[tuple[Flask, list[Any]]] = queue.SimpleQueue()


def without_lock() -> None:
    """Everybody looks, then writes."""
    actions.lock = lambda event: None
    web.only_reads = lambda yes: only_reads(True)


def without_once() -> None:
    """No form was ever sent before."""
    repeated_answers.sent = lambda first, mark: None


def without_outbox() -> None:
    """Letters are kept in memory until the request is over, then written by a thread."""
    outbox.queue = _keep
    request_tearing_down.connect(_hand_over)


def without_grace() -> None:
    """The server kills web and worker when it is told to stop."""
    supervision._Keeper._end = lambda self, woken: None  # type: ignore[method-assign]


def without_lease() -> None:
    """Letters are held for no time at all."""
    leases.lease = lambda: timedelta(0)
    leases.Held.surely = lambda self: True  # type: ignore[method-assign]
    leases.Held._renew = lambda self: None  # type: ignore[method-assign]


def without_after() -> None:
    """Letters are marked as sent when they are taken, as queues do that deliver at most once."""
    held = deliver._held

    def marked(at_most: int) -> Any:
        found = held(at_most)
        leases.write([letter.id for letter in found.letters], state="sent")
        db.session.commit()
        return found

    deliver._held = marked
    deliver._Batch._waits = lambda self, held: True  # type: ignore[method-assign]


def without_fallback() -> None:
    """Visits are counted in Redis or not at all."""
    shipped = web.limiter.init_app

    def init(app: Flask) -> None:
        app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = False
        shipped(app)

    web.limiter.init_app = init  # type: ignore[method-assign]


def without_sweep() -> None:
    """Only the queue says that there are letters."""
    shipped = jobs.init

    def init(app: Flask, **given: Any) -> None:
        shipped(app, **given)
        chores = app.extensions["chores"]
        app.extensions["chores"] = tuple(one for one in chores if one is not jobs.deliver_due)

    jobs.init = init


def without_threads() -> None:
    """As many requests may be under way as are worked on."""
    request_turns.UNDER_WAY = request_turns.AT_WORK


def with_clock() -> None:
    """The clock is off by what a file says."""
    shipped, real, file = clock.now, time.time, Path(os.environ["CLOCK_IS_OFF_BY"])

    def off() -> float:
        return float(file.read_text() or 0)

    clock.now = lambda: shipped() + timedelta(seconds=off())
    time.time = lambda: real() + off()


def _keep(letter: Any) -> Any:
    g.setdefault("written", []).append(letter)
    return letter


def _hand_over(app: Flask, **_rest: object) -> None:
    letters = g.pop("written", None)
    # What a server does to warm up is no guest's.
    if letters and request.method == "POST":
        _writer(os.getpid())
        _later.put((app, letters))


@cache
def _writer(_process: int) -> threading.Thread:
    """The thread of this process: one that was started before a fork isn't in the child."""
    writer = threading.Thread(target=_write, daemon=True)
    writer.start()
    return writer


def _write() -> None:
    while True:
        app, letters = _later.get()
        # As long as a mail server takes.
        time.sleep(0.02)
        with app.app_context():
            db.session.add_all(letters)
            db.session.commit()


if __name__ == "__main__":
    # What is taken away here must be gone in the processes that are started, too.
    multiprocessing.set_start_method("fork")
    take_away = {
        "lock": without_lock,
        "once": without_once,
        "outbox": without_outbox,
        "grace": without_grace,
        "lease": without_lease,
        "after": without_after,
        "fallback": without_fallback,
        "sweep": without_sweep,
        "threads": without_threads,
        "clock": with_clock,
    }
    take_away[sys.argv.pop(1)]()
    command()
