"""Invitations to help in a community, until they are answered or have run out."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import RIGHTS, Community
from eventapp.db import Base, one_of, short
from eventapp.people.models import Person


class TeamInvitation(Base):
    """A right that waits for whoever reads the mail of an address to say yes; its link is kept as a hash."""

    __tablename__ = "team_invitation"
    __table_args__ = (UniqueConstraint("community_id", "email"), one_of("right", RIGHTS))

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    first_name: Mapped[short]
    right: Mapped[short]
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    # Who sent it last: it is worth something while they own the community.
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    by: Mapped[Person | None] = relationship()

    def open(self, now: datetime) -> bool:
        """Whether somebody may still say yes."""
        return self.accepted_at is None and now < self.expires_at
