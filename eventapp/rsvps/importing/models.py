"""A list on its way in, and what a community corrected of earlier ones."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, Work, one_of, prose
from eventapp.events.models import Event
from eventapp.people.models import Person

COMING_IN = ("waiting", "running", "done", "stopped", "failed")


class LongList(Work):
    """A list on its way in that is too long for one request: the worker brings it in part by part.

    `file` and `chosen` are what the page of a list sends; they are forgotten when it is over.
    """

    __tablename__ = "long_list"
    __table_args__ = (one_of("state", COMING_IN),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    file: Mapped[prose]
    chosen: Mapped[list[Any]] = mapped_column(JSON)
    # How many people it is about, and how many of them are still to come; None until it was read.
    people: Mapped[int | None]
    left: Mapped[int | None]
    brought: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Who came in with a whole list and is still to be written to, by RSVP.
    to_write: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    # Who of it was erased meanwhile, by the fingerprint of their address.
    erased: Mapped[list[Any]] = mapped_column(JSON, default=list)
    said: Mapped[prose] = mapped_column(default="")
    started_at: Mapped[datetime]

    event: Mapped[Event] = relationship()
    by: Mapped[Person | None] = relationship()


class RememberedMapping(Base):
    """How a community read a list otherwise than it would be by itself, for the next from its source.

    The source is known by its headings, of which only a digest is kept.
    """

    __tablename__ = "remembered_mapping"
    __table_args__ = (UniqueConstraint("community_id", "headings"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    headings: Mapped[str] = mapped_column(String(64))
    corrected: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime]

    community: Mapped[Community] = relationship()
