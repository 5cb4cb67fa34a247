"""Letting go what is due, a part at a time, and noting how many went."""

from collections import Counter
from datetime import datetime

from eventapp.communities.forgotten import log
from eventapp.db import db
from eventapp.retention.rule import Rule

# So many rows go in one transaction, in which nobody else writes.
PART = 500


def any_due(rule: Rule, now: datetime) -> bool:
    """Whether anything is to go by a rule."""
    found = db.select(rule.key).where(rule.due(now)).limit(1)
    return db.session.scalar(found) is not None


def part(rule: Rule, *, now: datetime) -> int:
    """Let some rows go that are due; how many."""
    host = db.null() if rule.community is None else rule.community
    due = rule.due(now)
    rows = db.session.execute(db.select(rule.key, host).where(due).limit(PART)).all()
    # Asked once more of each row: one that somebody has changed meanwhile stays.
    those = db.and_(rule.key.in_([key for key, _host in rows]), due)
    if rule.becomes is None:
        asked = db.delete(rule.of).where(those)
    else:
        asked = db.update(rule.of).where(those).values(dict(rule.becomes))
    gone = db.session.execute(asked.execution_options(synchronize_session=False))
    note(rule, Counter(host for _key, host in rows), now=now)
    return int(gone.rowcount)  # type: ignore[attr-defined]


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
