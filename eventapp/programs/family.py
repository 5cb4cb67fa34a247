"""The same program run again: its other runs, with their dates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.programs.models import Program, Session


@dataclass(frozen=True)
class Run:
    """Another run of a program that everybody may see."""

    slug: str
    title: str
    cohort: str
    zone: str
    starts_at: datetime
    ends_at: datetime


def others(program: Program) -> list[Run]:
    """The published other runs of a program with at least one session, in their order; one query."""
    first = program.first_id or program.id
    begins = func.min(Event.starts_at).label("starts_at")
    rows = db.session.execute(
        db.select(
            Program.slug,
            Program.title,
            Program.cohort,
            func.min(Event.zone).label("zone"),
            begins,
            func.max(Event.ends_at).label("ends_at"),
        )
        .join(Session, Session.program_id == Program.id)
        .join(Event, Event.id == Session.event_id)
        .where(
            db.or_(Program.id == first, Program.first_id == first),
            Program.id != program.id,
            Program.community_id == program.community_id,
            Program.published_at.is_not(None),
            Program.cancelled_at.is_(None),
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
            Event.visibility != "invited",
        )
        .group_by(Program.id, Program.slug, Program.title, Program.cohort)
        .order_by(begins, Program.id)
        .limit(12)
    )
    return [Run(**row._mapping) for row in rows]
