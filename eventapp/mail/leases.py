"""Which letters are due, and which of them somebody holds who is sending them.

Letters about one RSVP leave in the order in which they were written: each waits until every older one
has left, failed for good or been withdrawn. So whatever happens to one of them, the last that arrives
is the one that is true.
"""

import threading
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Self, cast

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, Table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import aliased

from eventapp import clock
from eventapp.db import db, reading
from eventapp.mail import domains
from eventapp.mail.models import Message

log = structlog.get_logger()
# A lease lasts so many times as long as the mail server may take for one answer, and is renewed that often.
RENEWALS = 4
# Written to as a table: no letter of the session has to be looked through for each statement.
KEPT = cast(Table, Message.__table__)
# A link to sign in waits for nothing.
IN_ORDER = "rsvp:%"


def any_due() -> bool:
    """Looked up on SQLite without keeping anybody from writing: mostly there is nothing to do."""
    if db.engine.dialect.name != "sqlite":
        return True
    with reading():
        return db.session.scalar(_one_due(), _at(clock.now())) is not None


def take(now: datetime, at_most: int) -> list[Any]:
    """The next letters that are due, held for a while: a crash lets them go again."""
    given = _at(now) | {"at_most": at_most, "until": now + lease()}
    due = db.session.execute(_leasing(), given)
    return sorted(due, key=lambda letter: (letter.rank, letter.due_at, letter.id))


def _at(now: datetime) -> dict[str, Any]:
    return {"now": now, "soon": now + domains.MINUTE}


def lease() -> timedelta:
    """How long a letter is held unless it is renewed: two minutes, or what the mail server's patience asks."""
    return timedelta(seconds=RENEWALS * current_app.config["SMTP_TIMEOUT"])


class Held:
    """Letters that are held as long as the block lasts, however slow the mail server is.

    A thread of its own renews their lease; when this process dies, it ends.
    """

    def __init__(self, letters: Collection[Any]) -> None:
        self._numbers = [letter.id for letter in letters]
        self._until: datetime = max(letter.leased_until for letter in letters)
        self._lease, self._engine = lease(), db.engine
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="leases", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._over.set()
        self._thread.join()

    def surely(self) -> bool:
        """Whether nobody else can have taken them: whoever was held up may have lost them."""
        return clock.now() < self._until

    def let_go(self, numbers: list[int]) -> None:
        """Leave letters to whoever comes next; those that somebody else holds by now stay theirs."""
        ours = KEPT.c.id.in_(numbers), KEPT.c.leased_until == self._until
        if numbers:
            db.session.execute(db.update(KEPT).where(*ours).values(leased_until=None))

    def _renew(self) -> None:
        while not self._over.wait(self._lease.total_seconds() / RENEWALS):
            until = clock.now() + self._lease
            ours = KEPT.c.id.in_(self._numbers), KEPT.c.leased_until == self._until
            try:
                with self._engine.begin() as connection:
                    connection.execute(db.update(KEPT).where(*ours).values(leased_until=until))
            except SQLAlchemyError:
                # It is tried again well before the lease runs out.
                log.warning("lease not renewed")
            else:
                self._until = until


# Statements are built once: that takes as long as running them.
def _due() -> Any:
    now = db.bindparam("now")
    free = db.or_(Message.leased_until.is_(None), Message.leased_until < now)
    takes = domains.takes_more(Message.to, now, db.bindparam("soon"))
    due = db.select(Message.id).where(Message.state == "queued", Message.due_at <= now, free, takes)
    return due.where(db.or_(Message.about.not_like(IN_ORDER), ~_elder_waits(now)))


def _elder_waits(now: Any) -> ColumnElement[bool]:
    """Whether an older letter about the same may still leave: one withdrawn while it is held, too."""
    elder = aliased(Message)
    found: ColumnElement[bool] = (
        db.select(elder.id)
        .where(elder.about == Message.about, elder.id < Message.id)
        .where(db.or_(elder.state == "queued", elder.leased_until >= now))
        .exists()
    )
    return found


@cache
def _one_due() -> Any:
    return _due().limit(1)


@cache
def _leasing() -> Any:
    # As an expression of its own it is looked up only once, however PostgreSQL plans the rest.
    next_ones = (
        _due()
        .order_by(Message.rank, Message.due_at, Message.id)
        .limit(db.bindparam("at_most", type_=db.Integer))
        .with_for_update(skip_locked=True)
        .cte("next_ones")
    )
    found = KEPT.c.id.in_(db.select(next_ones.c.id))
    held = {"leased_until": db.bindparam("until"), "in_reply_to": _answered()}
    return db.update(KEPT).where(found).values(held).returning(KEPT)


def _answered() -> Any:
    """The Message-ID that a letter answers: the first about the same that left, if any did.

    By the time a letter is held it is settled which of the older ones those are.
    """
    first = KEPT.alias()
    sent = (
        db.select(first.c.message_id)
        .where(first.c.about == KEPT.c.about, first.c.id < KEPT.c.id, first.c.state == "sent")
        .order_by(first.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return db.case((KEPT.c.about.like(IN_ORDER), sent), else_=KEPT.c.in_reply_to)


def write(numbers: list[int], **values: Any) -> None:
    """Note the same of several letters."""
    if numbers:
        db.session.execute(db.update(KEPT).where(KEPT.c.id.in_(numbers)).values(**values))
