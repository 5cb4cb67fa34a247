"""What came in about an answer: the last that a calendar said, and mail that people wrote."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line, prose, short
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

HELD = text("done_at IS NULL")


class CalendarReply(Base):
    """The last that a guest's calendar said that was taken: an older one, or the same, changes nothing."""

    __tablename__ = "calendar_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    partstat: Mapped[short]
    sequence: Mapped[int]
    stamp: Mapped[datetime]


class GuestMail(Base):
    """Mail of a person: theirs whose RSVP it is, or held until an organizer has looked at it.

    `why` says why it is held, empty for words that went on to the organizers. Without an event it
    waits for whoever runs this site. `received_id` is what came in: it is kept once.
    """

    __tablename__ = "guest_mail"
    __table_args__ = (
        Index("ix_guest_mail_held", "event_id", sqlite_where=HELD, postgresql_where=HELD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    received_id: Mapped[int] = mapped_column(unique=True)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    rsvp_id: Mapped[int | None] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    sender: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[line]
    subject: Mapped[line]
    why: Mapped[prose]
    text: Mapped[prose]
    at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    event: Mapped[Event | None] = relationship()
    rsvp: Mapped[Rsvp | None] = relationship()
    done_by: Mapped[Person | None] = relationship()
