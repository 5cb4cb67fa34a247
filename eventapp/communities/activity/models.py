"""Who did what at a community's desk."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, short
from eventapp.people.models import Person


class Activity(Base):
    """One thing that was changed: by whom, when, and what it was about, without a word about guests."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_community_id", "community_id", "id"),
        Index("ix_activity_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    # Nobody for a device at the door, and for whoever was erased since.
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    # What an organizer called the device, or the token of a program.
    device: Mapped[short] = mapped_column(default="")
    # The name of what was asked for, as routes have it.
    what: Mapped[short]
    # The address part of the event, program or series, and the number of what was changed in it;
    # of somebody of the team, what they may and the person's number.
    about: Mapped[short] = mapped_column(default="")
    number: Mapped[int | None]
    at: Mapped[datetime]

    community: Mapped[Community] = relationship()
    person: Mapped[Person | None] = relationship()
