"""Workers, one after the other, with somebody who does something with mail; each is killed at the point
that a file names.

A line on standard input begins one, forked from this process, which has loaded everything, as a server
does. Its number is told at once, and how it ended at its end.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import huey  # noqa: F401 - loaded once
from incoming_mail import read

from eventapp import clock, create_app
from eventapp.db import db
from eventapp.mail import jobs as mail_jobs
from eventapp.mail.incoming import actions, imap, inbox, jobs, mailboxes
from eventapp.mail.incoming.contents import Incoming
from eventapp.mail.incoming.models import Received
from eventapp.people.models import Person

# Where a worker may fall over with a mail in its hands, in the order it gets there.
POINTS = ("fetched", "stored", "kept", "seen", "taken", "half done", "done")


def main() -> None:
    """Begin a worker whenever somebody says so."""
    app = create_app()
    point = app.config["DATA_DIR"] / "killed-when"
    # What takes minutes takes a moment.
    actions.WAIT, mailboxes.LEASE, inbox.EACH = timedelta(0), timedelta(0), 0.2

    die_after(imap.Connection, "whole", point, "fetched")
    die_after(actions, "store", point, "stored")
    die_before(imap.Connection, "mark_seen", point, "kept")
    die_after(imap.Connection, "mark_seen", point, "seen")
    jobs.read = read
    die_before(jobs, "read", point, "taken")
    app.extensions["incoming"] = heard
    die_after(app.extensions, "incoming", point, "half done")
    die_before(jobs.log, "info", point, "done")
    for _begin in sys.stdin:
        number = os.fork()
        if not number:
            # So long at most, whatever becomes of the test.
            signal.alarm(60)
            mail_jobs.work(app)
            os._exit(0)
        tell(number)
        tell(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]))


def tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def heard(received: Received, incoming: Incoming, now: object) -> str:
    """Each mail makes a person of its own: were it applied twice, there would be two."""
    db.session.add(Person(first_name=incoming.content.text, created_at=clock.now()))
    db.session.flush()
    return "done"


def die_before(owner: Any, name: str, point: Path, this: str) -> None:
    replace(owner, name, lambda do: lambda *a, **n: (die(point, this), do(*a, **n))[1])


def die_after(owner: Any, name: str, point: Path, this: str) -> None:
    replace(owner, name, lambda do: lambda *a, **n: (do(*a, **n), die(point, this))[0])


def replace(owner: Any, name: str, wrapped: Callable[[Any], Any]) -> None:
    if isinstance(owner, dict):
        owner[name] = wrapped(owner[name])
    else:
        setattr(owner, name, wrapped(getattr(owner, name)))


def die(point: Path, this: str) -> None:
    """As a power cut would have it, if it is to be here."""
    if point.exists() and point.read_text() == this:
        point.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
