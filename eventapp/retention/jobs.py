"""What the worker lets go: by the rules, and beside the tables."""

import time
from collections.abc import Callable, Iterator
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
    went = _by_its_job(rule, rule.by, now) if rule.by else _in_parts(rule, _part(rule, now))
    log.info("gone", kind=rule.kind, number=went)
    return went


def _by_its_job(rule: Rule, by: Callable[[], object], now: datetime) -> int:
    """What a job lets go says it only for all of its rules together: each is counted before and after."""
    rules = [rule, *(one for one in RULES if one.by is by and one is not rule)]
    with sweeping.alone(min(one.kind for one in rules)) as mine:
        if not mine:
            return 0
        with reading():
            before = [sweeping.due_now(one, now) for one in rules]
        _in_parts(rule, lambda: _number(by()))
        for one, due in zip(rules, before, strict=True):
            due.subtract(sweeping.due_now(one, now))
            sweeping.note(one, +due, now=now)
        db.session.commit()
    return (+before[0]).total()


def _in_parts(rule: Rule, part: Callable[[], int]) -> int:
    """A great many, as after an upgrade, are for several minutes: other chores wait for their turn."""
    until = time.monotonic() + AT_MOST
    went = in_parts(part, pause=PAUSE, ended=lambda: time.monotonic() > until)
    if time.monotonic() > until:
        _looked.pop(rule.kind, None)
    return went


def _part(rule: Rule, now: datetime) -> Callable[[], int]:
    return lambda: sweeping.part(rule, now=now)


def _number(said: object) -> int:
    return said if isinstance(said, int) else 0


def _its_turn(now: datetime) -> Iterator[Rule]:
    return (rule for rule in RULES if _is_time(rule.kind, now, rule.every))


def _is_time(what: str, now: datetime, every: timedelta) -> bool:
    last = _looked.get(what)
    # The clock may have been put back.
    if last and every > MINUTE and abs(now - last) < every:
        return False
    _looked[what] = now
    return True
