"""Mail that came in, kept before anybody else lets go of it, and how far a mailbox is read."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base, line, one_of, prose, short

STATES = ("waiting", "done", "dropped", "held")


class Received(Base):
    """One mail as it came in; its fingerprint exists once, so however often it comes, it is read once.

    `due_at` is when it is read next; None once it was. Then what it said is no longer here, either.
    """

    __tablename__ = "received_mail"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("tries >= 0", name="tries_counted"),
        Index("ix_received_mail_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    # Whom the mail server had it for, where it says so.
    recipient: Mapped[str | None] = mapped_column(String(320))
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    state: Mapped[short] = mapped_column(default="waiting")
    # A sentence for the organizer about one that is held.
    reason: Mapped[prose | None]
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]


class Mailbox(Base):
    """A mailbox that is read over IMAP: up to which message, and by which worker.

    UIDs rise as long as UIDVALIDITY stays the same (RFC 3501, 2.3.1.1).
    """

    __tablename__ = "mailbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[line] = mapped_column(unique=True)
    uid_validity: Mapped[int | None] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger, default=0)
    holder: Mapped[short | None]
    leased_until: Mapped[datetime | None]
    # When it was last read to its end.
    read_at: Mapped[datetime | None]
    trouble: Mapped[prose | None]
