"""What remains: the card after the event, whom each wished to hear from, and who said yes to whom."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, index_of, line, one_of, prose, short
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.rsvps.models import Rsvp


class Card(Base):
    """The follow-up card of one guest who was there."""

    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), unique=True)
    created_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    rsvp: Mapped[Rsvp] = relationship()
    link: Mapped[Link] = relationship()


class Wish(Base):
    """One guest would like to hear from another; never shown to anyone unless both do."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("rsvp_id", "other_id"),
        CheckConstraint("rsvp_id <> other_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    note: Mapped[line] = mapped_column(default="")
    # What the other gets if it is mutual: the address, and a number and a link as they were typed.
    by_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    phone: Mapped[short] = mapped_column(default="", server_default="")
    web: Mapped[line] = mapped_column(default="", server_default="")
    wished_at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship(foreign_keys=[rsvp_id])
    other: Mapped[Rsvp] = relationship(foreign_keys=[other_id])


class Connection(Base):
    """Two people who both said 'keep in touch', after one event; the lower person id first."""

    __tablename__ = "connection"
    __table_args__ = (
        UniqueConstraint("low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="ordered"),
        index_of("ix_connection_to_nudge", "connected_at", where="nudged_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    high_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    connected_at: Mapped[datetime]
    # When both were asked whether they met again.
    nudged_at: Mapped[datetime | None]
    # When one of the two took their yes back before both letters had left: no page shows it any more.
    stopped_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    low: Mapped[Person] = relationship(foreign_keys=[low_id])
    high: Mapped[Person] = relationship(foreign_keys=[high_id])


class SharedContact(Base):
    """What one of two who are in touch chose to share with the other, and the line written to them.

    Their address is looked up when it is shown; a number and a link stay as they were chosen.
    """

    __tablename__ = "shared_contact"
    __table_args__ = (UniqueConstraint("connection_id", "rsvp_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id", ondelete="CASCADE"))
    # Who shares it: their answer to the event where both said yes.
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    by_mail: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[short] = mapped_column(default="")
    web: Mapped[line] = mapped_column(default="")
    note: Mapped[line] = mapped_column(default="")

    connection: Mapped[Connection] = relationship()
    rsvp: Mapped[Rsvp] = relationship()


class Hello(Base):
    """One guest scanned another's badge at the event: on the card of who scanned, on nobody else's."""

    __tablename__ = "hello"
    __table_args__ = (
        UniqueConstraint("rsvp_id", "other_id"),
        CheckConstraint("rsvp_id <> other_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    said_at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship(foreign_keys=[rsvp_id])
    other: Mapped[Rsvp] = relationship(foreign_keys=[other_id])


class IntroductionBatch(Base):
    """Up to which set time the introductions of an event are made; one row for each event."""

    __tablename__ = "introduction_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    made_for: Mapped[datetime]

    event: Mapped[Event] = relationship()


class Feedback(Base):
    """What a guest says of an evening: two taps and a line, shown to organizers without a name."""

    __tablename__ = "feedback"
    __table_args__ = (one_of("met", ("", "yes", "no")), one_of("again", ("", "yes", "no")))

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    # Whether they met somebody they would talk to again, and whether they would come again.
    met: Mapped[short] = mapped_column(default="")
    again: Mapped[short] = mapped_column(default="")
    words: Mapped[prose] = mapped_column(default="")
    answered_at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship()


class Nudge(Base):
    """One of two people who were introduced is asked whether they met again; the other never hears of it."""

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("connection_id", "rsvp_id"),
        one_of("answer", ("", "yes", "not_yet", "no_more")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    connection_id: Mapped[int] = mapped_column(ForeignKey("connection.id", ondelete="CASCADE"))
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    answer: Mapped[short] = mapped_column(default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    connection: Mapped[Connection] = relationship()
    rsvp: Mapped[Rsvp] = relationship()
