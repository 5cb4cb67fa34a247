"""What an organizer asks beside the usual."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Role
from eventapp.db import Base, line, one_of, short
from eventapp.events.models import Event
from eventapp.rsvps.questions.asked import KINDS, Condition


class Question(Base):
    """One question of an event. One that was taken away stays with the answers that were given."""

    __tablename__ = "question"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[short]
    label: Mapped[line]
    help: Mapped[line] = mapped_column(default="")
    # What can be chosen, in order; empty where nothing is chosen from.
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    required: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Asked of this role alone; a role goes only while nobody came as it, and its questions with it.
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id", ondelete="CASCADE"))
    # Asked only where another question was answered so.
    after_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    after_value: Mapped[line] = mapped_column(default="")
    on_badge: Mapped[bool] = mapped_column(default=False, server_default=false())
    in_mix: Mapped[bool] = mapped_column(default=False, server_default=false())
    removed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    role: Mapped[Role | None] = relationship()

    @property
    def condition(self) -> Condition:
        """When it is asked."""
        return Condition(self.id, self.role_id, self.after_id, self.after_value)
