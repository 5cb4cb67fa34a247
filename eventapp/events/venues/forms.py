"""What an organizer may type about a venue."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from eventapp.communities.forms import line_field, prose_field, tidy
from eventapp.events.forms import RoomForm, WhereForm
from eventapp.events.models import Event
from eventapp.events.venues import map_links
from eventapp.events.venues.models import Venue


class VenueForm(FlaskForm):
    """A place, where it is, and its tables."""

    columns = ("name", "address", "room", "map_url", "tables", "seats", "notes")

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Give the venue a name.")), Length(max=200)],
        filters=[tidy],
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )
    address = line_field(_l("Address"))
    room = line_field(_l("How to get in"))
    coordinates = StringField(
        _l("Coordinates"),
        [Optional(), Length(max=60)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    map_url = WhereForm.map_url
    tables, seats = RoomForm.tables, RoomForm.seats
    notes = prose_field(_l("Notes for the team"), 5_000, rows=4)

    def validate_coordinates(self, field: Field) -> None:
        """Latitude and longitude, as a map shows them."""
        try:
            map_links.coordinates(field.data or "")
        except ValueError:
            raise ValidationError(_("Give two numbers, as in 52.5200, 13.4050.")) from None

    def values(self) -> dict[str, Any]:
        """What a valid form says, by the columns of Venue."""
        found = map_links.coordinates(self.coordinates.data or "") or (None, None)
        kept = {name: self[name].data or "" for name in self.columns}
        return kept | {"latitude": found[0], "longitude": found[1]}

    def fill(self, venue: Venue) -> None:
        """Show what is kept."""
        for name in self.columns:
            self[name].data = getattr(venue, name)
        self.coordinates.data = map_links.written(venue.latitude, venue.longitude)

    def take(self, event: Event) -> None:
        """Show where an event is held, and its tables."""
        self.name.data, self.address.data = event.place_name, event.place_address
        self.map_url.data = event.map_url
        self.tables.data, self.seats.data = event.tables, event.seats
