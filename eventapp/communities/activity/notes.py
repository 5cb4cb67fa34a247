"""Noting who did what: whoever is let in at a desk to change something is noted by what commits it.

A desk lets somebody in by one of a few functions; each calls `note`. Nothing is written then, since most
of what is refused or only looked at is never committed, and a long search ends its transaction in
between. The row joins whichever transaction the request commits: so it is there with the change, or
neither is.
"""

from dataclasses import dataclass
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import Session

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.db import db
from eventapp.people.models import Person

SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass
class Doing:
    """What this request is about to change, until it is written down."""

    community_id: int
    person_id: int | None
    device: str
    changed: bool = False
    written: bool = False


def note(community_id: int, person: Person | None, *, device: str = "") -> None:
    """Remember who is let in to change something in this request; the first word counts."""
    if request.method not in SAFE and "doing" not in g:
        g.doing = Doing(community_id, person.id if person else None, device)


def init() -> None:
    """Let every commit of a request write down what it does."""
    if not event.contains(db.session, "before_commit", _write):
        event.listen(db.session, "before_commit", _write)
        event.listen(Engine, "after_cursor_execute", _notice)


def _notice(
    _connection: Connection,
    cursor: DBAPICursor,
    _statement: str,
    _parameters: Any,
    context: DefaultExecutionContext | None,
    _many: bool,  # noqa: FBT001 - the engine calls it so
) -> None:
    """Whether a statement changed a row, however it was sent."""
    doing: Doing | None = g.get("doing") if has_request_context() else None
    if doing is None or context is None:
        return
    if context.isinsert or ((context.isupdate or context.isdelete) and cursor.rowcount != 0):
        doing.changed = True


def _write(session: Session) -> None:
    # A savepoint may still be taken back.
    if not has_request_context() or session.in_nested_transaction():
        return
    doing: Doing | None = g.get("doing")
    if doing is None or doing.written:
        return
    session.flush()
    # Pressed twice, or for nothing: then there is nothing to tell.
    if not doing.changed:
        return
    doing.written = True
    given = request.view_args or {}
    about = given.get("event") or given.get("program") or ""
    session.add(
        Activity(
            community_id=doing.community_id,
            person_id=doing.person_id,
            device=doing.device[:80],
            what=(request.endpoint or "")[:80],
            about=str(about)[:80],
            number=given.get("number"),
            at=clock.now(),
        )
    )
