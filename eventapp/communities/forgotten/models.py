"""How many of which kind went on a day."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, short

OF_SITE = text("community_id IS NULL")


class Forgotten(Base):
    """What of one kind went on one day (UTC), from one community or from the site: a number, and nobody's."""

    __tablename__ = "forgotten"
    __table_args__ = (
        Index("uq_forgotten_community", "community_id", "day", "kind", unique=True),
        Index(
            "uq_forgotten_site",
            "day",
            "kind",
            unique=True,
            sqlite_where=OF_SITE,
            postgresql_where=OF_SITE,
        ),
        CheckConstraint("number > 0", name="number_counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    # As it began.
    day: Mapped[datetime]
    kind: Mapped[short]
    number: Mapped[int]

    community: Mapped[Community | None] = relationship()
