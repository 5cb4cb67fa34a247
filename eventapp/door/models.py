"""Who came."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


class Arrival(Base):
    """One guest checked in once; undoing it takes the row away.

    Who leaves early has `last_round`, the last round they stay for (0: none).
    """

    __tablename__ = "arrival"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    arrived_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    last_round: Mapped[int | None]

    rsvp: Mapped[Rsvp] = relationship()
    by: Mapped[Person | None] = relationship()


class Visit(Base):
    """A check-in that ended with its place, when a round had begun: the guest is no longer here,
    but sat in the rounds that began before `left_at`."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime]
    last_round: Mapped[int | None]

    rsvp: Mapped[Rsvp] = relationship()
