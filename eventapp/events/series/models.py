"""A series of events, and which events are its dates."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, line, prose, short
from eventapp.events.models import Event


class EventSeries(Base):
    """Events that are held again and again under one name; whoever comes answers each by itself."""

    __tablename__ = "event_series"
    __table_args__ = (UniqueConstraint("community_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    slug: Mapped[short]
    title: Mapped[short]
    summary: Mapped[line] = mapped_column(default="")
    description: Mapped[prose] = mapped_column(default="")
    created_at: Mapped[datetime]

    community: Mapped[Community] = relationship()
    dates: Mapped[list["SeriesDate"]] = relationship(
        back_populates="series", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """What is said of all of it is in the first of these that we ship: its last event's, its community's."""
        last = self.events[-1:]
        return (*(one.language for one in last), self.community.language)

    @property
    def events(self) -> list[Event]:
        """Its events in order of time."""
        return sorted((one.event for one in self.dates), key=lambda one: (one.starts_at, one.id))

    @property
    def public(self) -> bool:
        """Whether it is there for everybody: as soon as one of its dates is listed."""
        return any(one.published_at and one.listed for one in self.events)

    def announced(self, now: datetime) -> list[Event]:
        """Its dates to come that everybody sees, in order of time."""
        return [
            one
            for one in self.events
            if one.published_at and one.listed and not one.cancelled_at and not one.over(now)
        ]


class SeriesDate(Base):
    """An event is one date of a series, and of no other."""

    __tablename__ = "series_date"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    series_id: Mapped[int] = mapped_column(
        ForeignKey("event_series.id", ondelete="CASCADE"), index=True
    )

    series: Mapped[EventSeries] = relationship(back_populates="dates")
    event: Mapped[Event] = relationship()
