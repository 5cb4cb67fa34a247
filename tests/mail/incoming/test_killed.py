"""Wherever the worker is killed with a mail in its hands: nothing is lost, and nothing is done twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from dying_worker import POINTS
from flask import Flask
from imap_servers import Dovecot
from incoming_mail import fresh, kept, mail
from live_server import ROOT
from services import start, wait_until

from eventapp.db import db
from eventapp.mail.incoming.models import Mailbox
from eventapp.people.models import Person

pytestmark = pytest.mark.services


class Workers:
    """Workers of this app, one after the other."""

    def __init__(self, app: Flask, inbox: str, log: Path) -> None:
        db.session.commit()
        self.log = log
        environment = os.environ | {
            "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
            "EVENTAPP_INBOX": inbox,
            "EVENTAPP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "EVENTAPP_DATA_DIR": str(app.config["DATA_DIR"]),
        }
        program = ROOT / "tests" / "dying_worker.py"
        pipes = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
        with log.open("w") as said:
            self._parent = start(
                sys.executable, program, dies_by="KILL", env=environment, stderr=said, **pipes
            )
        self._worker = 0

    def begin(self) -> None:
        """Begin the next one."""
        self._say(b"begin\n")
        self._worker = int(self._parent.stdout.readline())

    def end(self) -> int:
        """Wait until it ends; how it did."""
        status, self._worker = int(self._parent.stdout.readline()), 0
        return status

    def kill(self) -> int:
        """End it, as a power cut would."""
        os.kill(self._worker, signal.SIGKILL)
        return self.end()

    def remove(self) -> None:
        """End whatever is left."""
        if self._worker:
            self.kill()
        self._parent.kill()
        self._parent.communicate()

    def _say(self, word: bytes) -> None:
        self._parent.stdin.write(word)
        self._parent.stdin.flush()


def test_a_worker_that_is_killed_at_each_step_loses_nothing_and_does_nothing_twice(
    app, dovecot: Dovecot, tmp_path
):
    workers = Workers(app, dovecot.plain_url, tmp_path / "log")
    # At first in a mailbox that nobody has read yet; then it is known how far it is read.
    points = ("stored", *POINTS)
    try:
        for number, point in enumerate(points):
            (app.config["DATA_DIR"] / "killed-when").write_text(point)
            dovecot.deliver(mail(f"Mail {number}"))
            workers.begin()
            assert workers.end() == -signal.SIGKILL, (point, workers.log.read_text())
            if number == 0:
                workers.begin()
                wait_until(lambda: any(one.read_at for one in fresh(Mailbox)), what="the end")
                workers.kill()
        workers.begin()
        dovecot.deliver(mail("The last"))
        done = ["done"] * (len(points) + 1)
        wait_until(lambda: [one.state for one in kept()] == done, what="all of them")
    finally:
        workers.remove()

    heard = sorted(person.first_name for person in fresh(Person))
    assert heard == [*(f"Mail {number}" for number in range(len(points))), "The last"]
