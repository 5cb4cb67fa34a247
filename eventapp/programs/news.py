"""A program as feed readers show it: one entry, with its sessions in it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp import clock
from eventapp.db import db
from eventapp.events import atom
from eventapp.events.models import Event
from eventapp.events.news import Together
from eventapp.programs import structured
from eventapp.programs.models import Program, Session


def _join(asked: Select[Any]) -> Select[Any]:
    published = db.and_(Program.id == Session.program_id, Program.published_at.is_not(None))
    return asked.outerjoin(Session, Session.event_id == Event.id).outerjoin(Program, published)


def entries(programs: Collection[int]) -> dict[int, atom.Entry]:
    """The entry of each of some programs, by its id; two queries."""
    if not programs:
        return {}
    found = db.session.scalars(
        db.select(Program)
        .where(Program.id.in_(programs))
        .options(
            db.joinedload(Program.community),
            db.selectinload(Program.sessions).joinedload(Session.event),
        )
    )
    return {program.id: _entry(program) for program in found}


def _entry(program: Program) -> atom.Entry:
    url = structured.address(program.community.slug, program.slug)
    published = program.published_at or program.created_at
    off = program.cancelled_at is not None
    events = [
        event
        for session in program.sessions
        if (event := session.event).published_at and event.listed and not event.cancelled_at
    ]
    changes: list[datetime] = [
        published,
        *(session.event.revised_at for session in program.sessions),
    ]
    return atom.Entry(
        # It stays whatever becomes of the program's title and address (RFC 4151).
        id=f"tag:{urlsplit(url).hostname},{program.created_at.year}:program/{program.id}",
        title=_("Cancelled: %(title)s", title=program.title) if off else program.title,
        summary="\n".join(filter(None, [program.summary, *map(_line, events)])),
        url=url,
        published_at=published,
        updated_at=max([*changes, *filter(None, [program.cancelled_at])]),
    )


def _line(event: Event) -> str:
    day = clock.short_day(event.starts_at, event.zone)
    hours = clock.hours(event.starts_at, event.ends_at, event.zone)
    return ", ".join(filter(None, [f"{day}, {hours}: {event.title}", event.where]))


TOGETHER = Together(
    join=_join,
    columns=(
        Program.id.label("together"),
        Program.title.label("program"),
        Program.summary.label("program_summary"),
        Program.slug.label("program_slug"),
        db.type_coerce(Program.cancelled_at, db.String).label("program_cancelled_at"),
    ),
    entries=entries,
)
