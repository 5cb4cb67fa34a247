"""Which events came from somewhere else."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base


class ImportedEvent(Base):
    """An event that came in with a file, by what the file knows it by: so it comes in once.

    One with `past_at` had taken place before it came here: nobody is written to because of it.
    """

    __tablename__ = "imported_event"
    __table_args__ = (UniqueConstraint("community_id", "key"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    # A digest: calendars name events by whatever they like.
    key: Mapped[str] = mapped_column(String(64))
    past_at: Mapped[datetime | None]
    imported_at: Mapped[datetime]
