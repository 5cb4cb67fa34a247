"""Somebody wants to hear of the next run."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, short
from eventapp.people.models import Person
from eventapp.programs.models import Program


class Interest(Base):
    """A wish to hear of the next run of a program; it counts once whoever reads the address said yes."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("program_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # The first run, whichever of them was asked about.
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Its link, for letters, as a hash.
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    # When they had the letter that they asked for.
    told_at: Mapped[datetime | None]

    program: Mapped[Program] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def languages(self) -> tuple[str, ...]:
        """What is written to them is in the first of these that we ship."""
        return (self.person.language, *self.program.languages)
