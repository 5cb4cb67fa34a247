"""What organizers write for the letters about one event."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line, prose, short
from eventapp.events.models import Event


class LetterWords(Base):
    """Subject and opening words of one kind of letter, with placeholders in braces; empty is as usual."""

    __tablename__ = "letter_words"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[short]
    subject: Mapped[line] = mapped_column(default="")
    opening: Mapped[prose] = mapped_column(default="")
    changed_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
