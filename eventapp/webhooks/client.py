"""One request to somebody else's server: to an address that was looked at, and never further.

A name is resolved once. Every address that it has must be public, and the connection goes to one of
these: so a name that means something else a moment later leads nowhere else. No redirect is followed,
no proxy asked, no answer read but its beginning, and all of it ends in time.
"""

import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue

from eventapp.webhooks.addresses import NoTarget, Target, public, target

# Seconds for all of a request, and for the look at the name alone.
PATIENCE, NAME_PATIENCE = 10.0, 4.0
READ = 1000


@dataclass(frozen=True)
class Answer:
    """What came back: a code and the beginning of the body, or what kept it from coming."""

    status: int | None = None
    said: bytes = b""
    trouble: str = ""

    @property
    def taken(self) -> bool:
        """Whether the delivery arrived."""
        return self.status is not None and 200 <= self.status < 300


class Private(Exception):
    """A name that leads to an address which isn't public."""


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    trusted: Collection[str],
    patience: float = PATIENCE,
) -> Answer:
    """Send a body; what came of it, a word of `trouble` where there was no answer."""
    try:
        to = target(address, trusted)
        until = time.monotonic() + patience
        return _asked(to, resolve(to), body, headers, until)
    except NoTarget:
        return Answer(trouble="address")
    except Private:
        return Answer(trouble="private")
    except socket.gaierror:
        return Answer(trouble="name")
    except TimeoutError:
        return Answer(trouble="time")
    except ssl.SSLError:
        return Answer(trouble="tls")
    except (OSError, HTTPException, ValueError):
        return Answer(trouble="connection")


def resolve(to: Target) -> list[str]:
    """The IP addresses of a host. Raises Private when one of them isn't public, gaierror without any."""
    numbers = _looked_up(to)
    if not to.trusted and not all(map(public, numbers)):
        raise Private
    return numbers


def _looked_up(to: Target) -> list[str]:
    """The addresses of a name, within a few seconds.

    The system's own look has no limit, and whoever owns the name owns the server that answers: so
    somebody else waits for it, whose answer is dropped when it is late.
    """
    answer: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def look() -> None:
        try:
            found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
            answer.put(list(dict.fromkeys(str(one[4][0]) for one in found)))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=look, name="name", daemon=True).start()
    try:
        found = answer.get(timeout=NAME_PATIENCE)
    except Empty:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from None
    if isinstance(found, UnicodeError):
        raise socket.gaierror(socket.EAI_NONAME, "not a name") from None
    if isinstance(found, Exception):
        raise found
    return found


def _asked(
    to: Target, numbers: list[str], body: bytes, headers: Mapping[str, str], until: float
) -> Answer:
    over = threading.Event()
    line = _connected(to, numbers, until)
    # Whoever sends a byte now and then would keep each single wait short: this ends the whole.
    watch = threading.Timer(max(until - time.monotonic(), 0.01), _end, (line, over))
    watch.daemon = True
    watch.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        talk = HTTPConnection(to.host, to.port)
        talk.default_port = 443 if to.tls else 80
        talk.sock = line
        talk.request("POST", to.path, body=body, headers=dict(headers))
        answer = talk.getresponse()
        return Answer(answer.status, answer.read(READ))
    except (OSError, HTTPException, ValueError):
        if over.is_set():
            raise TimeoutError from None
        raise
    finally:
        watch.cancel()
        line.close()


def _end(line: socket.socket, over: threading.Event) -> None:
    over.set()
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        # It was over already.
        return


def _connected(to: Target, numbers: list[str], until: float) -> socket.socket:
    for place, number in enumerate(numbers, 1):
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            plain = socket.create_connection(
                (number, to.port), timeout=left / (len(numbers) - place + 1)
            )
        except OSError:
            if place == len(numbers):
                raise
            continue
        plain.settimeout(max(until - time.monotonic(), 0.01))
        if not to.tls:
            return plain
        return _context().wrap_socket(plain, server_hostname=to.host, do_handshake_on_connect=False)
    raise socket.gaierror(socket.EAI_NONAME, "no address")


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
