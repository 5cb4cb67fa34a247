"""Wherever the worker is killed with a mail in its hands: nothing is lost, and nothing is done twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def working(app: Flask, inbox: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The worker in a process of its own."""
    db.session.commit()
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
        "EVENTAPP_INBOX": inbox,
        "EVENTAPP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "EVENTAPP_DATA_DIR": str(app.config["DATA_DIR"]),
    }
    program = ROOT / "tests" / "dying_worker.py"
    with log.open("a") as said:
        worker = start(sys.executable, program, dies_by="KILL", env=environment, stderr=said)
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def test_a_worker_that_is_killed_at_each_step_loses_nothing_and_does_nothing_twice(
    app, dovecot: Dovecot, tmp_path
):
    # At first in a mailbox that nobody has read yet; then it is known how far it is read.
    points = ("stored", *POINTS)
    for number, point in enumerate(points):
        (app.config["DATA_DIR"] / "killed-when").write_text(point)
        dovecot.deliver(mail(f"Mail {number}"))
        with working(app, dovecot.plain_url, tmp_path / "log") as worker:
            assert worker.wait(30) == -9, (point, (tmp_path / "log").read_text())
        if number == 0:
            with working(app, dovecot.plain_url, tmp_path / "log"):
                wait_until(lambda: any(one.read_at for one in fresh(Mailbox)), what="the end")
    with working(app, dovecot.plain_url, tmp_path / "log"):
        dovecot.deliver(mail("The last"))
        wait_until(
            lambda: [one.state for one in kept()] == ["done"] * (len(points) + 1),
            what="all of them",
        )

    heard = sorted(person.first_name for person in fresh(Person))
    assert heard == [*(f"Mail {number}" for number in range(len(points))), "The last"]
