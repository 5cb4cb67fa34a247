"""Events in a row, under one enrolment."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, index_of, line, one_of, prose, short
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.people.names import full_name

STATES = ("enrolled", "waitlisted", "cancelled")


def _by_time() -> list[Any]:
    """Sessions are in order of when they are; the numbers they were made with decide a tie."""
    starts = select(Event.starts_at).where(Event.id == Session.event_id)
    return [starts.correlate(Session).scalar_subquery(), Session.position]


class Program(Base):
    """A training program: sessions in a row, each an event of its own."""

    __tablename__ = "program"
    __table_args__ = (
        UniqueConstraint("community_id", "slug"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
        index_of("ix_program_to_certify", "published_at", where="certified_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    slug: Mapped[short]
    title: Mapped[short]
    summary: Mapped[line] = mapped_column(default="")
    description: Mapped[prose] = mapped_column(default="")
    capacity: Mapped[int | None]
    # Who took part in so many sessions gets a certificate: None is all but one, 0 is nobody.
    certificate_sessions: Mapped[int | None]
    certified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="program", order_by=_by_time, cascade="all, delete-orphan"
    )


class Session(Base):
    """The place of an event in a program."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("program_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    # In which it was made; it counts only between sessions at the same moment.
    position: Mapped[int]

    program: Mapped[Program] = relationship(back_populates="sessions")
    event: Mapped[Event] = relationship()


class Enrolment(Base):
    """One person's place in a program; holds an RSVP for each of its sessions to come."""

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("program_id", "person_id"), one_of("state", STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), unique=True)
    state: Mapped[short]
    turn: Mapped[int]
    # What was answered on joining: a place that frees later seats the guest with it.
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    certified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    program: Mapped[Program] = relationship()
    person: Mapped[Person] = relationship()
    link: Mapped[Link] = relationship()

    @property
    def first_name(self) -> str:
        """As given for this program."""
        return str(self.answers["first_name"])

    @property
    def last_name(self) -> str:
        """As given for this program."""
        return str(self.answers.get("last_name", ""))

    @property
    def name(self) -> str:
        """First and last name as given for this program."""
        return full_name(self.first_name, self.last_name)


class RepeatedEnrolment(Base):
    """An enrolment typed once more with the name and address of one that is there; holds nothing.

    Whoever typed it gets a page like anybody's; see `Repeat` of the RSVPs.
    """

    __tablename__ = "repeated_enrolment"
    __table_args__ = (one_of("state", STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), index=True
    )
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"), unique=True)
    state: Mapped[short]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]

    first: Mapped[Enrolment] = relationship()
    link: Mapped[Link] = relationship()

    def shown(self) -> Enrolment:
        """As pages show an enrolment: one that is in no table, and never will be."""
        return Enrolment(
            program=self.first.program,
            person=self.first.person,
            link=self.link,
            state=self.state,
            answers=self.answers,
        )
