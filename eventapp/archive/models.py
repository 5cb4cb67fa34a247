"""Archives that are being made or brought in, and their files for a day."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, Work, one_of, prose, short
from eventapp.people.models import Person

WAYS = ("out", "in")
STATES = ("waiting", "running", "done", "stopped", "failed")
_KEPT = text("kept")


class Archive(Work):
    """A community on its way out or in. `done` of its `parts` are; `kept` while its file is there.

    One that comes in has no community before it is in; whoever sent it owns that from then on.
    """

    __tablename__ = "archive"
    __table_args__ = (
        one_of("way", WAYS),
        one_of("state", STATES),
        # What is asked each minute: whose files are to be forgotten.
        Index("ix_archive_kept", "made_at", sqlite_where=_KEPT, postgresql_where=_KEPT),
    )

    way: Mapped[short]
    community_id: Mapped[int | None] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    done: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=1)
    size: Mapped[int] = mapped_column(default=0)
    said: Mapped[prose] = mapped_column(default="")
    # What its sentences are in.
    language: Mapped[short] = mapped_column(default="")
    kept: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]

    community: Mapped[Community | None] = relationship()
    by: Mapped[Person | None] = relationship()


class ArchiveFile(Base):
    """The file of an archive, for a day; one that comes in goes as soon as it is in."""

    __tablename__ = "archive_file"

    archive_id: Mapped[int] = mapped_column(
        ForeignKey("archive.id", ondelete="CASCADE"), primary_key=True
    )
    body: Mapped[bytes] = mapped_column(LargeBinary)
