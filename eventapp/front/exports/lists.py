"""The lists that can be taken out of an event."""

from collections.abc import Callable
from typing import Any

from eventapp.door.arrivals_export import arrivals
from eventapp.events.models import Event
from eventapp.rsvps.exports import Export
from eventapp.rsvps.people_export import people
from eventapp.seating.seats_export import seats

LISTS: dict[str, Callable[[Event], Export[Any]]] = {
    "people": people,
    "seats": seats,
    "arrivals": arrivals,
}
