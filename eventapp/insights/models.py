"""Pictures as they were last drawn: made once by the worker, shown to everybody who looks."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, prose, short
from eventapp.events.models import Event


class LookBack(Base):
    """What was made of one event: its headlines and what to do next time, beside its pictures.

    `stamp` is that of the rows it was last compared with. `marks` are those of its guests, without
    saying whose: so it is known of how many the data differ now. `held_back`: something changed since,
    of too few people to be shown.
    """

    __tablename__ = "look_back"

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    stamp: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    held_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    marks: Mapped[list[Any]] = mapped_column(JSON)
    headlines: Mapped[list[Any]] = mapped_column(JSON)
    suggestions: Mapped[list[Any]] = mapped_column(JSON)

    event: Mapped[Event] = relationship()


class KeptPicture(Base):
    """One picture of an event; without drawings it is hidden, and `content` has the reason."""

    __tablename__ = "kept_picture"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[short]
    place: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    wide: Mapped[prose] = mapped_column(default="")
    narrow: Mapped[prose] = mapped_column(default="")
