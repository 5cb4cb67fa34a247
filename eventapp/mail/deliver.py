"""Send what waits in the outbox: leased, sent, marked. At least once, never lost.

Nothing is locked while the mail server takes its time. What left is marked four times a second: whoever is
killed in between sends a quarter of a second's letters once more, under the same Message-IDs.
"""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from flask import current_app

from eventapp import clock, measuring, tracing
from eventapp.db import db, reading
from eventapp.mail import bounces, compose, domains, leases, leaving, pictures, refusals
from eventapp.mail.local_mailbox import keep as to_mailbox
from eventapp.mail.models import Message
from eventapp.mail.refusals import NotTaken, Refusal, Verdict
from eventapp.mail.smtp import Conversation

log = structlog.get_logger()
BATCH = 50
# Seconds until what became of letters is written down, and until the rest of a batch is let go: what
# came in meanwhile may be of more hurry.
MARKED_EACH, AT_MOST = 0.25, 30
# So many seconds before it leaves a letter was surely not withdrawn: less than one takes to leave.
FRESH = 0.02
LONGEST_WAIT = timedelta(hours=24)
# When a letter that is held back is looked at again.
LATER = timedelta(hours=1)
# After how long and how many tries it is given up.
LONGEST_TRIED, LEAST_TRIES = timedelta(days=3), 5
# If so many in a row break off, it isn't for what is in them.
BROKEN_OFF = 2
# A letter that the server thinks over keeps one thread; another one goes on, and no more than that:
# the worker has other things to do.
AT_ONCE = threading.BoundedSemaphore(2)
_asked_again = threading.Event()
# Set when the worker is told to end: the letter under way is finished, and no other one begun.
ending = threading.Event()

FAULT = "The letter could not be handed over"

Transport = Callable[[compose.Letter], None]


class Stopped(Exception):
    """Nothing leaves now: no use trying the next letter."""


def deliver_due(limit: int = 1000) -> int:
    """Send every letter that is due, at most `limit`; the number that left."""
    sent = 0
    while AT_ONCE.acquire(blocking=False):
        try:
            _asked_again.clear()
            sent += _deliver(limit)
        finally:
            AT_ONCE.release()
        if not _asked_again.is_set():
            return sent
    # Whoever is at it looks once more for what was posted since.
    _asked_again.set()
    return sent


def _deliver(limit: int) -> int:
    sent = 0
    with closing_transport() as transport:
        for start in range(0, limit, BATCH):
            at_most = min(BATCH, limit - start)
            if ending.is_set() or not leases.any_due() or not (held := _held(at_most)).taken:
                break
            if held.letters:
                batch = _Batch(held.letters, transport, held.refusing)
                try:
                    batch.work_off()
                except Stopped:
                    break
                finally:
                    sent += batch.number
                # Another look: a letter may have waited for one of these.
    return sent


@dataclass(frozen=True)
class _Taken:
    """Letters that may leave, of those that were taken."""

    letters: list[Any]
    taken: int
    # Who has refused before.
    refusing: dict[str, int]


def _held(at_most: int) -> _Taken:
    now = clock.now()
    taken = leases.take(now, at_most)
    leave, wait = domains.paced(taken, now)
    leases.write([letter.id for letter in wait], leased_until=None)
    held_back = current_app.extensions["held_back"](leave)
    leases.write([*held_back], leased_until=None, due_at=now + LATER)
    leave = [letter for letter in leave if letter.id not in held_back]
    refusing = domains.refusing() if leave else {}
    pictures.load(letter.picture for letter in leave)
    db.session.commit()
    return _Taken(leave, len(taken), refusing)


@dataclass
class _Batch:
    """Letters that are held, and what became of those that were tried."""

    left: list[Any]
    transport: Transport
    refusing: dict[str, int]
    number: int = 0
    _read: float = field(default_factory=time.monotonic)
    _waiting: set[int] = field(default_factory=set)
    _sent: list[int] = field(default_factory=list)
    _gone: list[int] = field(default_factory=list)
    _failed: dict[int, dict[str, Any]] = field(default_factory=dict)
    _took: set[str] = field(default_factory=set)
    # For domains that were slowed down meanwhile.
    _set_aside: list[Any] = field(default_factory=list)
    _broken: int = 0
    # What the server said of the addresses that it refused, and those that get no letters.
    _refused: dict[str, Refusal] = field(default_factory=dict)
    _stopped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._waiting.update(letter.id for letter in self.left)
        with reading():
            self._stopped = bounces.stopped(letter.to for letter in self.left)

    def work_off(self) -> None:
        """Try them one by one, as long as they are held; Stopped when it is no use.

        In the end what became of them is written down, and whoever comes next may take the others.
        """
        begun = marked = time.monotonic()
        lease = leases.Held(self.left)
        try:
            with lease:
                while self.left and time.monotonic() < begun + AT_MOST and lease.surely():
                    if ending.is_set():
                        raise Stopped
                    self._try(self.left.pop(0))
                    if time.monotonic() > marked + MARKED_EACH:
                        self._mark()
                        marked = time.monotonic()
        finally:
            lease.let_go([held.id for held in self.left + self._set_aside])
            self._mark()

    def _try(self, held: Any) -> None:
        state, broken, self._broken, letter = "sent", self._broken, 0, held
        if held.to.lower() in self._stopped and held.kind not in bounces.ASKED_FOR:
            self._failed[held.id] = {"state": "failed", "trouble": bounces.STOPPED}
            return
        try:
            letter = self._still_to_send(held)
            if letter is None:
                self._gone.append(held.id)
                return
            with tracing.span("letter", kind=held.kind, request_id=held.request_id):
                self.transport(leaving.letter(letter))
        except NotTaken as error:
            self._broken = broken + 1 if error.broke_off else 0
            state = self._not_taken(letter, error)
        except Exception as error:
            db.session.rollback()
            # Nothing is said to a server that can't be written.
            final = Verdict.FINAL if isinstance(error, ValueError) else Verdict.LATER
            trouble = str(error) if final is Verdict.FINAL else f"{FAULT} ({type(error).__name__})."
            state = self._kept_back(held, trouble, final)
        else:
            self._sent.append(held.id)
            self._took.add(domains.of(letter.to))
        measuring.letter(state, waited=(clock.now() - held.due_at).total_seconds())
        whose = {"id": held.id, "kind": held.kind, "request_id": held.request_id}
        log.info("letter", **whose, state=state, tries=held.tries + 1)

    def _still_to_send(self, held: Any) -> Any:
        """The letter as it leaves; None when it shall not."""
        check = current_app.extensions["mail_checks"].get(held.kind)
        if not self._waits(held):
            return None
        return _checked(held.id, check) if check else held

    def _not_taken(self, letter: Any, error: NotTaken) -> str:
        """What follows for this letter and for the others."""
        found, name, now = refusals.verdict(error), domains.of(letter.to), clock.now()
        if found is Verdict.ALL or self._broken >= BROKEN_OFF:
            self.left.insert(0, letter)
            domains.stop(str(error), now)
            db.session.commit()
            log.warning("mail server takes nothing")
            raise Stopped
        state = self._kept_back(letter, str(error), found)
        if found is Verdict.DOMAIN:
            domains.slow_down(name, str(error), now)
            self._set_aside += [held for held in self.left if domains.of(held.to) == name]
            self.left = [held for held in self.left if domains.of(held.to) != name]
        if found is Verdict.OURS:
            domains.note(name, str(error), now)
        if found is Verdict.FINAL and error.refusal and refusals.about_address(error.refusal):
            self._refused[letter.to] = error.refusal
        if found in {Verdict.DOMAIN, Verdict.OURS}:
            self.refusing[name] = 1
            db.session.commit()
        return state

    def _kept_back(self, letter: Any, trouble: str, found: Verdict) -> str:
        """A final no is final; anything else is tried again, later each time."""
        now, tries = clock.now(), letter.tries
        wait = min(timedelta(minutes=1) * 2 ** min(tries, 11), LONGEST_WAIT)
        values: dict[str, Any] = {"trouble": trouble}
        # Whatever keeps all letters from leaving for days isn't held against one of them.
        given_up = now - letter.created_at > LONGEST_TRIED and tries >= LEAST_TRIES
        if found is Verdict.FINAL or given_up:
            values["state"] = "failed"
        else:
            values["due_at"] = now + wait * random.uniform(0.75, 1.25)
        self._failed[letter.id] = values
        return str(values.get("state", "queued"))

    def _waits(self, held: Any) -> bool:
        """Whether a letter still waits: it may have been withdrawn since it was read, or erased."""
        if time.monotonic() > self._read + FRESH:
            self._read = time.monotonic()
            numbers = [held.id, *(letter.id for letter in self.left)]
            waits = db.select(Message.id).where(Message.id.in_(numbers), Message.state == "queued")
            with reading():
                self._waiting = set(db.session.scalars(waits))
        return held.id in self._waiting

    def _mark(self) -> None:
        tried: dict[str, Any] = {"tries": Message.tries + 1, "leased_until": None}
        leases.write(self._sent, state="sent", sent_at=clock.now(), trouble=None, **tried)
        leases.write(self._gone, state="withdrawn", leased_until=None)
        for number, values in self._failed.items():
            leases.write([number], **values, **tried)
        if self._took and (over := (self._took | {domains.OUR_SERVER}) & self.refusing.keys()):
            domains.taken(over)
        for address, said in self._refused.items():
            bounces.note(address, status=said.status, said=str(said), now=clock.now())
        db.session.commit()
        # Whoever holds one of them sees what became of it.
        db.session.expire_all()
        self.number += len(self._sent)
        self._sent, self._gone, self._failed, self._took = [], [], {}, set()
        self._refused = {}


def _checked(number: int, check: Callable[[Message], bool]) -> Message | None:
    """A letter of a kind that is read anew just before it leaves; None when it shall not.

    Whoever took a consent back must be heard.
    """
    message = db.session.get(Message, number, populate_existing=True)
    leaves = message is not None and message.state == "queued" and check(message)
    if message:
        pictures.load([message.picture])
    # With the words that the check has written anew.
    db.session.commit()
    return message if leaves else None


class closing_transport:
    """One conversation with the mail server for many letters, or the local mailbox; closed at the end."""

    def __enter__(self) -> Transport:
        self.server: Conversation | None = None
        if not current_app.config["SMTP_URL"]:
            return to_mailbox
        self.server = Conversation(
            current_app.config["SMTP_URL"], current_app.config["SMTP_TIMEOUT"]
        )
        return self._smtp

    def __exit__(self, *_exc: object) -> None:
        if self.server:
            self.server.close()

    def _smtp(self, letter: compose.Letter) -> None:
        assert self.server
        self.server.send(letter.envelope or letter.sender, letter.to, leaving.content(letter))
