"""One person's answer to one event, with the ask and the offer they bring."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Role
from eventapp.db import Base, line, one_of, prose, short
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.people.names import full_name
from eventapp.role_marks import GUEST

STATES = ("going", "waitlisted", "pending", "declined", "cancelled")
# Who has a place or waits for one.
GUEST_STATES = ("going", "waitlisted")
# Who is on the list: they as well, and who asked and has no answer yet.
LISTED_STATES = (*GUEST_STATES, "pending")
KINDS = ("advice", "introduction", "skill", "volunteering")
STAGES = ("studying", "early", "mid", "senior", "executive", "changing")
ANNOUNCED = ("update", "cancelled", "reopened", "invite", "route", "message")
# Who told of access or food needs, in the very words of their index: so it is found again.
HAS_NEEDS = text("(access_needs <> '' OR food <> '')")
# Whom a place is offered to, until a moment: the worker looks for those whose moment has come.
OFFERED = text("offered_until IS NOT NULL")
# Whose calendar said no, and who may still keep their place: the same.
LEAVING = text("leaves_at IS NOT NULL")
# How a guest of a hybrid event takes part; empty for every other one.
WAYS = ("", "place", "online")
SOURCES = ("web", "import", "door", "program", "desk")


class Rsvp(Base):
    """What a guest said for one event stays here; the person only pre-fills the next form."""

    __tablename__ = "rsvp"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        one_of("state", STATES),
        one_of("source", SOURCES),
        one_of("joins", WAYS),
        # Counting the answers of an event, or a person's, reads an index alone.
        Index("ix_rsvp_event_state_turn", "event_id", "state", "turn", "role_id"),
        Index("ix_rsvp_person_state_event", "person_id", "state", "event_id"),
        Index("ix_rsvp_changed_at", "changed_at", "event_id", "state"),
        Index("ix_rsvp_offered", "offered_until", sqlite_where=OFFERED, postgresql_where=OFFERED),
        Index("ix_rsvp_leaving", "leaves_at", sqlite_where=LEAVING, postgresql_where=LEAVING),
        Index("ix_rsvp_needs", "event_id", sqlite_where=HAS_NEEDS, postgresql_where=HAS_NEEDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id"), unique=True)
    state: Mapped[short]
    source: Mapped[short] = mapped_column(default="web")
    first_name: Mapped[short]
    last_name: Mapped[short] = mapped_column(default="")
    pronouns: Mapped[short] = mapped_column(default="")
    role_id: Mapped[int | None] = mapped_column(ForeignKey("role.id"))
    stage: Mapped[short] = mapped_column(default="")
    industry: Mapped[short] = mapped_column(default="")
    organization: Mapped[line] = mapped_column(default="")
    access_needs: Mapped[prose] = mapped_column(default="")
    food: Mapped[line] = mapped_column(default="")
    # Consents are kept as when they were given; None is no.
    show_name_at: Mapped[datetime | None]
    keep_in_touch_at: Mapped[datetime | None]
    # When they agreed to the code of conduct.
    agreed_at: Mapped[datetime | None]
    # What the page was in when they answered: the letters about it are, too.
    language: Mapped[short] = mapped_column(default="", server_default="")
    joins: Mapped[short] = mapped_column(default="", server_default="")
    # Whoever was brought along has a row of their own, and may have a link of their own.
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("rsvp.id"), index=True)
    # What those who bring somebody choose for all of them: one wait for all, and one table.
    waits_together: Mapped[bool] = mapped_column(default=True, server_default=true())
    sits_together: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Until when a place is offered to one who waits.
    offered_until: Mapped[datetime | None]
    # When they were asked whether they still come, and when they said so.
    asked_at: Mapped[datetime | None]
    coming_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    # When their calendar said 'maybe', and from when on a place that it gave back goes to the next.
    tentative_at: Mapped[datetime | None]
    leaves_at: Mapped[datetime | None]
    # What the guest gave back on their own page, and when: for a while it can be undone.
    gave_back: Mapped[short] = mapped_column(default="", server_default="")
    gave_back_at: Mapped[datetime | None]
    # What they answered to the organizer's own questions, by the number of the question.
    question_answers: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, server_default="{}"
    )
    # Hash of the form that was sent: the same form sent twice is answered the same.
    once: Mapped[str | None] = mapped_column(String(64))
    # The enrolment that it was made with, by the nonce of its link; None for a yes to this event alone.
    batch: Mapped[short | None] = mapped_column(index=True)
    # SEQUENCE of the last calendar object this guest was sent; None before the first.
    sequence: Mapped[int | None]
    # DTSTAMP of the same: of two with one SEQUENCE, the later one holds.
    stamped_at: Mapped[datetime | None]
    # The ORGANIZER of this guest's entry, which must stay (RFC 5546, 2.1.1): the setting of the moment
    # when it was first written, "" for the address that letters come from.
    organizer: Mapped[line | None]
    # Counts up within the event, under its lock: the order of the queue is the order of commits.
    turn: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    # When the guest spoke last, here or at the door; None while only a list or the desk did.
    answered_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship()
    link: Mapped[Link] = relationship()
    role: Mapped[Role | None] = relationship()
    brought_by: Mapped["Rsvp | None"] = relationship(remote_side="Rsvp.id")
    ask: Mapped["Ask | None"] = relationship(cascade="all, delete-orphan", uselist=False)
    offer: Mapped["Offer | None"] = relationship(cascade="all, delete-orphan", uselist=False)

    # How many of its party stand before one that is in no table, and how many wait with it
    # (`repeated_answers.shown`). Not kept.
    behind = with_them = 0

    @property
    def languages(self) -> tuple[str, ...]:
        """What is written to this guest is in the first of these that is one."""
        return (self.person.language, self.language, self.event.held_in)

    @property
    def name(self) -> str:
        """First and last name as given for this event."""
        return full_name(self.first_name, self.last_name)

    @property
    def mark(self) -> int:
        """The mark of their role, or the guest's ring."""
        return self.role.mark if self.role else GUEST

    @property
    def going(self) -> bool:
        """Whether this guest has a place."""
        return self.state == "going"

    @property
    def join_link(self) -> str:
        """The link to join as this guest may see it: with a place the real one, else the public's."""
        return self.link_to_join(self.event)

    def link_to_join(self, event: Event) -> str:
        """The same of an event as it is or was."""
        return event.guests_link if self.going else event.public_link


class Ask(Base):
    """The one line that a guest would like help with."""

    __tablename__ = "ask"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    text: Mapped[line]
    kind: Mapped[short] = mapped_column(default="advice")


class Offer(Base):
    """The one line that a guest could help somebody with."""

    __tablename__ = "offer"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    text: Mapped[line]
    kind: Mapped[short] = mapped_column(default="advice")


class HistoryEntry(Base):
    """One change of an answer that its first form doesn't tell: what, from what to what, by whom, why."""

    __tablename__ = "rsvp_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    # None is the guest, or the clock.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    what: Mapped[short]
    before: Mapped[prose] = mapped_column(default="")
    after: Mapped[prose] = mapped_column(default="")
    why: Mapped[prose] = mapped_column(default="")
    at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship()
    by: Mapped[Person | None] = relationship()


class Repeat(Base):
    """An answer typed once more with the name and address of one that is on the list.

    It holds no place and opens nothing of the first: whoever typed it gets a page about what they
    typed, the same as anybody's, and the address gets the link of the first. `state` is what such an
    answer would have become, `batch` the enrolment it was typed with, by the nonce of its link.
    An answer that was given back becomes one, too, once another yes takes it up: its link goes on
    opening what was given back, and nothing else.
    """

    __tablename__ = "repeat"
    __table_args__ = (one_of("state", ("going", "waitlisted", "pending", "cancelled")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"), unique=True)
    state: Mapped[short]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    once: Mapped[str | None] = mapped_column(String(64))
    batch: Mapped[short | None] = mapped_column(index=True)
    # Who waited before: its number in line is theirs and one more.
    turn: Mapped[int]
    created_at: Mapped[datetime]
    # The same as of an RSVP: who brings whom by this answer, and what was given back.
    brought_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("repeat.id", ondelete="CASCADE"), index=True
    )
    waits_together: Mapped[bool] = mapped_column(default=True, server_default=true())
    sits_together: Mapped[bool] = mapped_column(default=False, server_default=false())
    gave_back: Mapped[short] = mapped_column(default="", server_default="")
    gave_back_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    first: Mapped[Rsvp] = relationship()
    link: Mapped[Link] = relationship()
    brought_by: Mapped["Repeat | None"] = relationship(remote_side="Repeat.id")


class Announcement(Base):
    """What everybody is told of an event: written with the change itself, the letters part by part.

    `before` is how it was, as each kind needs it; `people` is how many are to hear of it. The letters
    are for those who were on the list then (`until`, the last turn) and reach up to `cursor`, an RSVP.
    `since` is the last letter that was in the outbox: who was sent a later one knows. One that a newer
    one replaces stays unfinished, and so does what an organizer typed and stopped. `started_at` is
    when the first letter may be written: what is typed can be taken back until then, and is a draft.
    """

    __tablename__ = "announcement"
    __table_args__ = (
        one_of("kind", ANNOUNCED),
        one_of("state", ("waiting", "done", "replaced", "stopped", "draft")),
        Index("ix_announcement_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[short]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    people: Mapped[int]
    until: Mapped[int]
    since: Mapped[int]
    cursor: Mapped[int] = mapped_column(default=0)
    written: Mapped[int] = mapped_column(default=0)
    state: Mapped[short] = mapped_column(default="waiting")
    # How often its letters could not be written, and when that is tried again.
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    started_at: Mapped[datetime]
    # Who typed it; None for what is written by itself, and for somebody who was erased since.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    event: Mapped[Event] = relationship()
    by: Mapped[Person | None] = relationship()

    @property
    def batch(self) -> str:
        """By which its letters are found."""
        return f"announcement:{self.id}"
