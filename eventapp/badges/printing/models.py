"""What was printed when, by whom, and which badge lies where on which sheet."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, Work, one_of, prose
from eventapp.door.models import DoorPass, called
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

STATES = ("waiting", "running", "done", "stopped", "failed", "withdrawn")
_KEPT = text("kept")


class PrintRun(Work):
    """Badges printed in one go. `choices` says how they are drawn; `sheets` of them `drawn` so far.

    `kept`: file and words are still there. Withdrawn: it never came out of the printer, so that its badges count as not printed.
    """

    __tablename__ = "print_run"
    __table_args__ = (
        one_of("state", STATES),
        # What is asked each minute: whose words and file are to be forgotten.
        Index("ix_print_run_kept", "made_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_pass_id: Mapped[int | None] = mapped_column(ForeignKey("door_pass.id", ondelete="SET NULL"))
    stock: Mapped[str] = mapped_column(String(80))
    per_sheet: Mapped[int]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[int]
    sheets: Mapped[int]
    drawn: Mapped[int] = mapped_column(default=0)
    said: Mapped[prose] = mapped_column(default="")
    kept: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    by: Mapped[Person | None] = relationship()
    by_pass: Mapped[DoorPass | None] = relationship()

    @property
    def by_whom(self) -> str:
        """What whoever printed is called; empty when it isn't known any more."""
        return called(self.by, self.by_pass)


class PrintedBadge(Base):
    """One badge of a run: on which label it lies, counted from the first of the first sheet, and
    the mark of what it says. `badge` is all of it, forgotten with the file after a day."""

    __tablename__ = "printed_badge"

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("print_run.id", ondelete="CASCADE"), index=True)
    rsvp_id: Mapped[int | None] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[int]
    mark: Mapped[str] = mapped_column(String(64))
    badge: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    run: Mapped[PrintRun] = relationship()
    rsvp: Mapped[Rsvp | None] = relationship()


class PrintFile(Base):
    """The PDF of a run, for a day."""

    __tablename__ = "print_file"

    run_id: Mapped[int] = mapped_column(
        ForeignKey("print_run.id", ondelete="CASCADE"), primary_key=True
    )
    body: Mapped[bytes] = mapped_column(LargeBinary)
