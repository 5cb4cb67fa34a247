"""Who has met: two people at one table in one round, both checked in; and how far that is written down."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base, index_of


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


class EventLedger(Base):
    """How far the ledger of an event is written; without a row nothing of it is.

    `rounds` were over when it was written last. It is closed once it was written after the event,
    and to be written again since `changed_at`. Who met until `kept_until` met on another day, before
    the event was moved: that stays, whatever happens on the new one.
    """

    __tablename__ = "event_ledger"
    __table_args__ = (
        index_of("ix_event_ledger_changed_at", "changed_at", where="changed_at IS NOT NULL"),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    rounds: Mapped[int] = mapped_column(default=0, server_default="0")
    closed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]
