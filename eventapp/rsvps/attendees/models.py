"""What a community's team keeps about somebody who came or wants to: notes and tags."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, prose, short
from eventapp.people.models import Person


class PersonNote(Base):
    """What one organizer wrote down about a person for the others; no guest ever sees it."""

    __tablename__ = "person_note"
    __table_args__ = (Index("ix_person_note_person_community", "person_id", "community_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    # None is somebody who was erased since.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    text: Mapped[prose]
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


class PersonTag(Base):
    """A word by which a community finds some of its people again."""

    __tablename__ = "person_tag"
    __table_args__ = (
        UniqueConstraint("community_id", "person_id", "word"),
        Index("ix_person_tag_person_community", "person_id", "community_id"),
        Index("ix_person_tag_community_word", "community_id", "word"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    word: Mapped[short]
