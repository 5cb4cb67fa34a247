"""Half an hour that two who were introduced have agreed on."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line
from eventapp.followups.models import Connection


class Meeting(Base):
    """One half-hour, in the calendars of both; moved it keeps its UID, called off it is done with."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("sequence >= 0", name="sequence_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    connection_id: Mapped[int] = mapped_column(
        ForeignKey("connection.id", ondelete="CASCADE"), index=True
    )
    uid: Mapped[line] = mapped_column(unique=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # Where: a place, or a link to a call.
    words: Mapped[line] = mapped_column(default="")
    # SEQUENCE and DTSTAMP of the last invite, and the ORGANIZER as an RSVP keeps it (`own_addresses`).
    sequence: Mapped[int] = mapped_column(default=0)
    stamped_at: Mapped[datetime]
    organizer: Mapped[line]
    # Who chose the time, and who called it off.
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    connection: Mapped[Connection] = relationship()

    def stands(self, now: datetime) -> bool:
        """Whether the two still have it before them."""
        return self.cancelled_at is None and now < self.ends_at

    def held(self, now: datetime) -> bool:
        """Whether its time is over and nobody called it off."""
        return self.cancelled_at is None and self.ends_at <= now
