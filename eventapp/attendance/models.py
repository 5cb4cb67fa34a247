"""What somebody said about who was at a session, where check-ins don't tell."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line, one_of, short
from eventapp.people.models import Person
from eventapp.programs.models import Session

# Was there though not checked in; is excused; was not there though checked in; caught up elsewhere.
STATES = ("there", "excused", "absent", "elsewhere")


class Attendance(Base):
    """One session of one person, as it was corrected by hand, with a reason."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "person_id"), one_of("state", STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[short]
    reason: Mapped[line]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    said_at: Mapped[datetime]

    session: Mapped[Session] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    by: Mapped[Person | None] = relationship(foreign_keys=by_id)
