"""PostgreSQL and Redis restarted while guests answer: what is lost, and how long nobody is answered.

    .venv/bin/python experiments/database_restarts.py [postgresql|redis|away]

Two web processes and a worker, on PostgreSQL with Redis. Each experiment runs once as shipped, and once
for each guard taken away (`unguarded.py`), where it must go wrong: otherwise it would prove nothing.

    postgresql  restarted three times amid 120 yeses, the second time as if it had crashed. Every yes is
                answered, with a place or a 503; who got 503 sends the form again and is on the list once
    redis       killed and started anew three times amid 120 yeses; it has forgotten everything. All are
                answered at once, and all letters leave
    away        no Redis for twenty seconds or longer: all are answered, pages and sign-in, too; letters leave when
                it is back

The last result is in docs/faults.md.
"""

import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "experiments")]

from crowd import Guest, lost, one_after_the_other, unanswered  # noqa: E402
from crowds import Site  # noqa: E402
from http_phone import Phone  # noqa: E402
from live_server import FROM_CHECKOUT, start_server, stop_all  # noqa: E402
from postgres_server import Databases, Postgres  # noqa: E402
from services import PATIENCE, MailServer, Redis, start, wait_until  # noqa: E402

RESTARTS, EACH, LONGEST = 3, 30, 5
AWAY = 20


class Restarting(Postgres):
    """A PostgreSQL that is restarted, and keeps what it said that it keeps."""

    def __init__(self) -> None:
        super().__init__()
        self._databases = Databases(self.port)

    def database(self) -> str:
        """The address of a fresh one; a crash takes nothing from it that was committed."""
        name = self._databases.create()
        self._databases._say(f"ALTER DATABASE {name} SET synchronous_commit = on")
        return self._databases.url(name)

    def restart(self, how: signal.Signals) -> None:
        """End it as told, and start it anew."""
        self._process.send_signal(how)
        self._process.wait(PATIENCE)
        self._start()


class Forgetful(Redis):
    """A Redis that is killed and comes back with nothing."""

    def away(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def back(self) -> None:
        """Start it anew."""
        given = ("--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
        self._process = start("redis-server", *given, dies_by="KILL")
        wait_until(self._answers, what="Redis")


@dataclass
class Trial:
    """A site and its two servers, what went wrong, and what is worth telling."""

    site: Site
    postgres: Restarting
    redis: Forgetful
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def settle(self, guests: list[Guest], number: int) -> None:
        """Whoever got 503 sends the form again; then list and letters must be right."""
        with self.site.database():
            if missing := lost(number, guests):
                self.wrong.append(f"{len(missing)} were told yes and are not on the list")
        for guest in guests:
            if guest.status == 503:
                guest.press()
        self.wrong += unanswered(guests) + self.site.wrongs(number)
        everybody, begun = {guest.email for guest in guests}, time.monotonic()
        with suppress(TimeoutError):
            wait_until(lambda: everybody <= self.site.smtp.receivers, what="letters", seconds=100)
        if missing := everybody - self.site.smtp.receivers:
            self.wrong.append(f"{len(missing)} never got a letter")
        copies = Counter(letter["Message-ID"] for letter in self.site.smtp.letters)
        twice = sum(number - 1 for number in copies.values())
        self.told.append(f"last letter after {time.monotonic() - begun:.0f} s, {twice} twice")

    def answers(self, guests: list[Guest]) -> None:
        """What is neither a place nor a clean 503 is wrong."""
        found = Counter(guest.status for guest in guests)
        self.told.append(
            ", ".join(f"{times} × {status}" for status, times in sorted(found.items()))
        )
        if odd := {status: times for status, times in found.items() if status not in {303, 503}}:
            self.wrong.append(f"answered {odd}")


def postgresql(trial: Trial) -> None:
    """PostgreSQL is restarted in the middle, three times."""
    event, role, number = trial.site.event(60)
    guests = trial.site.guests(EACH * (RESTARTS + 1), event, role)
    pauses = []
    for part in range(RESTARTS + 1):
        some = guests[part * EACH : part * EACH + EACH]

        def restart(part: int = part) -> None:
            trial.postgres.restart(signal.SIGQUIT if part == 1 else signal.SIGINT)
            begun = time.monotonic()
            one = Phone(trial.site.server.url)
            wait_until(lambda: "<h1" in one.get(event) and one.status == 200, what="a page")
            pauses.append(time.monotonic() - begun)

        act = restart if part < RESTARTS else int
        one_after_the_other(some, connections=6, after=8, act=act)
    trial.answers(guests)
    trial.told.append(f"a page again after {max(pauses):.1f} s at most")
    if max(pauses) > LONGEST:
        trial.wrong.append("recovers too late")
    trial.settle(guests, number)


def redis(trial: Trial) -> None:
    """Redis dies in the middle, three times, and comes back with nothing."""
    event, role, number = trial.site.event(60)
    guests = trial.site.guests(EACH * (RESTARTS + 1), event, role)

    def restart() -> None:
        trial.redis.away()
        time.sleep(1)
        trial.redis.back()

    for part in range(RESTARTS + 1):
        some = guests[part * EACH : part * EACH + EACH]
        act = restart if part < RESTARTS else int
        one_after_the_other(some, connections=6, after=8, act=act)
    trial.answers(guests)
    trial.settle(guests, number)


def away(trial: Trial) -> None:
    """There is no Redis for a while."""
    event, role, number = trial.site.event(60)
    guests = trial.site.guests(EACH, event, role)
    trial.redis.away()
    begun, slowest = time.monotonic(), 0.0
    for guest in guests:
        pressed = time.monotonic()
        guest.press()
        slowest = max(slowest, time.monotonic() - pressed)
    for page in (event, "/", "/sign-in", "/readyz", guests[0].mine):
        one = Phone(trial.site.server.url)
        one.get(page)
        if one.status != 200:
            trial.wrong.append(f"{page[:9]} answers {one.status}")
    took = time.monotonic() - begun
    trial.told.append(f"{EACH} answers and 5 pages in {took:.1f} s, slowest {slowest:.2f} s")
    trial.answers(guests)
    # Whoever is started by a thread ends with it.
    time.sleep(max(0, AWAY - took))
    trial.redis.back()
    trial.settle(guests, number)


# Each with the guards that it needs.
EXPERIMENTS: dict[str, tuple[Callable[[Trial], None], tuple[str, ...]]] = {
    "postgresql": (postgresql, ("outbox",)),
    "redis": (redis, ("fallback",)),
    "away": (away, ("sweep",)),
}


def main(asked: list[str]) -> int:
    """Run what was asked for, or everything; the exit code."""
    names = [name for name in EXPERIMENTS if name in asked] or list(EXPERIMENTS)
    bad = 0
    with ExitStack() as stack:
        postgres, redis = Restarting(), Forgetful()
        stack.callback(postgres.remove)
        stack.callback(redis.remove)
        for name in names:
            act, guards = EXPERIMENTS[name]
            bad += bool(_run(name, act, postgres, redis, FROM_CHECKOUT))
            for guard in guards:
                unguarded = (sys.executable, ROOT / "experiments" / "unguarded.py", guard)
                bad += not _run(f"{name}, no {guard}", act, postgres, redis, unguarded)
    print("All as it should be." if not bad else f"{bad} not as it should be.")
    return int(bad > 0)


def _run(
    title: str,
    act: Callable[[Trial], None],
    postgres: Restarting,
    redis: Forgetful,
    program: tuple[object, ...],
) -> list[str]:
    """What went wrong, which is printed, too."""
    redis.empty()
    smtp = MailServer()
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(
            Path(folder), program=program, SMTP_URL=smtp.url, WEB_WORKERS=2, TRUSTED_PROXIES=1,
            STRANGERS_AN_HOUR=100_000, SMTP_TIMEOUT=2, DATABASE_URL=postgres.database(), REDIS_URL=redis.url,
        )  # fmt: skip
        begun = time.monotonic()
        trial = Trial(Site(server, smtp), postgres, redis)
        try:
            act(trial)
        finally:
            with suppress(AssertionError):
                stop_all([server])
            smtp.remove()
    wrong = list(dict.fromkeys(trial.wrong))
    shown = "; ".join(wrong or ["all right"]) + f" ({'; '.join(trial.told)})"
    print(f"{title:<26}{time.monotonic() - begun:6.1f} s  {shown}", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
