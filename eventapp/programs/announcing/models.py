"""A letter to everybody of a program, as work that the worker does."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, one_of, short
from eventapp.programs.models import Program

KINDS = ("program-off", "program-on", "program-moved", "runs-again")


class ProgramAnnouncement(Base):
    """What everybody of a program is told: written with the change itself, the letters part by part.

    `said` is what each kind needs to know of the change, and `people` how many are to hear of it. The
    letters are for those who were there then, up to `until`, and reach up to `cursor`. One that a newer
    one replaces stays unfinished.
    """

    __tablename__ = "program_announcement"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", ("waiting", "done", "replaced")),
        Index("ix_program_announcement_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(
        ForeignKey("program.id", ondelete="CASCADE"), index=True
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

    program: Mapped[Program] = relationship()
