"""Whom an event is for, and how many places are held for them: by role, and by career stage."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table
from sqlalchemy.schema import SchemaItem

from eventapp.db import Base


def _quota() -> tuple[SchemaItem, ...]:
    """At least so many places are held for them, and at most so many are given to them."""
    possible = "least >= 0 AND (most IS NULL OR most >= least)"
    return (
        Column("least", Integer, nullable=False, default=0, server_default="0"),
        Column("most", Integer),
        CheckConstraint(possible, name="quota_possible"),
    )


event_role = Table(
    "event_role",
    Base.metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
    *_quota(),
)

# The same by career stage, where that is asked for.
event_stage = Table(
    "event_stage",
    Base.metadata,
    Column("event_id", ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
    Column("stage", String(80), primary_key=True),
    *_quota(),
)
