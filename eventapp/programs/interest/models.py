"""Somebody wants to hear of a program's next run, or of the next date of a series."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, short
from eventapp.events.series.models import EventSeries
from eventapp.people.models import Person
from eventapp.programs.models import Program


class Interest(Base):
    """A wish to hear of the next run of a program, or of the next date of a series of events.

    It counts once whoever reads the address said yes.
    """

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("program_id", "person_id"),
        UniqueConstraint("series_id", "person_id"),
        CheckConstraint("(program_id IS NULL) <> (series_id IS NULL)", name="of_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The first run, whichever of them was asked about.
    program_id: Mapped[int | None] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("event_series.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Its link, for letters, as a hash.
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # When they had the letter that they asked for.
    told_at: Mapped[datetime | None]

    program: Mapped[Program | None] = relationship()
    series: Mapped[EventSeries | None] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def of(self) -> Program | EventSeries:
        """What it is about."""
        found = self.program or self.series
        assert found is not None  # `of_one`
        return found

    @property
    def community(self) -> Community:
        """Who holds it."""
        return self.of.community

    @property
    def languages(self) -> tuple[str, ...]:
        """What is written to them is in the first of these that we ship."""
        return (self.person.language, *self.of.languages)
