"""What the worker lets go: by the rules, and beside the tables."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog

from eventapp import clock
from eventapp.db import db, reading
from eventapp.mail import local_mailbox
from eventapp.mail.jobs import in_parts
from eventapp.retention import raw_file, sweeping
from eventapp.retention.rule import HOUR, MINUTE, MONTH, Rule
from eventapp.retention.rules import RULES

log = structlog.get_logger()
# Seconds between parts, in which others write.
PAUSE = 0.1
# Seconds for one rule at a time.
AT_MOST = 15
# When each was last looked at by this process: one that begins looks at once.
_looked: dict[str, datetime] = {}


def sweep_by_the_clock() -> int:
    """Let go what is due by the rules whose turn it is; how many rows."""
    return sweep(tuple(_its_turn(clock.now())))


def tidy_hourly() -> None:
    """Let go what lies beside the tables: old letters of the local mailbox, and what SQLite's log has."""
    now = clock.now()
    if _is_time("", now, HOUR):
        local_mailbox.forget_before(now - MONTH)
        raw_file.end_log()


def sweep(rules: tuple[Rule, ...] = RULES) -> int:
    """Let go what is due, by each rule for itself: one that fails doesn't hold up the others."""
    went = 0
    for rule in rules:
        try:
            went += let_go(rule)
        except Exception:
            db.session.rollback()
            log.exception("retention", kind=rule.kind)
    return went


def let_go(rule: Rule) -> int:
    """Let everything go that is due by a rule, part by part; how many rows."""
    now = clock.now()
    with reading():
        if not sweeping.any_due(rule, now):
            return 0
        due = sweeping.due_now(rule, now) if rule.by else None
    if due is None:
        went = _in_parts(rule, now)
    else:
        in_parts(lambda: _done(rule), pause=PAUSE)
        due.subtract(sweeping.due_now(rule, now))
        sweeping.note(rule, +due, now=now)
        db.session.commit()
        went = (+due).total()
    log.info("gone", kind=rule.kind, number=went)
    return went


def _in_parts(rule: Rule, now: datetime) -> int:
    """A great many, as after an upgrade, are for several minutes: other chores wait for their turn."""
    until = time.monotonic() + AT_MOST
    went = in_parts(
        lambda: sweeping.part(rule, now=now), pause=PAUSE, ended=lambda: time.monotonic() > until
    )
    if time.monotonic() > until:
        _looked.pop(rule.kind, None)
    return went


def _done(rule: Rule) -> int:
    number = rule.by() if rule.by else 0
    return number if isinstance(number, int) else 0


def _its_turn(now: datetime) -> Iterator[Rule]:
    return (rule for rule in RULES if _is_time(rule.kind, now, rule.every))


def _is_time(what: str, now: datetime, every: timedelta) -> bool:
    last = _looked.get(what)
    # The clock may have been put back.
    if last and every > MINUTE and abs(now - last) < every:
        return False
    _looked[what] = now
    return True
