"""A community's venues: kept, chosen for an event, thrown away."""

from collections.abc import Sequence

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.venues.models import Venue


def kept(host: Community) -> Sequence[Venue]:
    """A community's venues, by name."""
    asked = db.select(Venue).where(Venue.community_id == host.id).order_by(Venue.name, Venue.id)
    return db.session.scalars(asked).all()


def one(host: Community, number: int) -> Venue | None:
    """One of a community's venues, by its number."""
    found: Venue | None = db.session.scalar(
        db.select(Venue).where(Venue.community_id == host.id, Venue.id == number)
    )
    return found


def place(venue: Venue) -> dict[str, object]:
    """What a venue says of an event's place, by the columns of Event."""
    return {
        "place_name": venue.name,
        "place_address": venue.place_address,
        "map_url": venue.map_link,
    }


def room(venue: Venue) -> dict[str, object]:
    """What it says of the tables, by the columns of Event."""
    return {"tables": venue.tables, "seats": venue.seats}
