"""What the programs of a site do meanwhile: memory, processor, and what PostgreSQL waits for."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import process_tree
import psycopg
from load_site import Site

SAMPLE, LOOK = 15.0, 0.5
# What one connection is doing at this moment: how it stands, what it waits for, what it says.
DOING = """
SELECT state, coalesce(wait_event_type || ': ' || wait_event, 'works'), regexp_replace(query, '\\s+', ' ', 'g')
FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()
"""
SO_FAR = """
SELECT xact_commit, xact_rollback, tup_returned, tup_inserted + tup_updated + tup_deleted, blks_read, deadlocks,
pg_database_size(datname) FROM pg_stat_database WHERE datname = current_database()
"""


@dataclass(frozen=True)
class Totals:
    """Everything that only grows: seconds of each program, and what PostgreSQL and Redis have counted."""

    at: float
    cpu: dict[str, float]
    postgres: tuple[int, ...]
    redis: int
    letters: int

    @classmethod
    def of(cls, site: Site) -> "Totals":
        with psycopg.connect(plain(site.url)) as connection:
            said = connection.execute(SO_FAR).fetchone() or ()
        cpu = {
            name: sum(process_tree.cpu(pid).whole for pid in pids)
            for name, pids in site.programs.items()
        }
        commands = int(site.redis.info("stats")["total_commands_processed"])
        cpu["whoever asks"] = time.process_time()
        return cls(time.monotonic(), cpu, said, commands, site.sink.letters)


@dataclass
class Watch:
    """Looks at a site in a thread of its own until it is told to end."""

    site: Site
    memory: list[dict[str, float]] = field(default_factory=list)
    waits: Counter[str] = field(default_factory=Counter)
    busy: Counter[str] = field(default_factory=Counter)
    looks: int = 0
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Watch":
        self._threads = [
            threading.Thread(target=self._again, args=(LOOK, self._look)),
            threading.Thread(target=self._again, args=(SAMPLE, self._weigh)),
        ]
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        for one in self._threads:
            one.join()

    def forget(self) -> None:
        """Begin to count anew."""
        self.waits, self.busy, self.looks, self.connections = Counter(), Counter(), 0, 0

    def _again(self, seconds: float, act: Callable[[], None]) -> None:
        while not self.over.wait(seconds):
            act()

    def _look(self) -> None:
        with psycopg.connect(plain(self.site.url)) as connection:
            found = connection.execute(DOING).fetchall()
        self.looks += 1
        self.connections = max(self.connections, len(found))
        for state, wait, query in found:
            if state == "active":
                self.waits[wait] += 1
                self.busy[query[:90]] += 1
            elif state == "idle in transaction":
                self.waits["the app, in a transaction"] += 1

    def _weigh(self) -> None:
        self.memory.append(
            {
                name: sum(process_tree.memory(pid) for pid in pids)
                for name, pids in self.site.programs.items()
            }
        )


def plain(url: str) -> str:
    """The address of a database as PostgreSQL's own programs take it."""
    return urlsplit(url)._replace(scheme="postgresql").geturl()


def tell_cost(before: Totals, after: Totals, answers: int) -> None:
    """Print what each program used of the machine."""
    seconds = after.at - before.at
    print("cores used, and milliseconds of a core for each answer:")
    for name, used in after.cpu.items():
        spent = used - before.cpu[name]
        print(f"  {name:<14}{spent / seconds:>6.2f}{spent / max(1, answers) * 1000:>8.1f}")
    grown = [now - then for now, then in zip(after.postgres, before.postgres, strict=True)]
    committed, taken_back, read, written, blocks, deadlocks, size = grown
    letters = after.letters - before.letters
    worked = (after.cpu["workers"] - before.cpu["workers"]) / max(1, letters)
    print(f"{letters:,} letters left, {worked * 1000:.1f} ms of a worker each")
    print(
        f"PostgreSQL: {committed / seconds:.0f} commits and {taken_back / seconds:.0f} ends without one a second, "
        f"{read / seconds:,.0f} rows read, {written / seconds:.0f} written, {blocks} blocks from outside, "
        f"{deadlocks} deadlocks, {size / 2**20:.0f} MiB more; Redis: {(after.redis - before.redis) / seconds:.0f} commands a second"
    )


def tell_waits(watch: Watch) -> None:
    """Print what connections were seen to do."""
    print(
        f"{watch.connections} connections at most; at a moment, of {watch.looks} looked at, one was seen to:"
    )
    for what, seen in watch.waits.most_common(6):
        print(f"  {seen / max(1, watch.looks):>6.2f}  {what}")
    print("statements seen at work most often:")
    for query, seen in watch.busy.most_common(6):
        print(f"  {seen / max(1, watch.looks):>6.2f}  {query}")


def tell_memory(watch: Watch) -> None:
    """Print how memory grew; flat is what hardly grows in the second half."""
    print(
        "MiB after a minute, at the half, in the end; growth in the second half (flat below 5 % or 5 MiB):"
    )
    for name in watch.site.programs:
        held = [sample[name] for sample in watch.memory]
        if not held:
            continue
        minute, half, end = (
            held[min(len(held) - 1, at)]
            for at in (round(60 / SAMPLE) - 1, len(held) // 2, len(held) - 1)
        )
        growth = (end - half) / max(half, 1)
        word = "flat" if growth < 0.05 or end - half < 5 else "GROWS"
        print(f"  {name:<14}{minute:>8.0f}{half:>8.0f}{end:>8.0f}{growth:>8.1%}  {word}")
    used = watch.site.redis.info("memory")["used_memory"] / 2**20
    print(f"  Redis itself says {used:.1f} MiB")
