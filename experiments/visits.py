"""Visitors of a site behind Caddy, in a trial of the ways to run it."""

import ssl
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from http_phone import Phone
from neighbours import HOST


class Guest(Phone):
    """A phone that knows Caddy's own authority."""

    authority: Path

    def connect(self) -> HTTPConnection:
        return HTTPSConnection(
            self.host, timeout=60, context=ssl.create_default_context(cafile=str(self.authority))
        )


def amid_visits(folder: Path, what: str, act: Callable[[], object]) -> None:
    """Open the first page again and again while something happens, and say how that went."""
    wrong: list[object] = []
    longest = 0.0
    over = threading.Event()

    def visit() -> None:
        nonlocal longest
        while not over.is_set():
            guest, began = guest_of(folder), time.monotonic()
            try:
                guest.get("/")
            except OSError as error:
                guest.status = repr(error)  # type: ignore[assignment]
            if guest.status != 200:
                wrong.append(guest.status)
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.1)

    visitor = threading.Thread(target=visit)
    visitor.start()
    act()
    over.set()
    visitor.join()
    went = f"not answered: {wrong}" if wrong else "every visit was answered"
    print(f"  {what}, started anew: {went}; the longest wait {longest:.1f} s", flush=True)


def guest_of(folder: Path) -> Guest:
    """Somebody with a phone of their own."""
    guest = Guest(f"https://{HOST}")
    guest.authority = folder / "caddy/caddy/pki/authorities/local/root.crt"
    return guest


def answers(folder: Path) -> bool:
    """Whether the site is ready, asked through Caddy."""
    guest = guest_of(folder)
    try:
        guest.get("/readyz")
    except OSError:
        return False
    return guest.status == 200
