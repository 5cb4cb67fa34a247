"""What was certified, and whether it still stands."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line, short
from eventapp.programs.models import Enrolment


class WithdrawnBadge(Base):
    """What names a badge that doesn't count any more: it stays when the certificate goes with its holder,
    else their badge would count again. It leads to nobody."""

    __tablename__ = "withdrawn_badge"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[short] = mapped_column(unique=True)


class Certificate(Base):
    """What somebody's certificate says, as it was given: a program that is edited later changes none.

    It keeps its number also when it is issued again with another name, so that a number never leads
    to two names.
    """

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), unique=True
    )
    # By which anybody checks it, as in `7K2M-Q9XD`.
    number: Mapped[short] = mapped_column(unique=True)
    name: Mapped[line]
    program: Mapped[short]
    community: Mapped[short]
    # From the first session to the last, with the clocks of the first.
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    zone: Mapped[short]
    sessions: Mapped[int]
    # In how many of them they were, for so many minutes; whom they met there, and of how many roles.
    there: Mapped[int]
    minutes: Mapped[int]
    people: Mapped[int]
    roles: Mapped[int]
    given_at: Mapped[datetime]
    # Why an organizer gave it by hand.
    why: Mapped[line] = mapped_column(default="")
    # Counts how often it was issued, and when it was for the last time after the first.
    issue: Mapped[int] = mapped_column(default=1)
    reissued_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    reason: Mapped[line] = mapped_column(default="")
    # What names its badge, as it was issued last; it leads nobody to the number.
    badge: Mapped[short] = mapped_column(unique=True, default=lambda: uuid4().urn)

    enrolment: Mapped[Enrolment] = relationship()

    @property
    def valid(self) -> bool:
        """Whether it still stands."""
        return self.revoked_at is None
