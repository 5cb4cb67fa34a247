"""One outgoing letter in the outbox, written in the transaction of the fact that it announces."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, validates

from eventapp.db import Base, index_of, line, one_of, prose, short

STATES = ("queued", "sent", "failed", "withdrawn", "bounced")
# Whoever gets another letter waits for it, mostly with the page still open. These are written to many
# at once: first what changes somebody's evening, then what can wait.
RANKS = dict.fromkeys(("update", "cancelled", "reopened"), 1) | dict.fromkeys(
    (
        "message",
        "card",
        "invitation",
        "reminder",
        "feedback",
        "nudge",
        "certificate",
        "materials",
        "missed",
        "halfway",
        "finished",
        "digest",
        "help-asks",
    ),
    2,
)
IN_BATCH = text("batch IS NOT NULL")
HAS_WORDS = text("text <> ''")
# About somebody as such, and no event: links to sign in, and the like.
OF_PERSON = text("substr(about, 1, 7) = 'person:'")


class Message(Base):
    """A letter: rendered, with its Message-ID fixed; its key exists once, so it is posted once."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("tries >= 0", name="tries_counted"),
        Index("ix_message_due", "state", "rank", "due_at"),
        # In their order: the first about a thing is found without a look at the others.
        Index("ix_message_about", "about", "id"),
        Index("ix_message_batch", "batch", "id", sqlite_where=IN_BATCH, postgresql_where=IN_BATCH),
        index_of("ix_message_with_words", "created_at", where=HAS_WORDS.text),
        index_of("ix_message_of_person", "created_at", where=OF_PERSON.text),
        Index("ix_message_mailbox_due_at", "mailbox", "due_at"),
        Index("ix_message_client_due_at", "client", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[line] = mapped_column(unique=True)
    kind: Mapped[short]
    # Letters of a lower one leave first.
    rank: Mapped[int] = mapped_column(default=0, server_default="0")
    about: Mapped[short]
    # What was written to many at once, by a word that it has alone; None for a letter of its own.
    batch: Mapped[short | None]
    message_id: Mapped[line] = mapped_column(unique=True)
    in_reply_to: Mapped[line | None]
    to_name: Mapped[line]
    to: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[line]
    # Whom an answer goes to, where that is neither us nor an RSVP.
    reply_to: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[prose]
    text: Mapped[prose]
    html: Mapped[prose]
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    method: Mapped[short | None]
    card: Mapped[bytes | None] = mapped_column(LargeBinary)
    unsubscribe: Mapped[line | None]
    # The digest of the picture that stands in its HTML.
    picture: Mapped[str | None] = mapped_column(String(64))
    # Of the request, or the worker's task, that wrote it, as the log names it.
    request_id: Mapped[str | None] = mapped_column(String(64))
    # A keyed hash of the client whose typing caused this letter; None for an organizer's doing.
    client: Mapped[str | None] = mapped_column(String(32))
    # The address as letters of strangers are counted by it; None for an organizer's doing.
    mailbox: Mapped[str | None] = mapped_column(String(254))
    # The key of the letter that it counts as one with; None where it counts by itself.
    counted_with: Mapped[line | None]
    state: Mapped[short] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[prose | None]

    @validates("kind")
    def _ranked(self, _name: str, kind: str) -> str:
        self.rank = RANKS.get(kind, 0)
        return kind


class Picture(Base):
    """A picture that letters carry within them, kept once under the digest of its bytes."""

    __tablename__ = "picture"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class ReceivingDomain(Base):
    """What a domain takes from us, and from when on it takes more; "" is our own mail server, for all.

    Forgotten a day after it was last of use.
    """

    __tablename__ = "receiving_domain"
    __table_args__ = (CheckConstraint("refusals >= 0", name="refusals_counted"),)

    name: Mapped[str] = mapped_column(String(254), primary_key=True)
    free_at: Mapped[datetime]
    refusals: Mapped[int] = mapped_column(default=0)
    # Of the first of these refusals, and what was said at the last.
    since: Mapped[datetime | None]
    trouble: Mapped[prose | None]


class BouncedAddress(Base):
    """An address that our letters came back from: how often since when, and from when on it gets none.

    `status` is that of the last failure, as in 5.1.1 (RFC 3463).
    """

    __tablename__ = "bounced_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(254), unique=True)
    status: Mapped[short]
    times: Mapped[int]
    since: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class Heartbeat(Base):
    """When something that has to go on all the time was last at work."""

    __tablename__ = "heartbeat"

    name: Mapped[short] = mapped_column(primary_key=True)
    heard_at: Mapped[datetime]
    # Fingerprints of the settings that it shares with everybody else, by name.
    settings: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
