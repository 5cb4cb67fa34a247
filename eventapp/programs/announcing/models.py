"""A letter to everybody of a program, or to who follows a series, as work that the worker does."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, one_of, short
from eventapp.events.series.models import EventSeries
from eventapp.programs.models import Program

KINDS = ("program-off", "program-on", "program-moved", "runs-again", "next-date")


class ProgramAnnouncement(Base):
    """What everybody of a program is told, or who follows a series: written with the change itself, the letters part by part.

    `said` is what each kind needs to know of the change, and `people` how many are to hear of it. The
    letters are for those who were there then, up to `until`, and reach up to `cursor`. One that a newer
    one replaces stays unfinished.
    """

    __tablename__ = "program_announcement"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", ("waiting", "done", "replaced")),
        CheckConstraint("(program_id IS NULL) <> (series_id IS NULL)", name="of_one"),
        Index("ix_program_announcement_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int | None] = mapped_column(
        ForeignKey("program.id", ondelete="CASCADE"), index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("event_series.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[short]
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    people: Mapped[int]
    until: Mapped[int]
    cursor: Mapped[int] = mapped_column(default=0)
    written: Mapped[int] = mapped_column(default=0)
    state: Mapped[short] = mapped_column(default="waiting")
    # How often its letters could not be written, and when that is tried again.
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]

    # One of them, as its kind has it.
    program: Mapped[Program] = relationship()
    series: Mapped[EventSeries] = relationship()
