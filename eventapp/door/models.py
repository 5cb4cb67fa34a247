"""Who came, and who lends a hand at the door."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, line, one_of, short
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

# A helper's device checks people in; at a kiosk guests do it themselves.
PASS_KINDS = ("door", "kiosk")
KINDS = ("in", "out", "walk-in")


class DoorPass(Base):
    """One device that opens one event's door without an account: for a helper, or as a kiosk.

    It begins with a link, shown as a code: known only by its hash, good once and for some minutes.
    From then on the device has a key in its cookie, known only by its hash as well.
    """

    __tablename__ = "door_pass"
    __table_args__ = (one_of("kind", PASS_KINDS),)

    # So long after the event it still opens the door, for whoever is checked in afterwards.
    AFTER = timedelta(hours=3)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[short]
    name: Mapped[short]
    # What badges are printed on from this device; empty for the usual.
    stock: Mapped[short] = mapped_column(default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    link_until: Mapped[datetime]
    key_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    began_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    made_by: Mapped[Person | None] = relationship()

    def lasts(self, now: datetime) -> bool:
        """Whether nobody ended it, and its event isn't over, or called off."""
        return self.ended_at is None and not self.event.cancelled_at and now < self.until

    @property
    def until(self) -> datetime:
        """When it ends by itself."""
        return self.event.ends_at + self.AFTER

    def link_opens(self, now: datetime) -> bool:
        """Whether its link still begins something."""
        return self.lasts(now) and self.began_at is None and now < self.link_until


# Whoever does something at the door.
Staff = Person | DoorPass


def called(member: Person | None, lent: DoorPass | None) -> str:
    """What whoever did something is called; empty when it isn't known any more."""
    if lent:
        return lent.name
    return member.first_name if member else ""


def hands(by: Staff) -> tuple[int | None, int | None]:
    """Whoever does something, as it is kept: a member's number, or a pass's."""
    return (None, by.id) if isinstance(by, DoorPass) else (by.id, None)


class Arrival(Base):
    """One guest checked in once; undoing it takes the row away.

    Who leaves early has `last_round`, the last round they stay for (0: none).
    """

    __tablename__ = "arrival"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    arrived_at: Mapped[datetime]
    # Who checked them in: a member, or a device with a pass.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_pass_id: Mapped[int | None] = mapped_column(ForeignKey("door_pass.id", ondelete="SET NULL"))
    last_round: Mapped[int | None]

    rsvp: Mapped[Rsvp] = relationship()
    by: Mapped[Person | None] = relationship()
    by_pass: Mapped[DoorPass | None] = relationship()

    @property
    def by_whom(self) -> str:
        """What whoever checked them in is called; empty when it isn't known any more."""
        return called(self.by, self.by_pass)


class Visit(Base):
    """A check-in that ended with its place, when a round had begun: the guest is no longer here,
    but sat in the rounds that began before `left_at`."""

    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime]
    last_round: Mapped[int | None]

    rsvp: Mapped[Rsvp] = relationship()


class DoorReport(Base):
    """Something that was pressed at a door: in, out again, or a walk-in. Each is kept once.

    `at` is when it was pressed, `received_at` when it got here. What could not be done as it was
    pressed stays a conflict until `seen_at`; only until then is the name of a walk-in kept here.
    A press counts until `ended_at`, when the place or the day ended that it was about.
    """

    __tablename__ = "door_report"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        one_of("kind", KINDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    # Made where it was pressed, so that sending it again is known.
    key: Mapped[str] = mapped_column(String(36))
    kind: Mapped[short]
    rsvp_id: Mapped[int | None] = mapped_column(
        ForeignKey("rsvp.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    # The order in which one device pressed, for what has the same time.
    number: Mapped[int] = mapped_column(BigInteger, default=0)
    received_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_pass_id: Mapped[int | None] = mapped_column(ForeignKey("door_pass.id", ondelete="SET NULL"))
    outcome: Mapped[short] = mapped_column(default="done")
    name: Mapped[line] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    rsvp: Mapped[Rsvp | None] = relationship()
    by: Mapped[Person | None] = relationship()
    by_pass: Mapped[DoorPass | None] = relationship()
