"""How long things take and how often they happen, for `/metrics`; costs nothing while that is off.

Every process of one machine counts in files of its own in DATA_DIR/metrics, and whoever answers
`/metrics` adds them up (the multiprocess mode of prometheus_client).
"""

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
    folder = app.config["DATA_DIR"] / "metrics"
    folder.mkdir(exist_ok=True)
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
