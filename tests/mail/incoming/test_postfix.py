"""Postfix, set up as the document says, hands over mail: each once, whole, and also when we are away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from incoming_mail import kept, mail
from listening import listening
from postfix_server import Postfix, commands
from services import free_port, wait_until

from eventapp.db import db

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(os.geteuid() != 0, reason="Postfix starts for root alone"),
]
TO = ("rsvp+a12-Abcdefgh@example.org", "b3-Abcdefgh@answers.example.org")


@contextmanager
def postfix(transport: str, *, command_port: int = 0) -> Iterator[Postfix]:
    server = Postfix(transport, command_port=command_port)
    try:
        yield server
    finally:
        server.remove()


def settings(app: Flask, folder: Path) -> dict[str, str]:
    """The environment of a command of this app."""
    db.session.commit()
    return {
        "PATH": os.environ["PATH"],
        "EVENTAPP_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "EVENTAPP_DATA_DIR": str(folder),
    }


def come(server: Postfix, number: int) -> None:
    try:
        wait_until(lambda: len(kept()) >= number, what=f"{number} mails")
    except TimeoutError as error:
        raise TimeoutError(f"{error}\n{server.said()}") from None


def test_by_a_pipe(app, tmp_path):
    environment = settings(app, tmp_path)
    with commands(environment) as port, postfix("eventapp:", command_port=port) as server:
        server.send(mail("Yes."), *TO)
        come(server, 2)

        # While the database is away the mail waits with Postfix.
        environment["EVENTAPP_DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
        server.send(mail("No."), TO[0])
        wait_until(lambda: "status=deferred" in server.said(), what="a first try")

    assert {one.recipient for one in kept()} == set(TO)
    assert all(b"\n\nYes.\n" in one.raw for one in kept())


def test_over_lmtp(app):
    port = free_port()
    with postfix(f"lmtp:inet:127.0.0.1:{port}") as server:
        # While nobody listens the mail waits with Postfix.
        server.send(mail("Yes."), TO[1], TO[1].replace("b3", "b4"))
        wait_until(lambda: "status=deferred" in server.said(), what="a first try")
        with listening(app, "lmtp", port=port):
            come(server, 2)
            # Nothing is brought again.
            server.send(mail("No."), TO[0])
            come(server, 3)

    assert len({one.recipient for one in kept()}) == 3
    assert sum(b"\r\n\r\nYes.\r\n" in one.raw for one in kept()) == 2
