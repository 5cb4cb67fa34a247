"""Who has met: two people at one table in one round, both checked in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base


class Encounter(Base):
    """One meeting of two people; the lower person id comes first."""

    __tablename__ = "encounter"
    __table_args__ = (
        UniqueConstraint("event_id", "round", "low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="ordered"),
        # Who of a few people has met whom, and when, is told by this index alone.
        Index("ix_encounter_pair", "low_id", "high_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    round: Mapped[int]
    table: Mapped[int]
    low_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    high_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    met_at: Mapped[datetime]
