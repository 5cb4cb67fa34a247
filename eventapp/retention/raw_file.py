"""SQLite's own files: what was erased stays in none of them."""

import sqlite3
from contextlib import closing

import structlog

from eventapp.db import db, release

log = structlog.get_logger()
# Whoever writes waits for so long at most.
PATIENCE = 1.0


def end_log() -> bool:
    """Empty the write-ahead log, in which stands what pages were before; whether that could be done.

    What is deleted is overwritten in the pages (`PRAGMA secure_delete`). While somebody reads an older
    state, the log stays until the next time.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    release()
    file = db.engine.url.database or ""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        busy = bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    if busy:
        log.info("write-ahead log is read")
    return not busy
