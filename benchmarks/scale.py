"""What pages and jobs cost in a huge community, beside a small one: it measures, it is no test.

    python benchmarks/scale.py --folder DIR [--size 1] [--against CHECKOUT] [--database postgresql]

Two communities are built (`large_community.py`): one of the size given (1: two thousand evenings,
a million RSVPs) and one of twenty evenings, with the same evening to come in both. They are kept
in the folder (SQLite only), so that they are built once. `--against` measures an older checkout on
the same data. Every page and job is asked in this process: the least of several times in
milliseconds (of the processor, PostgreSQL's processes included), its queries, and what the huge
community costs beside the small one. Nothing that is posted is kept.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
BASE, SMALL = "0010", 0.01
TIMES, PATIENCE = 7, 6.0
SCRATCH = Path(tempfile.gettempdir()) / "eventapp-scale"


def main() -> None:
    """Build what is missing, measure each checkout on each community, print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--folder", type=Path, default=SCRATCH)
    options.add_argument("--size", type=float, default=1.0)
    options.add_argument("--against", type=Path, help="an older checkout, on the same data")
    options.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options.add_argument("--only", default="", help="what has this in its name")
    options.add_argument("--step", nargs="*", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.step:
        sys.path[:0] = [given.step[1], f"{given.step[1]}/tests", str(HERE / "benchmarks")]
        {"build": build, "upgrade": upgrade, "measure": measure}[given.step[0]](*given.step[2:])
        return
    given.folder.mkdir(parents=True, exist_ok=True)
    with databases(given.database, given.folder) as copy_of:
        found: dict[str, list[dict[str, Any]]] = {}
        for size in (SMALL, given.size):
            old, new = prepared(copy_of, size)
            if given.against:
                found.setdefault("before", []).append(asked(given.against, old, given.only))
            found.setdefault("now", []).append(asked(HERE, new, given.only))
    printed(found)


def prepared(copy_of: Callable[..., str], size: float) -> tuple[str, str]:
    """A community of a size, with the tables of before and with those of now."""
    old = copy_of(f"{size:g}-{BASE}", lambda url: step("build", HERE, url, size))
    fresh = sorted((HERE / "migrations/versions").glob("0*.py"))[-1].name[:4]
    return old, copy_of(f"{size:g}-{fresh}", lambda url: step("upgrade", HERE, url), of=old)


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Callable[..., str]]:
    """Gives a function that gives a database its address, makes it of another one, and fills it."""
    if kind == "sqlite":

        def made(name: str, fill: Callable[[str], object], *, of: str = "") -> str:
            file = folder / f"community-{name}.db"
            if not file.exists():
                making = file.with_suffix(".making")
                making.unlink(missing_ok=True)
                if of:
                    shutil.copyfile(of.removeprefix("sqlite:///"), making)
                fill(f"sqlite:///{making}")
                making.rename(file)
            return f"sqlite:///{file}"

        yield made
        return
    sys.path.insert(0, str(HERE / "tests"))
    from postgres_server import Databases, Postgres

    server = Postgres()
    kept = Databases(server.port)

    def restored(_name: str, fill: Callable[[str], object], *, of: str = "") -> str:
        url = kept.url(kept.create(template=of.rpartition("/")[2] or "template0"))
        fill(url)
        return url

    try:
        yield restored
    finally:
        server.remove()


def step(what: str, checkout: Path, *rest: object) -> str:
    """Do one step with the code of a checkout, in a process of its own; what it prints."""
    done = subprocess.run(
        [sys.executable, __file__, "--step", what, checkout, *map(str, rest)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def asked(checkout: Path, url: str, only: str) -> dict[str, Any]:
    """What everything costs with the code of a checkout."""
    found: dict[str, Any] = json.loads(step("measure", checkout, url, only))
    return found


def build(url: str, size: str) -> None:
    """Make the tables as they were before, and fill them."""
    from conftest import running
    from flask_migrate import Migrate
    from flask_migrate import upgrade as migrate
    from large_community import Builder

    from eventapp.db import db

    with running(url, SCRATCH) as app:
        Migrate(app, db, directory=str(HERE / "migrations"))
        migrate(revision=BASE)
        Builder(float(size), datetime.now(UTC)).build()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                # The rows came with their numbers; the next ones go on from there.
                there = db.inspect(connection).get_table_names()
                tables = [t for t in db.metadata.sorted_tables if t.name in there]
                for name in (t.name for t in tables if "id" in t.c):
                    last = f'(SELECT coalesce(max(id), 1) FROM "{name}")'
                    sequence = f"pg_get_serial_sequence('\"{name}\"', 'id')"
                    connection.execute(db.text(f"SELECT setval({sequence}, {last})"))
                connection.execute(db.text("VACUUM ANALYZE"))
        else:
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def upgrade(url: str) -> None:
    """What the first start of a new release does."""
    from conftest import running

    from eventapp import serving

    with running(url, SCRATCH, DEMO=False) as app:
        serving.prepare(app)


def measure(url: str, only: str = "") -> None:
    """Print as JSON what each page and job costs: milliseconds, queries, bytes."""
    from conftest import running
    from scale_pages import work
    from sqlalchemy import Engine, event

    from eventapp.db import db

    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    found: dict[str, Any] = {}
    with running(url, SCRATCH, DEMO=False) as app:
        for name, do in work(app).items():
            if only not in name:
                continue
            do()
            clock = clock_of(db)
            seen.clear()
            event.listen(Engine, "before_cursor_execute", note)
            size = do()
            event.remove(Engine, "before_cursor_execute", note)
            took, until = [], time.perf_counter() + PATIENCE
            while len(took) < TIMES and (len(took) < 2 or time.perf_counter() < until):
                begun = clock()
                do()
                took.append((clock() - begun) * 1000)
            found[name] = [min(took), len(seen), size]
    print(json.dumps(found))


def clock_of(db: Any) -> Callable[[], float]:
    """Seconds of processor time: of this process, and of the server's that work for it."""
    if db.engine.dialect.name == "sqlite":
        return time.process_time
    here = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with db.engine.connect() as connection:
        stats = [Path(f"/proc/{pid}/schedstat") for pid in connection.scalars(db.text(here))]

    def spent() -> float:
        served = sum(int(stat.read_text().split()[0]) for stat in stats if stat.exists())
        return time.process_time() + served / 1e9

    return spent


def printed(found: dict[str, list[dict[str, Any]]]) -> None:
    """A line for each page and job: small, huge, the ratio and the queries, of each checkout."""
    print(f"{'':24}" + "".join(f"{said:>10} small  huge      x queries" for said in found))
    for name in found["now"][1]:
        line = f"{name:24}"
        for small, huge in found.values():
            if name not in small or name not in huge:
                line += " " * 41
                continue
            low, high = small[name][0], huge[name][0]
            line += f"{low:16.1f}{high:8.1f}{high / low:7.1f}{huge[name][1]:8}  "
        print(line)


if __name__ == "__main__":
    main()
