"""A mail server that misbehaves on command, in threads of this process; plain sockets, to do anything.

    with UnrulyServer() as server:
        server.rule = lambda verb, said: "450 later" if verb == "RCPT" else None

`rule` is asked before each answer: with the verb (CONNECT, EHLO, MAIL, RCPT, DATA, and TAKEN once the
letter is there) and with what was said. It gives another answer, HANG, DROP, or None for the usual one;
to TAKEN also KEEP_AND_DROP, to keep the letter and hang up without a word.
"""

import contextlib
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

HANG, DROP, KEEP_AND_DROP = "hang", "drop", "keep and drop"
USUAL = {"CONNECT": "220 unruly.test", "DATA": "354 go on", "QUIT": "221 bye"}


@dataclass(frozen=True)
class Taken:
    """A letter that the server said yes to."""

    sender: str
    to: str
    content: bytes

    @property
    def message_id(self) -> str:
        found = re.search(rb"(?im)^Message-ID: (\S+)", self.content)
        assert found
        return found[1].decode()


class UnrulyServer:
    """The server; `seconds` is how long it takes for each answer."""

    def __init__(self) -> None:
        self.rule: Callable[[str, str], str | None] = lambda verb, said: None
        self.seconds: float = 0
        self.extensions = ["SIZE 30000000", "8BITMIME"]
        self.taken: list[Taken] = []
        self.asked: list[tuple[str, str]] = []
        self._over = threading.Event()
        self._open: set[socket.socket] = set()
        self._listener = self._listening(0)
        self.port = self._listener.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self.away()

    def away(self) -> None:
        """Refuse connections, and break off those that are open."""
        # It wakes whoever waits for the next one; closing alone doesn't.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def back(self) -> None:
        """Listen again, at the same port."""
        self._listener = self._listening(self.port)

    def to(self) -> list[str]:
        """Whom the letters were to, in the order in which they were taken."""
        return [one.to for one in self.taken]

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(one.message_id for one in self.taken)

    def _listening(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(50)
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = listener.accept()
                if listener.fileno() == -1:
                    connection.close()
                    return
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        self._open.add(connection)
        with connection, connection.makefile("rb") as lines, contextlib.suppress(OSError, _Gone):
            self._answer(connection, "CONNECT", "")
            sender = to = ""
            for line in lines:
                said = line.decode(errors="replace").strip()
                verb = said[:4].upper()
                if verb == "MAIL":
                    sender = said.partition("<")[2].partition(">")[0]
                elif verb == "RCPT":
                    to = said.partition("<")[2].partition(">")[0]
                if self._answer(connection, verb, said).startswith("354"):
                    content = b"".join(iter(lines.readline, b".\r\n"))
                    letter = Taken(sender, to, content.replace(b"\r\n..", b"\r\n."))
                    if self._answer(connection, "TAKEN", to, letter).startswith("2"):
                        continue
                elif verb == "QUIT":
                    return
        self._open.discard(connection)

    def _answer(
        self, connection: socket.socket, verb: str, said: str, letter: Taken | None = None
    ) -> str:
        self.asked.append((verb, said))
        answer: Any = self.rule(verb, said) or USUAL.get(verb, "250 fine")
        if verb == "EHLO" and answer == "250 fine":
            answer = "\r\n".join(
                [*(f"250-{line}" for line in ("unruly.test", *self.extensions)), "250 HELP"]
            )
        if answer == HANG:
            self._over.wait(60)
            raise _Gone
        if letter and answer == KEEP_AND_DROP:
            self.taken.append(letter)
        if answer in {DROP, KEEP_AND_DROP}:
            raise _Gone
        time.sleep(self.seconds)
        if letter and answer.startswith("2"):
            self.taken.append(letter)
        connection.sendall(f"{answer}\r\n".encode())
        if answer.startswith("421"):
            raise _Gone
        return str(answer)


class _Gone(Exception):
    """The server hangs up."""
