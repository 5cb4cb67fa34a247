"""Addresses of other programs that hear what happens, and what each is told."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, line, one_of, prose, short

WAITING = text("state = 'waiting'")


class WebhookEndpoint(Base):
    """Where a community's news are sent, and which of them.

    `off` is what failed for days, or asked for no more: nothing is written for it. What is `paused`
    keeps all that happens until it goes on.
    """

    __tablename__ = "webhook_endpoint"
    __table_args__ = (
        UniqueConstraint("community_id", "address"),
        one_of("state", ("on", "paused", "off")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[list[Any]] = mapped_column(JSON)
    state: Mapped[short] = mapped_column(default="on")
    # What its secret is derived from, and the one before, which signs beside it for a while.
    nonce: Mapped[short]
    old_nonce: Mapped[short | None]
    old_until: Mapped[datetime | None]
    # Since when nothing was taken, and why it is off, in words for the owners.
    failing_since: Mapped[datetime | None]
    trouble: Mapped[prose] = mapped_column(default="")
    created_at: Mapped[datetime]

    community: Mapped[Community] = relationship()


class WebhookDelivery(Base):
    """One piece of news for one endpoint, written with what it tells of; its bytes never change."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        one_of("state", ("waiting", "delivered", "failed")),
        Index("ix_webhook_delivery_due", "due_at", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_webhook_delivery_endpoint_id_id", "endpoint_id", "id"),
        Index("ix_webhook_delivery_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("webhook_endpoint.id", ondelete="CASCADE"))
    # By which a receiver knows it again: the same at every try.
    message_id: Mapped[short] = mapped_column(unique=True)
    kind: Mapped[short]
    payload: Mapped[prose]
    state: Mapped[short] = mapped_column(default="waiting")
    # Tries since it was written or sent anew.
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    # Of the last try: the answer's code and how it began, or what kept it from coming.
    status: Mapped[int | None]
    answer: Mapped[line] = mapped_column(default="")
    trouble: Mapped[line] = mapped_column(default="")

    endpoint: Mapped[WebhookEndpoint] = relationship()
