"""One outgoing letter in the outbox, written in the transaction of the fact that it announces."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.db import Base, line, one_of, prose, short

STATES = ("queued", "sent", "failed", "withdrawn")
IN_BATCH = text("batch IS NOT NULL")


class Message(Base):
    """A letter: rendered, with its Message-ID fixed; its key exists once, so it is posted once."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("tries >= 0", name="tries_counted"),
        Index("ix_message_due", "state", "due_at"),
        # In their order: the first about a thing is found without a look at the others.
        Index("ix_message_about", "about", "id"),
        Index("ix_message_batch", "batch", "id", sqlite_where=IN_BATCH, postgresql_where=IN_BATCH),
        Index("ix_message_mailbox_due_at", "mailbox", "due_at"),
        Index("ix_message_client_due_at", "client", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[line] = mapped_column(unique=True)
    kind: Mapped[short]
    about: Mapped[short]
    # What was written to many at once, by a word that it has alone; None for a letter of its own.
    batch: Mapped[short | None]
    message_id: Mapped[line] = mapped_column(unique=True)
    in_reply_to: Mapped[line | None]
    to_name: Mapped[line]
    to: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[line]
    subject: Mapped[prose]
    text: Mapped[prose]
    html: Mapped[prose]
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    method: Mapped[short | None]
    card: Mapped[bytes | None] = mapped_column(LargeBinary)
    unsubscribe: Mapped[line | None]
    # A keyed hash of the client whose typing caused this letter; None for an organizer's doing.
    client: Mapped[str | None] = mapped_column(String(32))
    # The address as letters of strangers are counted by it; None for an organizer's doing.
    mailbox: Mapped[str | None] = mapped_column(String(254))
    state: Mapped[short] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[prose | None]
