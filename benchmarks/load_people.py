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
    mixed: int = 0

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

    def wait(self, seconds: float) -> None:
        """Think for so long, or until it is over."""
        self.over.wait(seconds)


def filled(phone: Visitor, page: str, to: str, **said: str) -> tuple[str, dict[str, str]]:
    """Open a page and fill in its form that goes `to`."""
    found = next(one for one in forms(phone.get(page).text) if (one.action or page).endswith(to))
    return found.action or page, found.values | said


def guest(
    phone: Phone, event: str, role: int, seen: Seen, chance: random.Random, pauses: Pauses
) -> None:
    """An evening's guest, on a phone."""
    pauses.wait(chance.random() * pauses.mean * 3)
    # nginx hangs up on whoever is connected for 15 seconds and asks for nothing.
    phone.connect_again()
    said = {"first_name": "Load", "email": phone.email, "ask": "a first job", "offer": "a CV read"}
    said["role"] = str(role)
    form = seen.ask("the event, first", lambda: filled(phone, event, "/rsvps", **said))
    pauses.wait(pauses.mean)
    if not form or not (answer := seen.ask("yes", lambda: phone.post(*form))):
        return
    phone.mine = urlsplit(answer.headers["location"]).path
    seen.ask("own page, first", lambda: phone.get(phone.mine))
    while not pauses.over.is_set():
        pauses.wait(pauses.mean * (0.5 + chance.random()))
        what = chance.random()
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


def organizer(phone: Visitor, desk: str, seen: Seen, pauses: Pauses) -> None:
    """Mix, look, mix anew."""
    while not pauses.over.is_set():
        mix(phone, desk, seen)
        pauses.wait(20)


def mix(phone: Visitor, desk: str, seen: Seen) -> None:
    """Mix the tables anew."""
    form = seen.ask("tables", lambda: filled(phone, f"{desk}/tables", "/plans"))
    if form and seen.ask("a mix", lambda: phone.post(*form)):
        seen.mixed += 1


def door(phone: Visitor, desk: str, listed: int, seen: Seen, pauses: Pauses) -> None:
    """Check in everybody who is listed, evenly, each found by name."""
    each = pauses.seconds * 0.9 / listed
    for number in range(listed):
        pauses.wait(max(0.0, pauses.begun + number * each - time.monotonic()))
        if pauses.over.is_set():
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
