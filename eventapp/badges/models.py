"""What an event's badges don't bear."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.badges.fields import FIELDS
from eventapp.db import Base, one_of, short


class LeftOff(Base):
    """A field that the badges of an event don't bear; without any they bear all."""

    __tablename__ = "badge_left_off"
    __table_args__ = (one_of("field", FIELDS),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    field: Mapped[short] = mapped_column(primary_key=True)
