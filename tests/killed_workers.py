"""Letters leave through real workers that are killed in between, for a server that keeps count."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field

from flask import Flask
from live_server import FROM_CHECKOUT, ROOT, Server, lives, stop_all
from services import free_port, start, wait_until
from unruly_mail_server import UnrulyServer
from waiting_letters import guests, states, waiting

from eventapp.db import db, reading
from eventapp.mail.jobs import ask
from eventapp.mail.models import Message
from eventapp.paths import MIGRATIONS


@dataclass(frozen=True)
class Found:
    """What the server has, and what the outbox says."""

    letters: int
    lost: list[str]
    marked_sent: int
    copies: dict[str, int]
    taken_unmarked: list[set[str]]
    # Seconds from each kill until another letter left.
    pauses: list[float]

    @property
    def twice(self) -> set[str]:
        """The Message-IDs that came more than once."""
        return {number for number, copies in self.copies.items() if copies > 1}

    @property
    def in_hands(self) -> set[str]:
        """Those that had been taken, and weren't marked yet, when a worker was killed."""
        return set().union(*self.taken_unmarked)


@dataclass
class Trial:
    """So many letters, through so many workers; the server takes `seconds` for each answer."""

    app: Flask
    _: KW_ONLY
    letters: int
    workers: int
    seconds: float
    program: Sequence[object] = FROM_CHECKOUT
    _working: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *, kills: int) -> Found:
        """Kill all workers so many times, spread over the letters; wait until nothing is queued."""
        pauses: list[float] = []
        with UnrulyServer() as server:
            server.seconds = self.seconds
            written = [letter.message_id for letter in waiting(*guests(self.letters))]
            at, unmarked = [self.letters * n // (kills + 1) for n in range(1, kills + 1)], []
            self._begin(server)
            for number in at:
                self._until(lambda number=number: len(server.taken) >= number, "letters to leave")
                self._kill()
                # What was on its way to the server arrives.
                time.sleep(5 * self.seconds)
                killed, before = time.monotonic(), len(server.taken)
                unmarked.append(set(server.copies()) - self._marked())
                self._begin(server)
                self._until(lambda before=before: len(server.taken) > before, "another letter")
                pauses.append(time.monotonic() - killed)
            self._until(lambda: "queued" not in states(), "the last letter")
            self._end()
            copies = server.copies()
        return Found(
            letters=self.letters,
            lost=[number for number in written if number not in copies],
            marked_sent=states().count("sent"),
            copies=dict(copies),
            taken_unmarked=unmarked,
            pauses=pauses,
        )

    def _begin(self, server: UnrulyServer) -> None:
        command = [*self.program, "worker"]
        environment = self._environment(server)
        self._working = [
            start(*command, dies_by="KILL", cwd=ROOT, env=environment) for _ in range(self.workers)
        ]

    def _kill(self) -> None:
        for worker in self._working:
            worker.kill()
            worker.wait()

    def _end(self) -> None:
        for worker in self._working:
            worker.send_signal(signal.SIGINT)
        for worker in self._working:
            worker.wait(30)

    def _environment(self, server: UnrulyServer) -> dict[str, str]:
        settings = {
            "DATABASE_URL": self.app.config["SQLALCHEMY_DATABASE_URI"],
            "DATA_DIR": self.app.config["DATA_DIR"],
            "SMTP_URL": server.url,
            "SMTP_TIMEOUT": 1,
            "SECRET_KEY": "a key for these tests, of enough letters",
        }
        if self.app.config["REDIS_URL"]:
            settings["REDIS_URL"] = self.app.config["REDIS_URL"]
        return os.environ | {f"EVENTAPP_{key}": str(value) for key, value in settings.items()}

    def _until(self, ready, what: str) -> None:
        """Wait, and wake the workers now and then, as pages do; not for what no letter is left for."""
        asked = 0.0

        def look() -> bool:
            nonlocal asked
            if time.monotonic() > asked + 0.3:
                asked = time.monotonic()
                # For each worker one: whoever is at it already has taken the word off the queue.
                ask("deliver")
                if "queued" not in states():
                    return True
            return bool(ready())

        wait_until(look, what=what, seconds=120)

    def _marked(self) -> set[str]:
        marked = db.select(Message.message_id).where(Message.state == "sent")
        with reading():
            return set(db.session.scalars(marked))


@dataclass
class ServedTrial(Trial):
    """The same with the whole server, which starts its worker anew by itself."""

    _server: Server | None = None
    _known: list[int] = field(default_factory=list)

    def _begin(self, server: UnrulyServer) -> None:
        if self._server is None:
            port, folder = free_port(), self.app.config["DATA_DIR"]
            url = f"http://127.0.0.1:{port}"
            environment = self._environment(server) | {
                "EVENTAPP_PORT": str(port),
                "EVENTAPP_BASE_URL": url,
            }
            database = self.app.config["SQLALCHEMY_DATABASE_URI"]
            note_migrations()
            self._server = Server(url, folder, database, environment, self.program, ROOT)
            self._server.begin()
        wait_until(lambda: self._workers() not in ([], self._known), what="a worker")
        self._known = self._workers()

    def _workers(self) -> list[int]:
        assert self._server
        return self._server.named("eventapp-worker")

    def _kill(self) -> None:
        for number in self._known:
            os.kill(number, signal.SIGKILL)
        wait_until(lambda: not any(map(lives, self._known)), what="the end of it")

    def _end(self) -> None:
        assert self._server
        stop_all([self._server])


def note_migrations() -> None:
    """Let a server know that the tables, which were made all at once, need no migration."""
    newest = max((MIGRATIONS / "versions").glob("[0-9]*.py")).name.partition("_")[0]
    db.session.execute(db.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    db.session.execute(db.text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest})
    db.session.commit()
