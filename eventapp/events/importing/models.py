"""Which events came from somewhere else."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base
from eventapp.events.models import Event


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
    # The entry of a calendar that it came of, also a digest, and when that said that it takes place.
    source: Mapped[str | None] = mapped_column(String(64))
    said_start: Mapped[datetime | None]
    said_end: Mapped[datetime | None]

    event: Mapped[Event] = relationship()

    def differs(self, starts_at: datetime, ends_at: datetime, *, cancelled: bool) -> str:
        """What became of it at its source since: `moved`, `called_off`, or nothing.

        Nothing where our event says the same; and what was only changed here is no news.
        """
        if self.event.cancelled_at:
            return ""
        if cancelled:
            return "called_off"
        there, ours = (starts_at, ends_at), (self.event.starts_at, self.event.ends_at)
        said = (self.said_start or ours[0], self.said_end or ours[1])
        return "moved" if there not in (said, ours) else ""
