"""Who is invited to an event: personally, or by one link for many."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, prose, short
from eventapp.events.models import Event

# An event has one link for many: the invitation without an address.
SHARED = text("email IS NULL")
DUE = text("due_at IS NOT NULL")


class Invitation(Base):
    """An invitation to an event, known by the hash of its link; without an address it is for many.

    Who was invited is nobody that this site knows until they answer: their address is forgotten
    with the invitation.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("event_id", "email"),
        CheckConstraint("most IS NULL OR most > 0", name="most_positive"),
        Index(
            "ix_invitation_shared",
            "event_id",
            unique=True,
            sqlite_where=SHARED,
            postgresql_where=SHARED,
        ),
        # The worker looks each minute for letters that are still to be written.
        Index("ix_invitation_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    name: Mapped[short] = mapped_column(default="")
    # What an organizer wrote to them beside the invitation itself.
    note: Mapped[prose] = mapped_column(default="", server_default="")
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    # How many may come by it; None is any number.
    most: Mapped[int | None]
    created_at: Mapped[datetime]
    # When its next letter is to be written; None when there is none to write.
    due_at: Mapped[datetime | None]
    letters: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    # When it was taken back, or the link for many turned off.
    ended_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()

    @property
    def languages(self) -> tuple[str, ...]:
        """Whoever is invited hasn't chosen anything yet: what the event is held in."""
        return (self.event.held_in,)

    @property
    def about(self) -> str:
        """By what its letters are found."""
        return f"invitation:{self.id}"


class InvitationUse(Base):
    """By which invitation somebody answered."""

    __tablename__ = "invitation_use"

    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True
    )
    rsvp_id: Mapped[int] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), primary_key=True, index=True
    )
