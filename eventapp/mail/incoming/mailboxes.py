"""How far a mailbox is read, and which worker reads it: only one at a time."""

from datetime import datetime, timedelta
from typing import Any

from eventapp import rows
from eventapp.db import db
from eventapp.mail.incoming.models import Mailbox

LEASE = timedelta(seconds=90)


def hold(name: str, *, holder: str, now: datetime) -> bool:
    """Take a mailbox, or go on holding it, for a minute and a half; False while another reads it."""
    if db.session.scalar(db.select(Mailbox.id).filter_by(name=name)) is None:
        rows.insert_once(Mailbox(name=name), "name")
    free = db.or_(
        Mailbox.holder == holder, Mailbox.leased_until.is_(None), Mailbox.leased_until < now
    )
    return _write(name, free, holder=holder, leased_until=now + LEASE)


def let_go(name: str, *, holder: str) -> None:
    """Let others read a mailbox at once."""
    _write(name, Mailbox.holder == holder, holder=None, leased_until=None)


def note(name: str, *, holder: str, **values: Any) -> bool:
    """Note how far a mailbox is read, or its trouble; False when another holds it by now."""
    return _write(name, Mailbox.holder == holder, **values)


def position(name: str) -> Any:
    """How far a mailbox is read: `uid_validity`, `last_uid`, `read_at`, and its `trouble`; None if never."""
    columns = Mailbox.uid_validity, Mailbox.last_uid, Mailbox.read_at, Mailbox.trouble
    return db.session.execute(db.select(*columns).where(Mailbox.name == name)).one_or_none()


def _write(name: str, condition: Any, **values: Any) -> bool:
    statement = db.update(Mailbox).where(Mailbox.name == name, condition).values(**values)
    return db.session.scalar(statement.returning(Mailbox.id)) is not None
