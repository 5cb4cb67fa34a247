"""What an organizer corrected about who sat where."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, one_of, short
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

KINDS = ("joined", "sat", "absent")


class SeatCorrection(Base):
    """One thing that was otherwise than check-ins and tables tell, in one round; until it is undone.

    Two tables were joined (`table_number`, `other_table`), one guest sat at another table or was there after
    all (`table_number`), or wasn't there.
    """

    __tablename__ = "seat_correction"
    __table_args__ = (
        one_of("kind", KINDS),
        CheckConstraint("(kind = 'joined') = (rsvp_id IS NULL)", name="about_one_guest"),
        CheckConstraint("(kind = 'absent') = (table_number IS NULL)", name="has_table"),
        CheckConstraint("(kind = 'joined') = (other_table IS NOT NULL)", name="joined_has_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    round: Mapped[int]
    kind: Mapped[short]
    rsvp_id: Mapped[int | None] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    table_number: Mapped[int | None]
    other_table: Mapped[int | None]
    made_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    event: Mapped[Event] = relationship()
    rsvp: Mapped[Rsvp | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
