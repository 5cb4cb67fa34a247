"""Many guests at once, against the shipped server: what holds, and what fails without its guard.

    .venv/bin/python experiments/crowds.py [sqlite|postgresql] [places|…]

Two web processes and a worker, on SQLite and on PostgreSQL with Redis. Each experiment runs once as
shipped, where places, queue and letters must be right afterwards, and once with its guard taken
away (`unguarded.py`), where they must not be: otherwise the experiment would prove nothing.

    places    200 at once for 60 places
    last      16 at once for 5 places, twenty times
    returns   20 give their place back while 40 ask for one
    twelve    the same form twelve times at once, ten times
    killed    web and worker killed in the middle of 100 yeses: every yes that was answered has its row
              and its letter, whoever got no answer sends the form again, and everybody gets a letter

The last result is in docs/operating.md.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import running  # noqa: E402
from crowd import Guest, at_once, event_of, lost, one_after_the_other, unanswered, wrongs  # noqa: E402
from live_server import FROM_CHECKOUT, Server, start_server, stop_all  # noqa: E402
from postgres_server import Databases, Postgres  # noqa: E402
from services import MailServer, Redis, wait_until  # noqa: E402


@dataclass
class Site:
    """A server with its mail server, and the events that guests come to."""

    server: Server
    smtp: MailServer
    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def database(self) -> Iterator[None]:
        with running(self.server.database_url, self.server.data_dir):
            yield

    def event(self, capacity: int) -> tuple[str, int, int]:
        """A new event: its address, one of its roles, its number."""
        with event_of(self.server, self.server.data_dir, capacity=capacity) as found:
            return found

    def guests(self, number: int, event: str, role: int) -> list[Guest]:
        """So many phones, each with the form filled in."""
        guests = [Guest(self.server.url, next(self.numbers)) for _ in range(number)]
        for guest in guests:
            guest.fill_in_yes(event, role)
        return guests

    def wrongs(self, event_id: int) -> list[str]:
        with self.database():
            return wrongs(event_id)


def places(site: Site, asking: int = 200, capacity: int = 60) -> list[str]:
    """Many ask for few places."""
    event, role, number = site.event(capacity)
    guests = site.guests(asking, event, role)
    begun = time.monotonic()
    at_once(guest.press for guest in guests)
    if asking >= 100:
        print(f"  the last of {asking} was answered after {time.monotonic() - begun:.1f} s")
    return unanswered(guests) + site.wrongs(number)


def last(site: Site) -> list[str]:
    """The same, small and often."""
    return [wrong for _time in range(20) for wrong in places(site, asking=16, capacity=5)]


def returns(site: Site) -> list[str]:
    """Places are given back while others ask for one."""
    event, role, number = site.event(20)
    leaving, asking = site.guests(20, event, role), site.guests(40, event, role)
    for guest in leaving:
        # Without its guard SQLite turns even one guest away when the worker writes.
        while not guest.mine:
            guest.press()
        guest.fill_in_no()
    at_once(guest.press for guest in [*leaving, *asking])
    return unanswered([*leaving, *asking]) + site.wrongs(number)


def twelve(site: Site) -> list[str]:
    """One form, sent by an impatient thumb or browser."""
    wrong = []
    for _time in range(10):
        event, role, number = site.event(5)
        (guest,) = site.guests(1, event, role)
        again = [Guest(site.server.url, 0) for _ in range(12)]
        for one in again:
            one.form, one.cookie = guest.form, guest.cookie
        at_once(one.press for one in again)
        wrong += unanswered(again) + site.wrongs(number)
        pages = {one.mine for one in again}
        if len(pages) > 1:
            wrong.append(f"one form led to {len(pages)} pages")
    return wrong


def killed(site: Site) -> list[str]:
    """The server dies in the middle, and comes back."""
    event, role, number = site.event(60)
    guests = site.guests(100, event, role)
    one_after_the_other(guests, connections=10, after=50, act=site.server.kill)
    again = [guest for guest in guests if not guest.status]
    wrong = unanswered(guest for guest in guests if guest.status) + site.wrongs(number)
    with site.database():
        if missing := lost(number, guests):
            wrong.append(f"{len(missing)} were told yes and are not on the list")
    site.server.begin()
    for guest in again:
        guest.press()
    wrong += unanswered(guests) + site.wrongs(number)
    if not wrong:
        # What the worker held in its hands leaves two minutes later.
        everybody = {guest.email for guest in guests}
        with suppress(TimeoutError):
            wait_until(lambda: everybody <= site.smtp.receivers, what="letters", seconds=200)
        if missing := everybody - site.smtp.receivers:
            wrong.append(f"{len(missing)} never got a letter")
    twice = Counter(letter["Message-ID"] for letter in site.smtp.letters).values()
    print(f"  {len(again)} sent their form again; {len(twice)} letters, {sum(twice)} copies")
    return wrong


# Each with the guard that it needs.
EXPERIMENTS: dict[str, tuple[Callable[[Site], list[str]], str]] = {
    "places": (places, "lock"),
    "last": (last, "lock"),
    "returns": (returns, "lock"),
    "twelve": (twelve, "once"),
    "killed": (killed, "outbox"),
}


def chosen(asked: list[str], experiments: Iterable[str]) -> tuple[list[str], list[str]]:
    """The databases and the experiments that were asked for, or all of them."""
    kinds, names = ["sqlite", "postgresql"], list(experiments)
    return [one for one in kinds if one in asked] or kinds, [
        one for one in names if one in asked
    ] or names


def main(asked: list[str]) -> int:
    """Run what was asked for, or everything; the exit code."""
    kinds, names = chosen(asked, EXPERIMENTS)
    bad = 0
    for kind in kinds:
        with ExitStack() as stack:
            settings = settings_of(kind, stack)
            for name in names:
                act, guard = EXPERIMENTS[name]
                bad += bool(_run(f"{kind} {name}", act, settings, FROM_CHECKOUT))
                unguarded = (sys.executable, ROOT / "experiments" / "unguarded.py", guard)
                bad += not _run(f"{kind} {name}, no {guard}", act, settings, unguarded)
    print("All as it should be." if not bad else f"{bad} not as it should be.")
    return int(bad > 0)


def settings_of(kind: str, stack: ExitStack) -> Callable[[], dict[str, str]]:
    """The settings of a fresh database, and of a queue, each time they are asked for."""
    if kind == "sqlite":
        return dict
    postgres, redis = Postgres(), Redis()
    stack.callback(postgres.remove)
    stack.callback(redis.remove)
    databases = Databases(postgres.port)

    def fresh() -> dict[str, str]:
        redis.empty()
        return {"DATABASE_URL": databases.url(databases.create()), "REDIS_URL": redis.url}

    return fresh


def _run(
    title: str,
    act: Callable[[Site], list[str]],
    settings: Callable[[], dict[str, str]],
    program: tuple[object, ...],
) -> list[str]:
    """What went wrong, which is printed, too."""
    smtp = MailServer()
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(
            Path(folder), program=program, SMTP_URL=smtp.url, WEB_WORKERS=2, TRUSTED_PROXIES=1,
            STRANGERS_AN_HOUR=100_000, **settings(),
        )  # fmt: skip
        begun = time.monotonic()
        try:
            wrong = act(Site(server, smtp))
        finally:
            with suppress(AssertionError):
                stop_all([server])
            smtp.remove()
    shown = "; ".join(dict.fromkeys(wrong)) or "all right"
    print(f"{title:<32}{time.monotonic() - begun:5.1f} s  {shown}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
