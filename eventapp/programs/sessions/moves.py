"""A session at another time than its program announced: the pages say from when it was moved."""

from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.programs.models import Session


def note(event: Event, before: datetime) -> None:
    """Keep when a session was to begin, once it begins at another time than people were told.

    The first time counts that was public; back at it, nothing was moved. An event of its own and a
    draft have nothing to note.
    """
    mine = db.select(Session).where(Session.event_id == event.id)
    session: Session | None = db.session.scalar(mine)
    if session is None or not event.published_at or not session.program.published_at:
        return
    first = session.moved_from or before
    session.moved_from = None if first == event.starts_at else first
