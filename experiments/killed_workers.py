"""A thousand letters whose workers are killed three times, and a mail server that takes its time.

    .venv/bin/python experiments/killed_workers.py [letters]

On SQLite with its queue in a file, on PostgreSQL with Redis, and on PostgreSQL with two workers. None may
be lost, and none may come twice but what a worker had in hand, sent and not yet marked, when it was killed.

The last result, with 1,000 letters:

    SQLite, queue in a file    lost 0, twice 39 of 39 in hand, otherwise twice 0
    PostgreSQL, Redis          lost 0, twice 30 of 30 in hand, otherwise twice 0
    PostgreSQL, two workers    lost 0, twice 31 of 31 in hand, otherwise twice 0
"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import make_tables, running  # noqa: E402
from killed_workers import Trial  # noqa: E402
from postgres_server import Databases, Postgres  # noqa: E402
from services import Redis  # noqa: E402


def main() -> None:
    """Try each kind of queue, and print a line for each."""
    letters = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres, redis = Postgres(), Redis()
        stack.callback(postgres.remove)
        stack.callback(redis.remove)
        databases = Databases(postgres.port)
        queues = {
            "SQLite, queue in a file": (f"sqlite:///{folder / 'eventapp.db'}", None, 1),
            "PostgreSQL, Redis": (databases.url(databases.create()), redis.url, 1),
            "PostgreSQL, two workers": (databases.url(databases.create()), None, 2),
        }
        for number, (name, (url, redis_url, workers)) in enumerate(queues.items()):
            make_tables(url)
            begun = time.monotonic()
            with running(url, folder / str(number), REDIS_URL=redis_url) as app:
                trial = Trial(app, letters=letters, workers=workers, seconds=0.005)
                found = trial.run(kills=3)
            wrong = found.twice - found.in_hands
            print(
                f"{name:26} {letters:,} letters, lost {len(found.lost)}, twice {len(found.twice)} "
                f"of {len(found.in_hands)} in hand, otherwise twice {len(wrong)}, "
                f"{time.monotonic() - begun:.0f} s"
            )


if __name__ == "__main__":
    main()
