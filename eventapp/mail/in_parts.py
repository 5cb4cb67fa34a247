"""Letters to many, written part by part: which wait longest, and how far they are.

What they are about is a row of a table with `state`, `due_at` and `tries`; the features that have one say
who is still to be written to, and what.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import ngettext

from eventapp.db import db

LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class View:
    """Letters that are being written, as a page shows them."""

    title: str
    said: str
    percent: int


def view(title: str, people: int, written: int) -> View:
    """Of so many letters, so many are written."""
    said = ngettext(
        "%(done)s of one mail is written.",
        "%(done)s of %(num)s mails are written.",
        people,
        done=written,
    )
    return View(title, said, min(100, round(100 * written / max(1, people))))


def waiting(kind: Any, *, now: datetime) -> int | None:
    """The row that has waited longest for its letters, by number; None when there is none."""
    found: int | None = db.session.scalar(
        db.select(kind.id)
        .where(kind.state == "waiting", kind.due_at <= now)
        .order_by(kind.due_at, kind.id)
        .limit(1)
    )
    return found


def postpone(found: Any, *, now: datetime) -> None:
    """Let others go first when the letters of one can't be written; it is tried again, later each time."""
    found.tries += 1
    minutes: int = 2 ** min(found.tries - 1, 6)
    found.due_at = now + min(timedelta(minutes=minutes), LONGEST_WAIT)
