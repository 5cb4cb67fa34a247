"""How the cards of an event go out, and what an organizer changed in them before."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, one_of, short
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

# By themselves the morning after, at a moment that was chosen, or when somebody has looked at them.
MODES = ("morning", "at", "review")
# Of a guest: gets no card, or has a line that is passed on to nobody. Of two: no suggestion about the
# other on the card of the one, or one that quotes nothing.
CHANGES = ("card", "ask", "offer", "none", "hello")


class CardSending(Base):
    """When the cards of one event go out, and how far that is; without one, the morning after."""

    __tablename__ = "card_sending"
    __table_args__ = (
        one_of("mode", MODES),
        CheckConstraint("mode <> 'at' OR sends_at IS NOT NULL", name="moment_chosen"),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    mode: Mapped[short] = mapped_column(default="morning")
    sends_at: Mapped[datetime | None]
    # When somebody pressed 'send', until all are written.
    asked_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    # How many have a card when all are written.
    people: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()


class CardChange(Base):
    """One thing that an organizer left out of the cards, or put in other words."""

    __tablename__ = "card_change"
    __table_args__ = (
        UniqueConstraint("rsvp_id", "other_id", "what"),
        one_of("what", CHANGES),
        CheckConstraint("(other_id IS NOT NULL) = (what IN ('none', 'hello'))", name="about_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[short]
    changed_at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship(foreign_keys=[rsvp_id])
