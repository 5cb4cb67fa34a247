"""The same program run again: its other runs, with their dates."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func

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


def runs_of(program: Program) -> ColumnElement[bool]:
    """Which programs are runs of the same one, itself among them."""
    first = program.family
    found: ColumnElement[bool] = db.or_(Program.id == first, Program.first_id == first)
    return found


def others(program: Program) -> list[Run]:
    """The published other runs of a program with at least one session, in their order; one query."""
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
            runs_of(program),
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
