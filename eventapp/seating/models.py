"""Who sits where in every round."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import JSON

from eventapp.db import Base, line, one_of, short
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs.models import Program
from eventapp.rsvps.models import Rsvp

RULES = ("together", "apart", "host")
ORIGINS = ("mix", "hand", "door")
AIMS = ("roles", "stages", "industries", "organizations", "new_faces", "asks", "answers")
KINDS = ("mix", "improve", "series")
STATES = ("waiting", "running", "done", "stopped", "stale", "failed")


class Plan(Base):
    """A seating plan of an event; a draft until it is published. Versions count from 1.

    `origin` says how it came to be: by a mix, by hand from a published plan, or at the door.
    """

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("event_id", "version"), one_of("origin", ORIGINS))

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    version: Mapped[int]
    rounds: Mapped[int]
    seed: Mapped[int]
    origin: Mapped[short] = mapped_column(default="mix", server_default="mix")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    bounds: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    tables: Mapped[list["Table"]] = relationship(
        back_populates="plan", order_by="Table.number", cascade="all, delete-orphan"
    )
    seats: Mapped[list["Seat"]] = relationship(back_populates="plan", cascade="all, delete-orphan")


class Table(Base):
    """A numbered table with its capacity, as one plan uses it.

    From the round `closed_from` on nobody sits there.
    """

    __tablename__ = "table"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    number: Mapped[int]
    capacity: Mapped[int]
    closed_from: Mapped[int | None]

    plan: Mapped[Plan] = relationship(back_populates="tables")


class Seat(Base):
    """One guest at one table in one round (rounds count from 1); a locked one stays as it is."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("plan_id", "round", "rsvp_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    table_id: Mapped[int] = mapped_column(ForeignKey("table.id", ondelete="CASCADE"), index=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    locked: Mapped[bool] = mapped_column(default=False, server_default=false())

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


class Step(Base):
    """One thing done to a draft, kept so that it can be undone and done again.

    `changes` holds before and after of everything it touched, by number and never by name, so
    that an erased person leaves nothing here. An undone step waits to be done again until another
    one takes its place. Steps count from 1.
    """

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[short]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    plan: Mapped[Plan] = relationship()


class Aims(Base):
    """How much each aim counts for the tables of an event: 0 off, 1 a little, 2 normal, 3 a lot."""

    __tablename__ = "aims"
    __table_args__ = tuple(
        CheckConstraint(f"{aim} BETWEEN 0 AND 3", name=f"{aim}_level") for aim in AIMS
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    roles: Mapped[int] = mapped_column(default=2)
    stages: Mapped[int] = mapped_column(default=2)
    industries: Mapped[int] = mapped_column(default=0)
    organizations: Mapped[int] = mapped_column(default=2)
    new_faces: Mapped[int] = mapped_column(default=2)
    asks: Mapped[int] = mapped_column(default=2)
    # What the organizer asked and lets count: see `Question.in_mix`.
    answers: Mapped[int] = mapped_column(default=2, server_default="2")


class Search(Base):
    """A longer search for better tables, which the worker makes while its page tells how far it is.

    For one event, or for all sessions to come of a program. `seen` is the mark of the board it
    began from, `done` runs from 0 to 1, `figures` are those of the best plan so far.
    """

    __tablename__ = "search"
    __table_args__ = (
        one_of("kind", KINDS),
        one_of("state", STATES),
        CheckConstraint("(event_id IS NULL) <> (program_id IS NULL)", name="one_subject"),
        CheckConstraint("(kind = 'series') = (program_id IS NOT NULL)", name="series_of_program"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    program_id: Mapped[int | None] = mapped_column(
        ForeignKey("program.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[short]
    state: Mapped[short] = mapped_column(default="waiting")
    seconds: Mapped[int]
    seed: Mapped[int]
    seen: Mapped[short]
    # For a program: whether sessions whose tables are published are planned anew as well.
    anew: Mapped[bool] = mapped_column(default=False, server_default=false())
    done: Mapped[float] = mapped_column(default=0.0)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    stopping: Mapped[bool] = mapped_column(default=False)
    said: Mapped[line] = mapped_column(default="")
    started_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    event: Mapped[Event | None] = relationship()
    program: Mapped[Program | None] = relationship()
    by: Mapped[Person | None] = relationship()
