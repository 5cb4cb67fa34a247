"""Send the news that are due: leased, sent, noted. At least once, never lost, in no certain order.

Nothing is locked while somebody's server takes its time, and endpoints don't wait for one another. What
an endpoint doesn't take is tried later, and the rest for it waits, too: so one that is down is asked
once at a time. Whoever is killed in between sends some once more, under the same `webhook-id`.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import SimpleQueue
from typing import Any, cast

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, Table, Update

from eventapp import clock
from eventapp.db import db, reading, release
from eventapp.mail.outbox import one_line
from eventapp.webhooks import actions, backoff, client, letters, signing
from eventapp.webhooks.models import WebhookDelivery, WebhookEndpoint

log = structlog.get_logger()
# So many at once for one endpoint, and endpoints at once.
IN_A_ROW, SIDE_BY_SIDE = 10, 8
# Seconds after which nothing more of a batch is begun: well before its lease runs out.
AT_MOST, LEASE = 60, timedelta(minutes=5)
# How long the rest waits for an endpoint that has just failed.
REST = timedelta(minutes=1)
SAID = 200
KEPT = cast(Table, WebhookDelivery.__table__)


@dataclass(frozen=True)
class Sending:
    """A delivery that is held, with all that sending it takes."""

    id: int
    endpoint: int
    address: str
    message_id: str
    body: bytes
    secrets: tuple[bytes, ...]
    tries: int


# What became of one: None where it wasn't tried.
Noted = tuple[Sending, client.Answer | None]


def any_due() -> bool:
    """Whether there is anything to send, looked up without keeping anybody from writing."""
    with reading():
        due = db.select(WebhookDelivery.id).join(WebhookDelivery.endpoint).where(*_due(clock.now()))
        return db.session.scalar(due.limit(1)) is not None


def deliver_some() -> int:
    """Send some of what is due, of each endpoint a few; how many arrived."""
    taken = _take(clock.now())
    db.session.commit()
    release()
    arrived = 0
    rows: dict[int, list[Sending]] = defaultdict(list)
    for one in taken:
        rows[one.endpoint].append(one)
    done: SimpleQueue[Noted] = SimpleQueue()
    ends, trusted = time.monotonic() + AT_MOST, current_app.config["WEBHOOK_HOSTS"]
    with ThreadPoolExecutor(SIDE_BY_SIDE, "webhooks") as pool:
        for row in rows.values():
            pool.submit(_in_turn, row, trusted, ends, done.put)
        for _one in taken:
            sending, answer = done.get()
            _note(sending, answer, now=clock.now())
            db.session.commit()
            arrived += bool(answer and answer.taken)
    return arrived


def _in_turn(
    row: list[Sending], trusted: frozenset[str], ends: float, done: Callable[[Noted], None]
) -> None:
    """Send one endpoint's deliveries, until one isn't taken; each is given to `done` for certain."""
    well = True
    for one in row:
        answer = None
        if well and time.monotonic() < ends:
            answer = _sent(one, trusted)
            well = answer.taken
        done((one, answer))


def _sent(one: Sending, trusted: frozenset[str]) -> client.Answer:
    try:
        signed = signing.headers(one.message_id, one.body, secrets=one.secrets, at=clock.now())
        more = {"Content-Type": "application/json", "User-Agent": "eventapp-webhooks"}
        return client.post(one.address, one.body, signed | more, trusted=trusted)
    except Exception:
        log.exception("webhook", id=one.id)
        return client.Answer(trouble="connection")


def _due(now: datetime) -> list[ColumnElement[bool]]:
    return [
        WebhookDelivery.state == "waiting",
        WebhookDelivery.due_at <= now,
        db.or_(WebhookDelivery.leased_until.is_(None), WebhookDelivery.leased_until < now),
        WebhookEndpoint.state == "on",
    ]


def _take(now: datetime) -> list[Sending]:
    """What is due, a few of each endpoint, held for a while: a crash lets it go again."""
    order = WebhookDelivery.due_at, WebhookDelivery.id
    place = db.func.row_number().over(partition_by=WebhookDelivery.endpoint_id, order_by=order)
    placed = (
        db.select(WebhookDelivery.id, place.label("place"))
        .join(WebhookDelivery.endpoint)
        .where(*_due(now))
        .subquery()
    )
    first = db.select(placed.c.id).where(placed.c.place <= IN_A_ROW)
    found = db.session.scalars(
        db.select(WebhookDelivery)
        .join(WebhookDelivery.endpoint)
        .options(db.contains_eager(WebhookDelivery.endpoint))
        # Asked once more: somebody else may have taken it since.
        .where(WebhookDelivery.id.in_(first), *_due(now))
        .order_by(*order)
        .limit(IN_A_ROW * SIDE_BY_SIDE)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
        .execution_options(populate_existing=True)
    ).all()
    for one in found:
        one.leased_until = now + LEASE
    return [_sending(one, now) for one in found]


def _sending(one: WebhookDelivery, now: datetime) -> Sending:
    to, key = one.endpoint, current_app.config["SECRET_KEY"]
    secrets = [signing.secret(key, to.nonce)]
    if to.old_nonce and to.old_until and to.old_until > now:
        secrets.append(signing.secret(key, to.old_nonce))
    return Sending(
        one.id, to.id, to.address, one.message_id, one.payload.encode(), tuple(secrets), one.tries
    )


def _note(one: Sending, answer: client.Answer | None, *, now: datetime) -> None:
    """Write down what became of a delivery, and what follows for its endpoint."""
    if answer is None:
        db.session.execute(_ours(one).values(leased_until=None, due_at=now + REST))
        return
    values: dict[str, Any] = {
        "tries": one.tries + 1,
        "tried_at": now,
        "leased_until": None,
        "status": answer.status,
        "answer": one_line(answer.said.decode("utf-8", "replace"))[:SAID],
        "trouble": answer.trouble,
    }
    endpoint = db.session.get(
        WebhookEndpoint, one.endpoint, populate_existing=True, with_for_update=True
    )
    if answer.taken:
        values["state"] = "delivered"
    elif (at := _later(one, now)) is None:
        values["state"] = "failed"
    else:
        values["due_at"] = at
    db.session.execute(_ours(one).values(**values))
    log.info("webhook", id=one.id, status=answer.status, trouble=answer.trouble)
    if endpoint:
        _follow(endpoint, answer, now=now)


GONE = 410


def _later(one: Sending, now: datetime) -> datetime | None:
    return backoff.next_try(one.tries + 1, now=now, chance=random.random())


def _follow(endpoint: WebhookEndpoint, answer: client.Answer, *, now: datetime) -> None:
    """Note whether an endpoint takes news; off with it when it asks for none, or takes none for days."""
    if answer.taken:
        endpoint.failing_since = None
        return
    endpoint.failing_since = endpoint.failing_since or now
    gone = answer.status == GONE
    if endpoint.state != "off" and (
        gone or backoff.failed_for_days(endpoint.failing_since, now=now)
    ):
        actions.switch_off(endpoint, "gone" if gone else "failing")
        letters.tell_owners(endpoint, now=now)


def _ours(one: Sending) -> Update:
    """The row of a delivery, as long as nobody has sent it since it was taken."""
    ours: Update = db.update(KEPT).where(
        KEPT.c.id == one.id, KEPT.c.tries == one.tries, KEPT.c.state == "waiting"
    )
    return ours
