"""Whom somebody doesn't want to sit with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line
from eventapp.people.models import Person


class Avoidance(Base):
    """Somebody sits at no table with somebody else, at all events of a community.

    `said` is whom they named, as their page showed it or as they typed it. Who is meant is `other`,
    once they were chosen; until then typed words hold for whoever has that name or address, unless
    an organizer dismissed them.
    """

    __tablename__ = "avoidance"
    __table_args__ = (
        UniqueConstraint("community_id", "person_id", "key"),
        CheckConstraint("person_id <> other_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    said: Mapped[line]
    # What makes it the same when it is said twice: who was chosen, or what was typed.
    key: Mapped[line]
    said_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    other: Mapped[Person | None] = relationship(foreign_keys=[other_id])
