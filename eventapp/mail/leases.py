"""Which letters are due, and which of them somebody holds who is sending them."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Table

from eventapp import clock
from eventapp.db import db, reading
from eventapp.mail.models import Message

LEASE = timedelta(minutes=2)
# Written to as a table: no letter of the session has to be looked through for each statement.
KEPT = cast(Table, Message.__table__)


def any_due() -> bool:
    """Looked up on SQLite without keeping anybody from writing: mostly there is nothing to do."""
    if db.engine.dialect.name != "sqlite":
        return True
    with reading():
        return db.session.scalar(_one_due(), {"now": clock.now()}) is not None


def take(now: datetime, at_most: int) -> list[Any]:
    """The next letters that are due, held for two minutes: a crash lets them go again."""
    given = {"now": now, "at_most": at_most, "until": now + LEASE}
    due = db.session.execute(_leasing(), given)
    return sorted(due, key=lambda letter: (letter.due_at, letter.id))


# Statements are built once: that takes as long as running them.
def _due() -> Any:
    now = db.bindparam("now")
    free = db.or_(Message.leased_until.is_(None), Message.leased_until < now)
    return db.select(Message.id).where(Message.state == "queued", Message.due_at <= now, free)


@cache
def _one_due() -> Any:
    return _due().limit(1)


@cache
def _leasing() -> Any:
    # As an expression of its own it is looked up only once, however PostgreSQL plans the rest.
    next_ones = (
        _due()
        .order_by(Message.due_at, Message.id)
        .limit(db.bindparam("at_most", type_=db.Integer))
        .with_for_update(skip_locked=True)
        .cte("next_ones")
    )
    found = KEPT.c.id.in_(db.select(next_ones.c.id))
    return db.update(KEPT).where(found).values(leased_until=db.bindparam("until")).returning(KEPT)


def write(numbers: list[int], **values: Any) -> None:
    """Note the same of several letters."""
    if numbers:
        db.session.execute(db.update(KEPT).where(KEPT.c.id.in_(numbers)).values(**values))
