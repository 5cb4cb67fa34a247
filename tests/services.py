"""Real servers for tests: Redis and a mail server, on free ports, gone afterwards."""

import asyncio
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import redis
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 30.0


def free_port() -> int:
    """A TCP port on the loopback address that nobody listened on a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(ready: Callable[[], bool], *, what: str, seconds: float = PATIENCE) -> None:
    """Return as soon as ready() is true; raise TimeoutError naming what we waited for."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"Waited {seconds:g} s for {what}.")
        time.sleep(0.02)


def start(*command: object, dies_by: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start a program that goes on until it is told to end, or until this process is gone.

    Ctrl-C in the terminal doesn't reach it: whoever started it says when. `dies_by` is the signal
    that it gets when this process dies without saying so (on Linux).
    """
    words = [str(word) for word in command]
    if tie := shutil.which("setpriv"):
        words = [tie, "--pdeathsig", dies_by, *words]
    quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    return subprocess.Popen(words, **(quiet | options), start_new_session=True)


class Redis:
    """A Redis server that keeps nothing on disk."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        assert program, "redis-server is missing; script/setup test installs it"
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._client = redis.Redis.from_url(self.url)
        keep_nothing = ("--save", "", "--appendonly", "no")
        self._process = start(
            program, "--port", self.port, "--bind", "127.0.0.1", *keep_nothing, dies_by="KILL"
        )
        wait_until(self._answers, what="Redis")

    def empty(self) -> None:
        """Forget everything."""
        self._client.flushall()

    def remove(self) -> None:
        """End it."""
        self._client.close()
        self._process.kill()
        self._process.wait(PATIENCE)

    def _answers(self) -> bool:
        try:
            return bool(self._client.ping())
        except redis.ConnectionError:
            return False


class MailServer:
    """An SMTP server that keeps every letter it accepts.

    `letters` are the letters in the order they came, `envelopes` their senders and receivers.
    `answers` maps a receiver to what the server says to RCPT, as in
    {"full@example.org": "452 The mailbox is full"}.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server")
        self._thread.start()
        # Opened on its own thread: this one may be running a browser's loop already.
        opening = self._loop.create_server(self._conversation, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result(PATIENCE)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"

    def letter_to(self, address: str, *, nth: int = -1, seconds: float = 10.0) -> EmailMessage:
        """The last letter to an address (or the nth, from 0); waits until it has come."""
        need = nth + 1 if nth >= 0 else 1
        wait_until(
            lambda: len(self._to(address)) >= need, what=f"a letter to {address}", seconds=seconds
        )
        return self._to(address)[nth]

    @property
    def receivers(self) -> set[str]:
        """Everybody who was sent a letter."""
        return {to for envelope in self.envelopes for to in envelope.rcpt_tos}

    def empty(self) -> None:
        """Forget every letter and answer."""
        self.letters.clear()
        self.envelopes.clear()
        self.answers.clear()

    def remove(self) -> None:
        """End it, with whoever is still connected."""

        async def leave() -> None:
            self._server.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(leave(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        letter = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.envelopes.append(envelope)
        return "250 OK"

    def _conversation(self) -> SMTP:
        return SMTP(self, loop=self._loop, enable_SMTPUTF8=True, hostname="mail.test")

    def _to(self, address: str) -> list[EmailMessage]:
        pairs = zip(self.letters, self.envelopes, strict=False)
        return [letter for letter, envelope in pairs if address in envelope.rcpt_tos]
