"""Who is known here, which browsers are signed in, and the links that letters carry."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from eventapp.db import Base, index_of, line, one_of, short
from eventapp.mail.models import BouncedAddress
from eventapp.people.names import full_name

IS_PSEUDONYM = text("fingerprint IS NOT NULL")
PURPOSES = ("sign-in", "rsvp", "enrolment", "card", "unsubscribe")


class Person(Base):
    """Someone known by an email address, across events; a walk-in may have none.

    A pseudonym is a row without name and address that holds what stays of somebody as numbers, whom
    they have met above all; `erased_at` is when it took their place. Its fingerprint tells to whoever
    holds the secret key, and to nobody else, that the same address came back.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "ix_person_fingerprint",
            "fingerprint",
            sqlite_where=IS_PSEUDONYM,
            postgresql_where=IS_PSEUDONYM,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    first_name: Mapped[short]
    last_name: Mapped[short] = mapped_column(default="")
    pronouns: Mapped[short] = mapped_column(default="")
    # What they may choose to share with people they met, kept for the next time; nobody else sees it.
    phone: Mapped[short] = mapped_column(default="", server_default="")
    web: Mapped[line] = mapped_column(default="", server_default="")
    # The language that they chose, for all that is written to them; empty as long as they haven't.
    language: Mapped[short] = mapped_column(default="", server_default="")
    # Whose address this one shares: a second person at one address has none of their own.
    shares_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64))

    shares: Mapped["Person | None"] = relationship(remote_side="Person.id")
    bounced: Mapped[BouncedAddress | None] = relationship(
        primaryjoin=lambda: foreign(Person.email) == BouncedAddress.address, viewonly=True
    )

    @property
    def languages(self) -> tuple[str, ...]:
        """What they chose to be written to in."""
        return (self.language,)

    @property
    def name(self) -> str:
        """First and last name, as this person gave them last."""
        return full_name(self.first_name, self.last_name)

    @property
    def letterbox(self) -> str | None:
        """The address that letters about this person reach: their own, or the one they share."""
        return self.shares.email if self.shares else self.email

    @property
    def unreachable(self) -> BouncedAddress | None:
        """What came back from that address, as long as it gets no letters for it."""
        found = self.shares.bounced if self.shares else self.bounced
        return found if found and found.stopped_at else None


class Link(Base):
    """A personal link: single purpose, revocable, known only by its hash.

    One that a form made has two tokens: that of the letters, and that of the page after the form.
    Whoever typed the address holds the page's; it ends when its owner uses the letter's.
    """

    __tablename__ = "link"
    __table_args__ = (
        one_of("purpose", PURPOSES),
        index_of("ix_link_ends", "expires_at", where="expires_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[short]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    page_digest: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    # A sign-in link opens only in the browser that asked for it.
    browser: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    # Whether the page's token opened it just now. Not kept: who asks must hold on to this object.
    from_page = False

    def usable(self, now: datetime) -> bool:
        """Whether the link still opens something."""
        return (
            self.used_at is None
            and self.revoked_at is None
            and (self.expires_at is None or now < self.expires_at)
        )


class SignIn(Base):
    """One browser that is signed in; ending it signs that browser out, and so does leaving it unused."""

    __tablename__ = "sign_in"

    # Who comes by once a week stays signed in, also when a week's evening is moved by a day or two.
    UNUSED = timedelta(days=10)
    # Within so long of the last note, nothing is written of a further page.
    NOTED = timedelta(hours=1)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    agent: Mapped[line] = mapped_column(default="")
    created_at: Mapped[datetime]
    # Nothing within the first hour.
    seen_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def last_used(self) -> datetime:
        """When this browser was last here, to the hour."""
        return self.seen_at or self.created_at

    @property
    def ends_at(self) -> datetime:
        """When it ends if nobody comes by it before."""
        return min(self.expires_at, self.last_used + self.UNUSED)

    @classmethod
    def stands(cls, now: datetime) -> ColumnElement[bool]:
        """Whether it opens something."""
        used = func.coalesce(cls.seen_at, cls.created_at)
        return (cls.ended_at.is_(None)) & (cls.expires_at > now) & (used > now - cls.UNUSED)


class MailPreference(Base):
    """A person switched the letters of one topic off; without a row they come."""

    __tablename__ = "mail_preference"
    __table_args__ = (UniqueConstraint("person_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    topic: Mapped[short]
    off_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class AddressChange(Base):
    """Another address for a person, once whoever reads its mail says so: its link is kept as a hash.

    The letter to the old address carries one, too, which leads back.
    """

    __tablename__ = "address_change"

    # For so long the old address can have it back: longer than any new one may be confirmed.
    BACK_FOR = timedelta(days=14)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def leads_back(self) -> bool:
        """Whether it is the way back to an address that the person had."""
        return self.expires_at - self.created_at >= self.BACK_FOR
