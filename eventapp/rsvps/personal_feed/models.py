"""The address at which somebody's own calendar is fetched."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, short
from eventapp.people.models import Person


class PersonalFeed(Base):
    """A calendar of everything that a person has a place at; its address is known only by its hash.

    A new address is a new row: the one before opens nothing any more.
    """

    __tablename__ = "personal_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    nonce: Mapped[short] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
