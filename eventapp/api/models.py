"""What opens the API: tokens, and what was done with a key that makes a request once."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, line, short
from eventapp.people.models import Person


class ApiToken(Base):
    """Lets a program into one community, as far as its scopes; known by its hash alone.

    It may no more than whoever made it may now: it ends with their membership.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[short]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    # Its last letters, by which its owner knows it again.
    ending: Mapped[short]
    scopes: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    # None never ends by itself.
    expires_at: Mapped[datetime | None]
    # To the hour: looking at an event isn't worth a write each time.
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    community: Mapped[Community] = relationship()
    made_by: Mapped[Person] = relationship()

    def opens(self, now: datetime) -> bool:
        """Whether it was neither revoked nor ran out."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class ApiAnswer(Base):
    """That a request with an Idempotency-Key was carried out, for a day; nothing of what it said.

    `shows` is the address of what it made or changed, read anew when the request comes again: so
    nothing of a guest is kept here that was erased elsewhere.
    """

    __tablename__ = "api_answer"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"))
    # Hashes: of the key, and of what was asked, by the secret of the site.
    key: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    shows: Mapped[line]
    created_at: Mapped[datetime] = mapped_column(index=True)
