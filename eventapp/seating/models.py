"""Who sits where in every round."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from eventapp.db import Base, one_of, short
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

RULES = ("together", "apart", "host")


class Plan(Base):
    """A seating plan of an event; a draft until it is published. Versions count from 1."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    version: Mapped[int]
    rounds: Mapped[int]
    seed: Mapped[int]
    figures: Mapped[dict] = mapped_column(JSON)
    bounds: Mapped[dict] = mapped_column(JSON)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    tables: Mapped[list["Table"]] = relationship(
        back_populates="plan", order_by="Table.number", cascade="all, delete-orphan"
    )
    seats: Mapped[list["Seat"]] = relationship(back_populates="plan", cascade="all, delete-orphan")


class Table(Base):
    """A numbered table with its capacity, as one plan uses it."""

    __tablename__ = "table"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    number: Mapped[int]
    capacity: Mapped[int]

    plan: Mapped[Plan] = relationship(back_populates="tables")


class Seat(Base):
    """One guest at one table in one round (rounds count from 1)."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("plan_id", "round", "rsvp_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("table.id", ondelete="CASCADE"), index=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]

    plan: Mapped[Plan] = relationship(back_populates="seats")
    table: Mapped[Table] = relationship()
    rsvp: Mapped[Rsvp] = relationship()


class Rule(Base):
    """What the organizer asked of every plan: two together, two apart, or one hosting a table."""

    __tablename__ = "rule"
    __table_args__ = (
        one_of("kind", RULES),
        UniqueConstraint("event_id", "kind", "rsvp_id", "other_id"),
        CheckConstraint("(kind = 'host') = (number IS NOT NULL)", name="host_has_table"),
        CheckConstraint("(kind = 'host') = (other_id IS NULL)", name="pair_has_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[short]
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"))
    number: Mapped[int | None]
