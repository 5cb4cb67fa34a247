"""Whether a worker is at work: once a minute it says so in the database, where every machine sees it.

It is said by the sweep, when all other chores are done and letters come next. So it stays away, too, when
nothing is asked of the queue, when the queue gives nothing to anybody, and while all threads hang.
"""

from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import ScalarSelect, Table
from sqlalchemy.dialects import postgresql, sqlite

from eventapp import clock, tokens
from eventapp.config import is_loopback
from eventapp.db import db
from eventapp.mail.models import Heartbeat, Message

WORKER = "worker"
# A sweep may be late behind another one; two of them are not.
PATIENCE = timedelta(seconds=150)
KEPT = cast(Table, Heartbeat.__table__)


def beat() -> None:
    """Note that a worker is at work, and by which settings."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    new = insert(KEPT).values(name=WORKER, heard_at=clock.now(), settings=_settings())
    changed = {name: new.excluded[name] for name in ("heard_at", "settings")}
    db.session.execute(new.on_conflict_do_update(index_elements=["name"], set_=changed))


def last_heard() -> datetime | None:
    """When a worker was last heard of, whichever it was."""
    heard: datetime | None = db.session.scalar(
        db.select(KEPT.c.heard_at).where(KEPT.c.name == WORKER)
    )
    return heard


def set_otherwise() -> list[str]:
    """The settings that the worker last heard of has otherwise than whoever asks, by name.

    With another key nothing else can be compared.
    """
    theirs = db.session.scalar(db.select(KEPT.c.settings).where(KEPT.c.name == WORKER)) or {}
    otherwise = [name for name, ours in _settings().items() if theirs.get(name, ours) != ours]
    return ["SECRET_KEY"] if "SECRET_KEY" in otherwise else otherwise


def _settings() -> dict[str, str]:
    """What pages and workers must have alike: a letter's links are the worker's, its answers the pages'."""
    has = current_app.config
    base = has["BASE_URL"]
    values = {
        "SECRET_KEY": "",
        # Whoever tries things out here may do so at another port each time.
        "BASE_URL": "local" if is_loopback(urlsplit(base).hostname or "") else base,
        "REDIS_URL": bool(has["REDIS_URL"]),
    }
    return {
        name: tokens.fingerprint(has["SECRET_KEY"], f"setting {name} {value}")
        for name, value in values.items()
    }


def trouble(now: datetime) -> str | None:
    """Why nobody sends letters, for whoever runs this site; None while a worker does."""
    heard = last_heard()
    if heard is None:
        return "no worker was ever heard of: is one running?"
    # Heard of in the future, when the clock was put back: nobody knows until the next minute.
    if abs(now - heard) > PATIENCE:
        return f"no worker was heard of since {heard:%Y-%m-%d %H:%M} UTC: it is gone, or hangs."
    return None


def letters_wait_since(now: datetime) -> ScalarSelect[datetime | None]:
    """Since when letters wait because no worker is at work, to be asked with more; None while one is, or none waits."""
    at_work = db.select(KEPT.c.name).where(
        KEPT.c.name == WORKER, KEPT.c.heard_at.between(now - PATIENCE, now + PATIENCE)
    )
    waits = db.select(db.func.min(Message.due_at)).where(
        Message.state == "queued", Message.due_at < now - PATIENCE, ~at_work.exists()
    )
    since: ScalarSelect[datetime | None] = waits.scalar_subquery()
    return since
