"""Events that are kept to make others like them."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.db import Base, db, short
from eventapp.events.models import Event


class EventTemplate(Base):
    """A draft that is never held: new events begin as copies of it."""

    __tablename__ = "event_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    name: Mapped[short]
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()


# Of a query about events: those that are held, or will be. Templates stand in no list of events.
HELD = ~db.exists().where(EventTemplate.event_id == Event.id).correlate(Event)
