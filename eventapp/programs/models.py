"""Events in a row, under one enrolment."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, false, select, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community, Role
from eventapp.db import Base, index_of, line, one_of, prose, short
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.people.names import full_name

STATES = ("enrolled", "waitlisted", "cancelled")
KINDS = ("trainer", "host")


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
    for_whom: Mapped[prose] = mapped_column(default="", server_default="")
    takes_away: Mapped[prose] = mapped_column(default="", server_default="")
    price_note: Mapped[line] = mapped_column(default="", server_default="")
    # The language it is held in, as a tag like `de`; empty is that of the site.
    language: Mapped[short] = mapped_column(default="", server_default="")
    # What tells the same program's runs apart, such as 'Spring 2027'.
    cohort: Mapped[short] = mapped_column(default="", server_default="")
    # The first run of the same program; None for a program that is the first itself.
    first_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"))
    # What somebody must have completed, or agree to, before they join.
    requires_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"))
    agreement: Mapped[prose] = mapped_column(default="", server_default="")
    capacity: Mapped[int | None]
    # When its form takes enrolments, in UTC; None is from publication on, and as long as sessions do.
    enrols_from: Mapped[datetime | None]
    enrols_until: Mapped[datetime | None]
    # Whether somebody may still join once its first session has begun.
    late_joining: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Who took part in so many sessions completes it: None is all but one, 0 is nobody.
    certificate_sessions: Mapped[int | None]
    # And met so many different people of it, of so many roles, and wrote what they take with them.
    certificate_people: Mapped[int] = mapped_column(default=0, server_default="0")
    certificate_roles: Mapped[int] = mapped_column(default=0, server_default="0")
    certificate_reflection: Mapped[bool] = mapped_column(default=False, server_default=false())
    # When everybody had the letter of halfway, and when certificates were given.
    halfway_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="program", order_by=_by_time, cascade="all, delete-orphan"
    )
    trainers: Mapped[list["Trainer"]] = relationship(
        back_populates="program", order_by="Trainer.position", cascade="all, delete-orphan"
    )
    requires: Mapped["Program | None"] = relationship(
        foreign_keys=requires_id, remote_side="Program.id"
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own language, then its community's: pages and letters are in the first that we ship."""
        # Whatever people speak where it is held, as in `pt-BR`.
        return (self.language.partition("-")[0], self.community.language)

    @property
    def family(self) -> int:
        """The number of its first run: what all runs of the same program have in common."""
        return self.first_id or self.id

    def state(self, now: datetime) -> str:
        """`draft`, `published`, `running` (its first session has begun), `finished`, `cancelled`."""
        if self.cancelled_at:
            return "cancelled"
        if not self.published_at:
            return "draft"
        stand = [one.event for one in self.sessions if not one.event.cancelled_at]
        if not any(event.starts_at <= now for event in stand):
            return "published"
        return "finished" if all(event.over(now) for event in stand) else "running"


class Trainer(Base):
    """Somebody who leads a program or hosts it, with a few words for its page."""

    __tablename__ = "trainer"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(
        ForeignKey("program.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[short]
    name: Mapped[short]
    about: Mapped[line] = mapped_column(default="")
    words: Mapped[prose] = mapped_column(default="")
    # Whose mark stands beside their name.
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id", ondelete="SET NULL"))
    # Which member of the community they are: one with the right of a trainer reaches what they lead.
    membership_id: Mapped[int | None] = mapped_column(
        ForeignKey("membership.id", ondelete="SET NULL"), index=True
    )

    program: Mapped[Program] = relationship(back_populates="trainers")
    role: Mapped[Role | None] = relationship()


class Session(Base):
    """The place of an event in a program."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("program_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    # In which it was made; it counts only between sessions at the same moment.
    position: Mapped[int]
    # Whether nobody completes the program without it.
    compulsory: Mapped[bool] = mapped_column(default=False, server_default=false())
    # How many may come to it alone, without the program: None is while there are places.
    drop_in: Mapped[int | None]
    # What the enrolled read or take with them: [{"title": …, "url": …}].
    materials: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    # When it was to begin as people were told first; None while it stands then.
    moved_from: Mapped[datetime | None]
    # When the enrolled had them by mail, and when those were written to who weren't there.
    materials_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]

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
    # When they agreed to what the program asks.
    agreed_at: Mapped[datetime | None]
    # What they take with them, in their own words.
    reflection: Mapped[prose] = mapped_column(default="", server_default="")
    reflected_at: Mapped[datetime | None]
    certified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    program: Mapped[Program] = relationship()
    person: Mapped[Person] = relationship()
    link: Mapped[Link] = relationship()

    @property
    def languages(self) -> tuple[str, ...]:
        """What is written to them is in the first of these that we ship."""
        return (self.person.language, self.answers.get("language", ""), *self.program.languages)

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
