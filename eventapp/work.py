"""Work that a row stands for and the worker does: taken once, taken up again after a crash, stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from eventapp.db import Work, db, next_waiting

# What nobody has heard of for so long is lost.
PATIENCE = timedelta(minutes=2)
# Taken up again after a crash, but not for ever: it may be the work that kills the worker.
MOST_TRIES = 3
Row = TypeVar("Row", bound=Work)


def waits(kind: type[Row]) -> bool:
    """Whether any of that kind waits for the worker."""
    return db.session.scalar(db.select(kind.id).filter_by(state="waiting").limit(1)) is not None


def claim(kind: type[Row], *, now: datetime) -> Row | None:
    """The one that waits longest, from now on running; each is claimed once."""
    row = next_waiting(kind)
    if row:
        row.state, row.heard_at, row.tries = "running", now, row.tries + 1
    return row


def mine(kind: type[Row], number: int, tries: int) -> Row | None:
    """The row, locked, while it is still in the hands of whoever claimed it at this try."""
    row: Row | None = db.session.get(kind, number, populate_existing=True, with_for_update=True)
    return row if row and (row.state, row.tries) == ("running", tries) else None


def ask_to_stop(row: Work, *, now: datetime) -> bool:
    """Have whoever has it in hand stop; whether nobody has, so that it just ends. Twice is once."""
    db.session.refresh(row, with_for_update=True)
    lost: bool = row.state == "running" and row.heard_at < now - PATIENCE
    if row.state == "running" and not lost:
        row.stopping = True
    return lost or row.state == "waiting"


def take_up_lost(kind: type[Row], *, now: datetime) -> Sequence[Row]:
    """Let those wait again that nobody has heard of, as when the worker was killed; give back which
    have been tried too often."""
    lost = db.select(kind).filter_by(state="running").where(kind.heard_at < now - PATIENCE)
    given_up = []
    # What somebody has in hand after all is locked.
    for row in db.session.scalars(lost.with_for_update(skip_locked=True)).all():
        if row.tries < MOST_TRIES:
            row.state = "waiting"
        else:
            given_up.append(row)
    return given_up
