"""A thousand letters whose workers are killed three times, and a mail server that takes its time.

    .venv/bin/python experiments/killed_workers.py [letters]

On SQLite with its queue in a file, on PostgreSQL with Redis, and on PostgreSQL with two workers; with the
whole server, which starts its worker anew by itself; and two workers that nobody kills. None may be lost,
and none may come twice but what a worker had in hand, sent and not yet marked, when it was killed. The same
with a guard taken away (`unguarded.py`) must go wrong: otherwise it would prove nothing.

The last result is in docs/faults.md.
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import make_tables, running  # noqa: E402
from flask import Flask  # noqa: E402
from killed_workers import Found, ServedTrial, Trial  # noqa: E402
from live_server import FROM_CHECKOUT  # noqa: E402
from postgres_server import Databases, Postgres  # noqa: E402
from services import Redis  # noqa: E402


@dataclass(frozen=True)
class Case:
    """What letters leave through, how often it is killed, and the guard that is taken away."""

    name: str
    database: str
    kills: int
    workers: int = 1
    redis: bool = False
    trial: type[Trial] = Trial
    guard: str = ""


CASES = (
    Case("SQLite, queue in a file", "sqlite", 3),
    Case("PostgreSQL, Redis", "postgresql", 3, redis=True),
    Case("PostgreSQL, two workers", "postgresql", 3, workers=2),
    Case("SQLite, whole server", "sqlite", 3, trial=ServedTrial),
    Case("PostgreSQL, Redis, whole server", "postgresql", 3, redis=True, trial=ServedTrial),
    Case("SQLite, marked before", "sqlite", 3, guard="after"),
    Case("PostgreSQL, Redis, marked before", "postgresql", 3, redis=True, guard="after"),
    Case("SQLite, two workers, no kill", "sqlite", 0, workers=2),
    Case("PostgreSQL, Redis, two, no kill", "postgresql", 0, workers=2, redis=True),
    Case("SQLite, two, no lease", "sqlite", 0, workers=2, guard="lease"),
    Case("PostgreSQL, Redis, two, no lease", "postgresql", 0, workers=2, redis=True, guard="lease"),
)


def main() -> int:
    """Try each, and print a line for each; the exit code."""
    letters = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    bad = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres, redis = Postgres(), Redis()
        stack.callback(postgres.remove)
        stack.callback(redis.remove)
        databases = Databases(postgres.port)
        for number, case in enumerate(CASES):
            redis.empty()
            url = f"sqlite:///{folder / f'{number}.db'}"
            if case.database == "postgresql":
                url = databases.url(databases.create())
            make_tables(url)
            queue = redis.url if case.redis else None
            with running(url, folder / str(number), REDIS_URL=queue) as app:
                bad += _tried(case, app, letters)
    print("All as it should be." if not bad else f"{bad} not as it should be.")
    return int(bad > 0)


def _tried(case: Case, app: Flask, letters: int) -> bool:
    """Whether it wasn't as it should be."""
    unguarded = (sys.executable, ROOT / "experiments" / "unguarded.py", case.guard)
    program = unguarded if case.guard else FROM_CHECKOUT
    trial = case.trial(app, letters=letters, workers=case.workers, seconds=0.005, program=program)
    begun = time.monotonic()
    found = trial.run(kills=case.kills)
    _tell(case, found, time.monotonic() - begun)
    wrong = bool(found.lost or found.twice - found.in_hands)
    return wrong != bool(case.guard)


def _tell(case: Case, found: Found, seconds: float) -> None:
    wrong = found.twice - found.in_hands
    pause = f", goes on after {max(found.pauses):.1f} s at most" if found.pauses else ""
    print(
        f"{case.name:33} {found.letters:,} letters, lost {len(found.lost)}, twice {len(found.twice)} "
        f"of {len(found.in_hands)} in hand, otherwise twice {len(wrong)}{pause}, {seconds:.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
