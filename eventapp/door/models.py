"""Who came."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line, one_of, short
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

KINDS = ("in", "out", "walk-in")


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


class DoorReport(Base):
    """Something that was pressed at a door: in, out again, or a walk-in. Each is kept once.

    `at` is when it was pressed, `received_at` when it got here. What could not be done as it was
    pressed stays a conflict until `seen_at`; only until then is the name of a walk-in kept here.
    A press counts until `ended_at`, when the place or the day ended that it was about.
    """

    __tablename__ = "door_report"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        one_of("kind", KINDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    # Made where it was pressed, so that sending it again is known.
    key: Mapped[str] = mapped_column(String(36))
    kind: Mapped[short]
    rsvp_id: Mapped[int | None] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    # The order in which one device pressed, for what has the same time.
    number: Mapped[int] = mapped_column(BigInteger, default=0)
    received_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    outcome: Mapped[short] = mapped_column(default="done")
    name: Mapped[line] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    rsvp: Mapped[Rsvp | None] = relationship()
    by: Mapped[Person | None] = relationship()
