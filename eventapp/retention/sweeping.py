"""Letting go what is due, a part at a time, and noting how many went."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from eventapp.communities.forgotten import log
from eventapp.db import db
from eventapp.retention.rule import Rule


def any_due(rule: Rule, now: datetime) -> bool:
    """Whether anything is to go by a rule."""
    found = db.select(rule.key).where(rule.due(now)).limit(1)
    return db.session.scalar(found) is not None


def part(rule: Rule, *, now: datetime) -> int:
    """Let some rows go that are due; how many."""
    host = db.null() if rule.community is None else rule.community
    due = rule.due(now)
    rows = db.session.execute(db.select(rule.key, host).where(due).limit(rule.part)).all()
    # Asked once more of each row: one that somebody has changed meanwhile stays.
    those = db.and_(rule.key.in_([key for key, _host in rows]), due)
    if rule.becomes is None:
        asked = db.delete(rule.of).where(those)
    else:
        asked = db.update(rule.of).where(those).values(dict(rule.becomes))
    # Another worker may have been first.
    unread = {"synchronize_session": False}
    gone = db.session.scalars(asked.returning(rule.key), execution_options=unread).all()
    hosts: dict[Any, int | None] = dict(rows)
    note(rule, Counter(hosts[key] for key in gone), now=now)
    return len(gone)


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether no other worker is at something of this name, nor will be meanwhile."""
    if db.engine.dialect.name != "postgresql":
        # Who runs the site on SQLite has one worker.
        yield True
        return
    # On a connection of its own: what is done meanwhile is committed part by part.
    with db.engine.begin() as beside:
        number = db.func.hashtext(f"retention {name}")
        yield bool(beside.scalar(db.select(db.func.pg_try_advisory_xact_lock(number))))


def due_now(rule: Rule, now: datetime) -> Counter[int | None]:
    """How many are to go by a rule, by community."""
    host = db.null() if rule.community is None else rule.community
    found = db.select(host.label("host")).select_from(rule.table).where(rule.due(now)).subquery()
    counted = db.select(found.c.host, db.func.count()).group_by(found.c.host)
    return Counter(dict(db.session.execute(counted).all()))


def note(rule: Rule, gone: Counter[int | None], *, now: datetime) -> None:
    """Write down how many went, unless it is this very log's."""
    for host, number in gone.items():
        if rule.table.name != "forgotten":
            log.note(rule.kind, host, number, now=now)
