"""How long things take and how often they happen, for `/metrics`; costs nothing while that is off.

Every process of one machine counts in files of its own, and whoever answers `/metrics` adds them up
(the multiprocess mode of prometheus_client). The files are in memory: they are mapped, with holes, so
that on a full disk the next count would end the process (SIGBUS, mmap(2)).
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Histogram

MEMORY = Path("/dev/shm")
# Seconds: of pages and letters, and of what people wait for with patience.
_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_PATIENT = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
_LATE = (1, 2, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400)


@dataclass(frozen=True)
class _Measures:
    requests: "Counter"
    pages: "Histogram"
    letters: "Counter"
    waits: "Histogram"
    work: "Histogram"


_measures: _Measures | None = None


def init(app: Flask) -> None:
    """Begin to count, if `/metrics` is asked for."""
    global _measures
    if not app.config["METRICS"] or _measures:
        return
    folder = folder_of(app.config["DATA_DIR"])
    folder.mkdir(mode=0o700, exist_ok=True)
    _forget_the_dead(folder)
    # Read once, when the library is loaded.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    from prometheus_client import Counter, Histogram

    _measures = _Measures(
        Counter("eventapp_requests", "Answers by status", ["status"]),
        Histogram("eventapp_page_seconds", "Seconds to an answer", ["page"], buckets=_QUICK),
        Counter("eventapp_letters", "Tries of letters by what came of them", ["result"]),
        Histogram("eventapp_letter_wait_seconds", "Seconds from due to sent", buckets=_LATE),
        Histogram("eventapp_work_seconds", "Seconds of longer work", ["work"], buckets=_PATIENT),
    )


def folder_of(data: Path) -> Path:
    """Where those of one installation count: in memory, where the system lends some."""
    if not os.access(MEMORY, os.W_OK):
        return data / "metrics"
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    return MEMORY / f"eventapp-metrics-{name}"


def serve(address: str) -> None:
    """Answer `/metrics` at host:port with what this machine's processes have counted, besides.

    For a worker that runs alone: no web process of its machine could tell.
    """
    from prometheus_client import CollectorRegistry, start_http_server

    registry = CollectorRegistry()
    counted(registry)
    host, _colon, port = address.rpartition(":")
    start_http_server(int(port), addr=host, registry=registry)


def counted(registry: "CollectorRegistry") -> None:
    """Add what all processes of this machine have counted to a registry."""
    if _measures:
        from prometheus_client.multiprocess import MultiProcessCollector

        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]


def answered(page: str, status: int, seconds: float) -> None:
    """An answer to a visitor left; `page` is the name of its endpoint."""
    if _measures:
        _measures.requests.labels(str(status)).inc()
        _measures.pages.labels(page).observe(seconds)


def letter(result: str, *, waited: float) -> None:
    """A letter was tried; `waited` since it was due, in seconds."""
    if _measures:
        _measures.letters.labels(result).inc()
        if result == "sent":
            _measures.waits.observe(waited)


@contextmanager
def work(kind: str) -> Iterator[None]:
    """Take the time of what is done within: a mix, a search, a print."""
    begun = perf_counter()
    try:
        yield
    finally:
        if _measures:
            _measures.work.labels(kind).observe(perf_counter() - begun)


def _forget_the_dead(folder: Path) -> None:
    """Begin anew when none of those who counted lives: the dead of a running server still count."""
    files = list(folder.glob("*.db"))
    if not any(_lives(file) for file in files):
        for file in files:
            file.unlink(missing_ok=True)


def _lives(file: Path) -> bool:
    # Named by the library, as in counter_1234.db.
    number = file.stem.rpartition("_")[2]
    return number.isdigit() and Path("/proc", number).exists()
