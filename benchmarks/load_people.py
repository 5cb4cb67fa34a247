"""Who comes to the site that `load.py` measures: guests on phones, an organizer, the door."""

import random
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from visitor import forms
from visitors import PATIENCE, Visitor, WrongAnswer

Told = TypeVar("Told")


@dataclass(frozen=True)
class Evening:
    """An event: its page, its desk, a role of it, the cookies of those who work at it by their right."""

    page: str
    desk: str
    role: int
    cookies: dict[str, str]


class Phone(Visitor):
    """A connection from an address of its own on loopback, as nginx sees it."""

    def __init__(self, port: int, number: int) -> None:
        self.source = f"127.{1 + (number >> 14)}.{number >> 7 & 127}.{1 + (number & 127)}"
        super().__init__(port)
        self.email = f"load{number}@example.org"
        self.mine = ""
        self.said = ""

    def connect(self) -> socket.socket:
        """Also after nginx has hung up."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE, (self.source, 0))

    def connect_again(self) -> None:
        """Begin with a new connection."""
        self.close()
        self.socket = self.connect()


@dataclass
class Seen:
    """What everybody saw: seconds by page, and what went wrong."""

    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    arrived: set[int] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    mixed: int = 0
    published: int = 0

    @property
    def answers(self) -> int:
        """How many were as they should be."""
        return sum(map(len, self.took.values()))

    @staticmethod
    def shares(took: list[float], *shares: float) -> list[float]:
        """How long so large a share of them took at most."""
        each = sorted(took) or [0.0]
        return [each[min(len(each) - 1, int(len(each) * share))] for share in shares]

    def ask(self, page: str, act: Callable[[], Told]) -> Told | None:
        """Do it and take the time; None when it wasn't answered as it should be."""
        begun = time.perf_counter()
        try:
            told = act()
        except (WrongAnswer, OSError, StopIteration) as error:
            self.wrong[f"{page}: {type(error).__name__} {str(error)[:120]}"] += 1
            return None
        self.took[page].append(time.perf_counter() - begun)
        return told


class Pauses:
    """How long it goes on, and how long everybody thinks."""

    def __init__(self, seconds: float, mean: float) -> None:
        self.begun, self.seconds, self.mean = time.monotonic(), seconds, mean
        self.over = threading.Event()

    @property
    def half_over(self) -> bool:
        """Whether half of it is over."""
        return time.monotonic() - self.begun > self.seconds / 2

    def wait(self, seconds: float) -> bool:
        """Think for so long, or until it is over; whether it is, and nothing more is to be pressed."""
        return self.over.wait(seconds)


def filled(phone: Visitor, page: str, to: str, **said: str) -> tuple[str, dict[str, str]]:
    """Open a page and fill in its form that goes `to`."""
    found = next(one for one in forms(phone.get(page).text) if (one.action or page).endswith(to))
    return found.action or page, found.values | said


def guest(
    phone: Phone, event: str, role: int, seen: Seen, chance: random.Random, pauses: Pauses
) -> None:
    """An evening's guest, on a phone."""
    if pauses.wait(chance.random() * pauses.mean * 3):
        return
    # nginx hangs up on whoever is connected for 15 seconds and asks for nothing.
    phone.connect_again()
    said = {"first_name": "Load", "email": phone.email, "ask": "a first job", "offer": "a CV read"}
    said["role"] = str(role)
    form = seen.ask("the event, first", lambda: filled(phone, event, "/rsvps", **said))
    if pauses.wait(pauses.mean) or not form:
        return
    if not (answer := seen.ask("yes", lambda: phone.post(*form))):
        return
    phone.mine = urlsplit(answer.headers["location"]).path
    seen.ask("own page, first", lambda: phone.get(phone.mine))
    while not pauses.wait(pauses.mean * (0.5 + chance.random())):
        what = chance.random()
        if what < 0.005:
            give_back(phone, event, seen, pauses)
            return
        if what < 0.4:
            seen.ask("the event", lambda: phone.get(event))
        elif what < 0.7:
            seen.ask("own page", lambda: phone.get(phone.mine))
        elif what < 0.8:
            seen.ask("what is on", lambda: phone.get("/"))
        else:
            change(phone, seen, f"a job, {chance.randrange(10**9)}")


def change(phone: Phone, seen: Seen, ask: str) -> None:
    """Ask for something else."""
    page = f"{phone.mine}/answers"
    form = seen.ask("own answers", lambda: filled(phone, page, "/answers", ask=ask))
    if form and seen.ask("a change", lambda: phone.post(*form)):
        phone.said = ask


def give_back(phone: Phone, event: str, seen: Seen, pauses: Pauses) -> None:
    """Give the place back, and only look from then on."""
    page = f"{phone.mine}/cancellation"
    form = seen.ask("give back?", lambda: filled(phone, page, "/cancellation"))
    if form and seen.ask("a place given back", lambda: phone.post(*form)):
        seen.gone.add(phone.email)
    while not pauses.wait(pauses.mean):
        seen.ask("the event", lambda: phone.get(event))


def organizer(phone: Visitor, desk: str, seen: Seen, pauses: Pauses) -> None:
    """Mix, look, mix anew; publish once."""
    while not pauses.over.is_set():
        mix(phone, desk, seen)
        if seen.mixed and not seen.published and pauses.half_over:
            publish(phone, desk, seen)
        pauses.wait(20)


def mix(phone: Visitor, desk: str, seen: Seen) -> None:
    """Mix the tables anew."""
    form = seen.ask("tables", lambda: filled(phone, f"{desk}/tables", "/plans"))
    if form and seen.ask("a mix", lambda: phone.post(*form)):
        seen.mixed += 1


def publish(phone: Visitor, desk: str, seen: Seen) -> None:
    """Tell everybody where they sit."""
    form = seen.ask("tables", lambda: filled(phone, f"{desk}/tables", "/publication"))
    if form and seen.ask("a publication", lambda: phone.post(*form)):
        seen.published += 1


def door(phone: Visitor, desk: str, listed: int, seen: Seen, pauses: Pauses) -> None:
    """Check in everybody who is listed, evenly, each found by name."""
    each = pauses.seconds * 0.9 / listed
    for number in range(listed):
        if pauses.wait(max(0.0, pauses.begun + number * each - time.monotonic())):
            return
        check_in(phone, f"{desk}/door?q={name_of(number)}", seen)


def check_in(phone: Visitor, found: str, seen: Seen) -> None:
    """Somebody has come."""
    form = seen.ask("the door, by name", lambda: filled(phone, found, "/arrivals"))
    if form and seen.ask("a check-in", lambda: phone.post(*form)):
        seen.arrived.add(int(form[1]["rsvp"]))


def name_of(number: int) -> str:
    """What somebody is called who is on the list from the beginning."""
    return f"Ana{number:03}"


class Crowd:
    """Everybody, each in a thread and with a connection of their own."""

    def __init__(
        self, port: int, where: Evening, guests: int, listed: int, seen: Seen, pauses: Pauses
    ) -> None:
        self.seen, self.pauses = seen, pauses
        self.phones = [Phone(port, number) for number in range(guests)]
        desks = [Phone(port, guests + number) for number in range(2)]
        chance = random.Random(1)
        acts: list[tuple[Callable[..., None], tuple[object, ...]]] = [
            (guest, (one, where.page, where.role, seen, random.Random(chance.random()), pauses))
            for one in self.phones
        ]
        for phone, right in zip(desks, ("organizer", "door"), strict=True):
            phone.cookie = where.cookies[right]
        acts.append((organizer, (desks[0], where.desk, seen, pauses)))
        acts.append((door, (desks[1], where.desk, listed, seen, pauses)))
        self._threads = [threading.Thread(target=act, args=given) for act, given in acts]

    def come(self) -> None:
        """Let them begin."""
        self.pauses.begun = time.monotonic()
        for one in self._threads:
            one.start()

    def leave(self) -> None:
        """Wait until each has its last answer."""
        self.pauses.over.set()
        for one in self._threads:
            one.join()
