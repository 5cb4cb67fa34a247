"""What a program and all that it started cost so far: processor time and memory (Linux's /proc)."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# What the shipped server calls it.
WORKER = "eventapp-worker"


@dataclass(frozen=True)
class Cpu:
    """Seconds of processor time, user and system, those of ended children among them."""

    web: float
    worker: float

    @property
    def whole(self) -> float:
        return self.web + self.worker

    def __sub__(self, other: "Cpu") -> "Cpu":
        return Cpu(self.web - other.web, self.worker - other.worker)


def cpu(root: int) -> Cpu:
    """What a tree has used; the worker is known by its name, and the processes that it started by its group."""
    known = _known()
    web = worker = 0.0
    for number in _tree(root, known):
        fields = known[number]
        used = _own(number) + sum(fields[13:15]) / TICKS
        if _name(fields[2]) == WORKER:
            worker += used
        else:
            web += used
    return Cpu(web, worker)


def memory(root: int) -> float:
    """MiB of a tree, what its processes share counted once (PSS)."""
    total = 0
    for number in _tree(root, _known()):
        try:
            text = Path(f"/proc/{number}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += next(int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:")
    return total / 1024


@dataclass
class Peak:
    """The most memory that was seen."""

    most: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)


@contextmanager
def watched(root: int) -> Iterator[Peak]:
    """Look at a tree's memory twice a second meanwhile."""
    peak = Peak()

    def look() -> None:
        while not peak.over.is_set():
            peak.most = max(peak.most, memory(root))
            peak.over.wait(0.5)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield peak
    finally:
        peak.over.set()
        watcher.join()


def _name(number: int) -> str:
    try:
        return Path(f"/proc/{number}/comm").read_text().strip()
    except OSError:
        return ""


def _own(number: int) -> float:
    """Seconds that a process has used itself, finer than the hundredths of /proc/PID/stat."""
    try:
        # The clock of a process, as clock_getcpuclockid(3) makes its number.
        return time.clock_gettime((~number << 3) | 2)
    except OSError:
        return 0.0


def _known() -> dict[int, list[int]]:
    """The numbers of /proc/PID/stat of every process, with zeroes for what is no number there."""
    known = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                text = Path(f"/proc/{entry}/stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            fields = text.rpartition(")")[2].split()
            known[int(entry)] = [0, *map(int, fields[1:])]
    return known


def _tree(root: int, known: dict[int, list[int]]) -> list[int]:
    tree = [root]
    for parent in tree:
        tree += [number for number, fields in known.items() if fields[1] == parent]
    return tree
