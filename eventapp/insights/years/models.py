"""What is kept of an event for pictures over many of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base, index_of


class EventFigures(Base):
    """An event that is over, counted once (`counting.counted`), so that no page reads the ledger.

    No person stands in it. It is counted again at `due_at`: cards are answered and tables corrected
    for some weeks.
    """

    __tablename__ = "event_figures"
    __table_args__ = (index_of("ix_event_figures_due_at", "due_at", where="due_at IS NOT NULL"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    counted: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
