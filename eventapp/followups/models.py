"""What remains: the card after the event, whom each wished to hear from, and who said yes to whom."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.rsvps.models import Rsvp


class Card(Base):
    """The follow-up card of one guest who was there."""

    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), unique=True)
    created_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    rsvp: Mapped[Rsvp] = relationship()
    link: Mapped[Link] = relationship()


class Wish(Base):
    """One guest would like to hear from another; never shown to anyone unless both do."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("rsvp_id", "other_id"),
        CheckConstraint("rsvp_id <> other_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    note: Mapped[line] = mapped_column(default="")
    wished_at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship(foreign_keys=[rsvp_id])
    other: Mapped[Rsvp] = relationship(foreign_keys=[other_id])


class Connection(Base):
    """Two people who both said 'keep in touch', after one event; the lower person id first."""

    __tablename__ = "connection"
    __table_args__ = (
        UniqueConstraint("low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="ordered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    high_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    connected_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    low: Mapped[Person] = relationship(foreign_keys=[low_id])
    high: Mapped[Person] = relationship(foreign_keys=[high_id])
