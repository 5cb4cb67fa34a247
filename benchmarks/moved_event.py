"""A large event that moves on a real server, and people who say yes to it meanwhile; for `mail.py`."""

import os
import sqlite3
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

# Seconds between two people who say yes, and how many do so when nothing else happens.
BETWEEN, QUIET = 0.2, 10
SECRET = "a secret of nobody's, for a minute"


def measure(build: Path, folder: Path, smtp: str, number: int) -> dict[str, str]:
    """An event moves by an hour while people say yes to it; a server, its worker, SQLite."""
    folder.mkdir()
    paths = prepared(build, folder, number)
    with served(build, folder, smtp) as (site, port):
        quiet = Answers(port, paths["event"], people=QUIET)
        quiet.thread.join()
        organizer = phone(port)
        action, body = organizer.fill_in(paths["sign-in"], to="")
        organizer.send(action or paths["sign-in"], body)
        changes = {"starts_at": "19:00", "ends_at": "21:30"}
        looked = organizer.send(*filled(organizer.get(paths["plan"]), "/review", **changes))
        action, body = filled(looked, "/revisions")
        meanwhile, begun = Answers(port, paths["event"]), time.perf_counter()
        organizer.send(action, body)
        post = time.perf_counter() - begun
        assert organizer.status == 303, organizer.status
        while written(folder) < number and site.poll() is None:
            time.sleep(0.5)
        all_written = time.perf_counter() - begun
        meanwhile.stop()
    people = f"{number:,} guests"
    return {
        f"moving an event with {people}, s": f"{post:.2f}",
        f"  {people}: all letters written after, s": f"{all_written:.0f}",
        f"  {people}: longest RSVP meanwhile, s": f"{max(meanwhile.took):.2f}",
        f"  {people}: median RSVP meanwhile, s": f"{statistics.median(meanwhile.took):.2f}",
        f"  {people}: median RSVP before, s": f"{statistics.median(quiet.took):.2f}",
        f"  {people}: RSVPs turned away": f"{meanwhile.turned_away} of {len(meanwhile.took)}",
    }


def prepared(build: Path, folder: Path, number: int) -> dict[str, str]:
    """A database with an event and its guests; the addresses of what is opened."""
    import make
    from conftest import make_tables, running

    from eventapp import clock
    from eventapp.db import db
    from eventapp.people.actions import sign_in_link, token_of

    url = f"sqlite:///{folder / 'eventapp.db'}"
    make_tables(url)
    with running(url, folder) as app:
        app.config["SECRET_KEY"] = SECRET
        start = clock.now().replace(hour=17, minute=0, second=0) + timedelta(days=9)
        times = {"starts_at": start, "ends_at": start + timedelta(hours=2, minutes=30)}
        event = make.event(capacity=None, zone="UTC", **times)
        for _ in range(number):
            make.rsvp(event).sequence = 0
        link = sign_in_link(make.member(event.community), now=clock.now())
        db.session.execute(db.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        newest = max((build / "migrations" / "versions").glob("[0-9]*.py")).name[:4]
        kept = db.text("INSERT INTO alembic_version VALUES (:newest)")
        db.session.execute(kept, {"newest": newest})
        db.session.commit()
        page = f"/{event.community.slug}/events/{event.slug}"
        return {
            "event": page,
            "plan": f"/desk{page}/plan",
            "sign-in": f"/sign-in/{token_of(link)}",
        }


@contextmanager
def served(build: Path, folder: Path, smtp: str) -> Iterator[tuple[Any, int]]:
    """The build's own server with its worker."""
    from services import free_port, start, wait_until

    port = free_port()
    settings = {
        "PORT": port, "DATA_DIR": folder / "var", "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder / 'eventapp.db'}", "DEMO": "no", "SMTP_URL": smtp,
        "SECRET_KEY": SECRET, "TRUSTED_PROXIES": 1, "STRANGERS_AN_HOUR": 100_000,
    }  # fmt: skip
    given = os.environ | {f"EVENTAPP_{name}": str(value) for name, value in settings.items()}
    command = (sys.executable, "-m", "eventapp", "serve")
    with (folder / "log").open("w") as log:
        site = start(*command, dies_by="TERM", cwd=build, env=given, stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(port), what="the server")
        yield site, port
    finally:
        site.terminate()
        site.wait(40)


def answers(port: int) -> bool:
    """Whether the server is up."""
    try:
        return bool(phone(port).get("/healthz"))
    except OSError:
        return False


def phone(port: int, number: int = 0) -> Any:
    """Somebody with an address of their own."""
    from http_phone import Phone

    class Elsewhere(Phone):
        def _ask(self, method: str, path: str, headers: dict[str, str], body: str) -> str:
            where = {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}"}
            return super()._ask(method, path, headers | where, body)

    return Elsewhere(f"http://127.0.0.1:{port}")


def filled(page: str, to: str, **fields: str) -> tuple[str, str]:
    """A form of a page as it is shown, and what is typed; a list ticks several boxes."""
    from visitor import forms

    form = next(form for form in forms(page) if form.action.endswith(to))
    return form.action, urlencode(form.values | fields, doseq=True)


def written(folder: Path) -> int:
    """How many letters about the change are in the outbox."""
    with sqlite3.connect(f"file:{folder / 'eventapp.db'}?mode=ro", uri=True) as database:
        asked = "SELECT count(*) FROM message WHERE kind = 'update'"
        return int(database.execute(asked).fetchone()[0])


class Answers:
    """People who say yes one after the other, and how long each of them waits for the answer."""

    def __init__(self, port: int, page: str, *, people: int | None = None) -> None:
        self.took: list[float] = []
        self.turned_away = 0
        self.port, self.page, self.people = port, page, people
        self._over = threading.Event()
        self.thread = threading.Thread(target=self._say_yes)
        self.thread.start()

    def stop(self) -> None:
        """Nobody comes any more."""
        self._over.set()
        self.thread.join()

    def _say_yes(self) -> None:
        while not self._over.is_set() and len(self.took) != self.people:
            number = len(self.took) + (0 if self.people else 1000)
            someone = phone(self.port, number)
            typed = {"email": f"late{number}@example.org", "first_name": "Late", "role": "1"}
            action, body = someone.fill_in(self.page, to="/rsvps", **typed)
            begun = time.perf_counter()
            someone.send(action, body)
            self.took.append(time.perf_counter() - begun)
            self.turned_away += someone.status != 303
            time.sleep(BETWEEN)
