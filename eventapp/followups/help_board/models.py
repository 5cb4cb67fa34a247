"""Whether an evening helped with an ask, asks on the board, and who said that they can help."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, index_of, line, one_of, short
from eventapp.rsvps.models import KINDS, Rsvp

OUTCOMES = ("yes", "start", "not_yet")


class AskOutcome(Base):
    """What a guest says of their ask after the event: whether it helped. Organizers see numbers alone."""

    __tablename__ = "ask_outcome"
    __table_args__ = (one_of("said", OUTCOMES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    said: Mapped[short]
    said_at: Mapped[datetime]

    rsvp: Mapped[Rsvp] = relationship()


class BoardAsk(Base):
    """An ask as its owner put it on the board of their community; gone when they take it back.

    `text` is what others see, which may be other words than those of the badge.
    """

    __tablename__ = "board_ask"
    __table_args__ = (
        one_of("kind", KINDS),
        # The worker looks for those of which nobody was told.
        index_of("ix_board_ask_untold", "put_at", where="told_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), unique=True)
    # By which pages name it: a number would tell in which order asks were put there.
    code: Mapped[short] = mapped_column(unique=True)
    text: Mapped[line]
    kind: Mapped[short] = mapped_column(default="advice")
    put_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    # When those who might help were written to, and when its owner said that somebody has helped.
    told_at: Mapped[datetime | None]
    helped_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    rsvp: Mapped[Rsvp] = relationship()


class HelpOffer(Base):
    """Somebody who offered that topic says 'I can help'; whom the ask is from they don't know.

    A no of the owner's is never shown to them: to them it looks like one that is still to be answered.
    """

    __tablename__ = "help_offer"
    __table_args__ = (
        UniqueConstraint("ask_id", "rsvp_id"),
        one_of("answer", ("", "yes", "no")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(ForeignKey("board_ask.id", ondelete="CASCADE"))
    # Who can help: their answer to the event where they offered it.
    rsvp_id: Mapped[int] = mapped_column(ForeignKey("rsvp.id", ondelete="CASCADE"), index=True)
    note: Mapped[line] = mapped_column(default="")
    # What the owner gets once they say yes: the address, and a number and a link as they were typed.
    by_mail: Mapped[bool] = mapped_column(default=True, server_default=true())
    phone: Mapped[short] = mapped_column(default="", server_default="")
    web: Mapped[line] = mapped_column(default="", server_default="")
    offered_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    answer: Mapped[short] = mapped_column(default="")
    answered_at: Mapped[datetime | None]

    ask: Mapped[BoardAsk] = relationship()
    rsvp: Mapped[Rsvp] = relationship()
