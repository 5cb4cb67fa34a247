"""Visitors of a site over real HTTP, light enough not to stand in the way of what they measure.

Each keeps its connection, as a phone does, takes gzip, and comes from an address of its own.
"""

import gzip
import re
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from urllib.parse import urlencode, urlsplit

PATIENCE = 120
_number = count(1)
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class WrongAnswer(Exception):
    """The site answered something else than a visitor expects."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


class Visitor:
    """One connection; `cookie` and address are those of whoever uses it at the moment."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = self.connect()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.somebody_new()

    def connect(self) -> socket.socket:
        """A new connection."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def somebody_new(self) -> None:
        """Whoever comes next has no cookie, and an address that nobody had before."""
        n = next(_number)
        self.name = f"guest{n}"
        self.cookie = ""
        self.address = f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"", 200)

    def post(self, path: str, data: dict[str, str]) -> Answer:
        """A form; the answer is a redirect."""
        body = urlencode(data).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        )
        return self._ask(head, body, 303)

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def _ask(self, head: str, body: bytes, expected: int) -> Answer:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        head += (
            f"Host: 127.0.0.1:{self.port}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
            f"User-Agent: Phone\r\nX-Forwarded-For: {self.address}\r\n{cookie}\r\n"
        )
        self.socket.sendall(head.encode() + body)
        answer = self._read()
        if fresh := answer.headers.get("set-cookie"):
            self.cookie = fresh.partition(";")[0]
        if answer.status != expected:
            raise WrongAnswer(f"{head.splitlines()[0]}: {answer.status} {answer.text[:300]}")
        return answer

    def _read(self) -> Answer:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _colon, value in pairs}
        length = int(headers["content-length"])
        parts = [body]
        have = len(body)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        return Answer(int(first.split()[1]), headers, b"".join(parts))

    def _more(self) -> bytes:
        if part := self.socket.recv(65536):
            return part
        raise WrongAnswer("The site hung up.")


@dataclass(frozen=True)
class Form:
    """A form that was filled in, and whose it is."""

    action: str
    data: dict[str, str]
    cookie: str
    address: str


def filled_in(visitor: Visitor, page: str) -> Form:
    """Open an event's page as somebody new and fill in its form, token and all."""
    visitor.somebody_new()
    html = visitor.get(page).text
    action = f"{page}/rsvps"
    inside = html.partition(f'action="{action}"')[2].partition("</form>")[0]
    data: dict[str, str] = {}
    for tag in _INPUT.findall(inside):
        has = dict(_ATTRIBUTE.findall(tag))
        if has.get("type") in {"hidden", "radio"}:
            data.setdefault(has["name"], unescape(has["value"]))
    data |= {
        "email": f"{visitor.name}@example.org",
        "first_name": visitor.name.capitalize(),
        "last_name": "Visitor",
        "stage": "early",
        "industry": "Software",
        "organization": "Harbour Works",
        "ask": "my first job in data",
        "ask_kind": "advice",
        "offer": "a look at your CV",
        "offer_kind": "skill",
        "pronouns": "",
        "access_needs": "",
        "food": "",
        "show_name": "y",
        "keep_in_touch": "y",
    }
    return Form(action, data, visitor.cookie, visitor.address)


def send(visitor: Visitor, form: Form) -> str:
    """Send a form as whoever filled it in; where it leads."""
    visitor.cookie, visitor.address = form.cookie, form.address
    return urlsplit(visitor.post(form.action, form.data).headers["location"]).path


def register(visitor: Visitor, page: str) -> None:
    """The page, the form, the page of one's own."""
    visitor.get(send(visitor, filled_in(visitor, page)))


@dataclass
class Took:
    """Seconds of each, of all together, and what went wrong."""

    each: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    whole: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.each) / self.whole

    @property
    def median(self) -> float:
        return statistics.median(self.each)

    @property
    def p95(self) -> float:
        return sorted(self.each)[max(0, -(-len(self.each) * 95 // 100) - 1)]


Act = Callable[[Visitor], object]


def again_and_again(act: Act, seconds: float) -> Iterator[Act]:
    """The same, for so long."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        yield act


def together(port: int, at_once: int, acts: Iterable[Act]) -> Took:
    """Do so many things over so many connections, each the next when it is done with one."""
    took, waiting = Took(), iter(acts)
    taking = threading.Lock()
    barrier = threading.Barrier(at_once + 1)

    def visit() -> None:
        visitor = Visitor(port)
        barrier.wait()
        while True:
            with taking:
                act = next(waiting, None)
            if act is None:
                break
            begun = time.perf_counter()
            try:
                act(visitor)
            except (WrongAnswer, OSError) as error:
                took.troubles.append(f"{type(error).__name__}: {error}")
                visitor.close()
                visitor = Visitor(port)
            else:
                took.each.append(time.perf_counter() - begun)
        visitor.close()

    crowd = [threading.Thread(target=visit) for _ in range(at_once)]
    for one in crowd:
        one.start()
    barrier.wait()
    begun = time.perf_counter()
    for one in crowd:
        one.join()
    took.whole = time.perf_counter() - begun
    return took
