"""When an event's door is asked about its tables, and what was left as it is."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base


class ReseatQuestion(Base):
    """The organizer's time for 'five are missing: re-seat?', and the gaps that were left last.

    `minutes` count from the start of the event, below 0 before it; None is the usual time, a while
    before each round.
    """

    __tablename__ = "reseat_question"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    minutes: Mapped[int | None]
    # As `question.Gaps` has them; empty as long as nothing was left.
    left: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
