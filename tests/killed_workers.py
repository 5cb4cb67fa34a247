"""Letters leave through real workers that are killed in between, for a server that keeps count."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass

from flask import Flask
from live_server import FROM_CHECKOUT, ROOT
from services import start, wait_until
from unruly_mail_server import UnrulyServer
from waiting_letters import guests, states, waiting

from eventapp.db import db, reading
from eventapp.mail.jobs import ask
from eventapp.mail.models import Message


@dataclass(frozen=True)
class Found:
    """What the server has, and what the outbox says."""

    letters: int
    lost: list[str]
    marked_sent: int
    copies: dict[str, int]
    taken_unmarked: list[set[str]]

    @property
    def twice(self) -> set[str]:
        """The Message-IDs that came more than once."""
        return {number for number, copies in self.copies.items() if copies > 1}

    @property
    def in_hands(self) -> set[str]:
        """Those that had been taken, and weren't marked yet, when a worker was killed."""
        return set().union(*self.taken_unmarked)


class Trial:
    """So many letters, through so many workers; the server takes `seconds` for each answer."""

    def __init__(self, app: Flask, *, letters: int, workers: int, seconds: float) -> None:
        self.app, self.letters, self.workers, self.seconds = app, letters, workers, seconds

    def run(self, *, kills: int) -> Found:
        """Kill all workers so many times, spread over the letters; wait until nothing is queued."""
        with UnrulyServer() as server:
            server.seconds = self.seconds
            written = [letter.message_id for letter in waiting(*guests(self.letters))]
            at, unmarked = [self.letters * n // (kills + 1) for n in range(1, kills + 1)], []
            for number in at:
                working = self._begin(server)
                self._until(lambda number=number: len(server.taken) >= number, "letters to leave")
                for worker in working:
                    os.kill(worker.pid, signal.SIGKILL)
                    worker.wait()
                unmarked.append(set(server.copies()) - self._marked())
            working = self._begin(server)
            self._until(lambda: "queued" not in states(), "the last letter")
            for worker in working:
                worker.send_signal(signal.SIGINT)
            for worker in working:
                worker.wait(30)
            copies = server.copies()
        return Found(
            letters=self.letters,
            lost=[number for number in written if number not in copies],
            marked_sent=states().count("sent"),
            copies=dict(copies),
            taken_unmarked=unmarked,
        )

    def _begin(self, server: UnrulyServer) -> list[subprocess.Popen[bytes]]:
        settings = {
            "DATABASE_URL": self.app.config["SQLALCHEMY_DATABASE_URI"],
            "DATA_DIR": self.app.config["DATA_DIR"],
            "SMTP_URL": server.url,
            "SMTP_TIMEOUT": 1,
            "SECRET_KEY": "a key for these tests, of enough letters",
        }
        if self.app.config["REDIS_URL"]:
            settings["REDIS_URL"] = self.app.config["REDIS_URL"]
        environment = os.environ | {
            f"EVENTAPP_{key}": str(value) for key, value in settings.items()
        }
        return [
            start(*FROM_CHECKOUT, "worker", dies_by="KILL", cwd=ROOT, env=environment)
            for _ in range(self.workers)
        ]

    def _until(self, ready, what: str) -> None:
        """Wait, and wake the workers now and then, as pages do."""
        asked = 0.0

        def look() -> bool:
            nonlocal asked
            if time.monotonic() > asked + 0.3:
                asked = time.monotonic()
                # For each worker one: whoever is at it already has taken the word off the queue.
                ask("deliver")
            return bool(ready())

        wait_until(look, what=what, seconds=120)

    def _marked(self) -> set[str]:
        marked = db.select(Message.message_id).where(Message.state == "sent")
        with reading():
            return set(db.session.scalars(marked))
