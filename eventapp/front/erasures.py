"""Who was erased, in a file beside the database: so a backup that is restored lets them go once more.

A line is when, and a fingerprint of the address, or of the record, that nobody reads without the secret key (`tokens`).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import structlog

log = structlog.get_logger()
NAME = "erasures"
# Older backups than that let nobody go again.
KEPT = timedelta(days=730)
# An erasure is noted before it is written, and may wait for others: a backup made meanwhile knows nothing of it.
MEANWHILE = timedelta(minutes=1)


def note(folder: Path, *fingerprints: str, now: datetime) -> None:
    """Add somebody who is erased, by all they are known by, and forget who was long ago."""
    try:
        with _file(folder) as file:
            _write(file, {*((now, mark) for mark in fingerprints), *_read(file)}, now=now)
    except OSError as error:
        # Whoever asked is erased all the same.
        log.error("erasure not noted", why=error.strerror)


def since(folder: Path, moment: datetime) -> set[str]:
    """The fingerprints of whoever was erased since, or was about to be."""
    return {mark for at, mark in _known(folder) if at > moment - MEANWHILE}


def take_in(folder: Path, other: Path, *, now: datetime) -> None:
    """Add what another folder's file knows, such as the one beside the backups; that one is only read."""
    if known := _known(other):
        with _file(folder) as file:
            _write(file, {*known, *_read(file)}, now=now)


def _known(folder: Path) -> set[tuple[datetime, str]]:
    try:
        with open(folder / NAME, encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return set(_read(file))
    except FileNotFoundError:
        return set()


@contextmanager
def _file(folder: Path) -> Iterator[IO[str]]:
    """The file, for nobody else at the same time."""
    number = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    with open(number, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        owner = folder.stat()
        # Whoever runs a command may be root; the service goes on writing it.
        if os.geteuid() == 0 and os.fstat(number).st_uid != owner.st_uid:
            os.fchown(number, owner.st_uid, owner.st_gid)
        yield file


def _read(file: IO[str]) -> Iterator[tuple[datetime, str]]:
    file.seek(0)
    for line in file:
        at, _, mark = line.strip().partition(" ")
        # A line that a full disk cut off tells nothing.
        if len(mark) == 64:
            yield datetime.fromisoformat(at), mark


def _write(file: IO[str], lines: set[tuple[datetime, str]], *, now: datetime) -> None:
    kept = sorted(line for line in lines if line[0] > now - KEPT)
    file.seek(0)
    file.writelines(f"{at.astimezone(UTC).isoformat()} {mark}\n" for at, mark in kept)
    file.truncate()
    file.flush()
    os.fsync(file.fileno())
