"""Noting who did what: whoever is let in at a desk to change something is noted by what commits it.

A desk lets somebody in by one of a few functions; each calls `note`. Nothing is written then, since most
of what is refused or only looked at is never committed, and a long search ends its transaction in
between. The row joins whichever transaction the request commits: so it is there with the change, or
neither is.
"""

from dataclasses import dataclass

from flask import g, has_request_context, request
from sqlalchemy import event
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
    written: bool = False


def note(community_id: int, person: Person | None, *, device: str = "") -> None:
    """Remember who is let in to change something in this request; the first word counts."""
    if request.method not in SAFE and "doing" not in g:
        g.doing = Doing(community_id, person.id if person else None, device)


def init() -> None:
    """Let every commit of a request write down what it does."""
    if not event.contains(db.session, "before_commit", _write):
        event.listen(db.session, "before_commit", _write)


def _write(session: Session) -> None:
    # A savepoint may still be taken back.
    if not has_request_context() or session.in_nested_transaction():
        return
    doing: Doing | None = g.get("doing")
    if doing is None or doing.written:
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
