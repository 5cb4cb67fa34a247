"""A place that a community meets at again."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.communities.models import Community
from eventapp.db import Base, line, prose
from eventapp.events.venues.map_links import map_link


class Venue(Base):
    """What an event's form says of a place, kept to be chosen again."""

    __tablename__ = "venue"
    __table_args__ = (
        CheckConstraint("tables >= 1 AND seats >= 2", name="room_possible"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="coordinates_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(
        ForeignKey("community.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[line]
    address: Mapped[line] = mapped_column(default="")
    # How to find the room in the house: guests read it after the address.
    room: Mapped[line] = mapped_column(default="")
    # As typed; empty where one is made of the coordinates or the address.
    map_url: Mapped[prose] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    tables: Mapped[int] = mapped_column(default=6)
    seats: Mapped[int] = mapped_column(default=6)
    # For the team alone: keys, contacts, what to bring.
    notes: Mapped[prose] = mapped_column(default="")

    community: Mapped[Community] = relationship()

    @property
    def map_link(self) -> str:
        """A link to a map: the one that was typed, or one made of where it is."""
        return self.map_url or map_link(self.address, self.latitude, self.longitude)

    @property
    def place_address(self) -> str:
        """Its address as guests read it, with the way to the room, as long as an event keeps it."""
        return ". ".join(filter(None, [self.address.rstrip(". "), self.room]))[:200]
