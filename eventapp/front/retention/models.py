"""Whose contact data goes from a community, and when."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base
from eventapp.people.models import Person


class ContactEnd(Base):
    """Whoever reads the mail of an address, and when what a community knows of them goes.

    Noted a day before at least, so that nobody goes without having stood in the preview; taken away
    when they come again, or when the community keeps for longer.
    """

    __tablename__ = "contact_end"
    __table_args__ = (UniqueConstraint("community_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    goes_at: Mapped[datetime] = mapped_column(index=True)

    community: Mapped[Community] = relationship()
    person: Mapped[Person] = relationship()
