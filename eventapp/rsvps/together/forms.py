"""What events have in common, and for which of them it is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from eventapp import clock
from eventapp.events.forms import HoursForm, RoomForm, WhatForm, WhereForm
from eventapp.events.local_time import hour
from eventapp.events.models import Event


@dataclass(frozen=True)
class One:
    """One of the events: what its form calls it by, and its number among them, in order of time."""

    key: int
    event: Event
    number: int


class SharedForm(WhereForm, RoomForm):
    """What events have in common, and for which of them it is changed."""

    columns = (
        "place_name", "place_address", "map_url", "online_url", "online_public", "hybrid",
        "tables", "seats", "rounds", "minutes", "description",
    )  # fmt: skip

    number = SelectField(_l("Date"), coerce=int)
    scope = RadioField(
        _l("Change"),
        choices=[
            SelectChoice("one", _l("This date")),
            SelectChoice("later", _l("This one and those after it")),
            SelectChoice("all", _l("All dates")),
        ],
        default="all",
    )
    starts_at, ends_at = HoursForm.starts_at, HoursForm.ends_at
    # These are every event's own.
    capacity = None  # type: ignore[assignment]
    roles = None
    description = WhatForm.description
    # The state of the events that were looked at, to notice when somebody else was quicker.
    seen = HiddenField()

    @property
    def elsewhere(self) -> str:
        """The sentence for who comes too late."""
        return _("Somebody else changed a date meanwhile. Look at it again, then save.")

    def offer(self, ones: Sequence[One]) -> None:
        """Give the form the events that can still be changed, each with its number."""
        self.number.choices = [SelectChoice(one.key, self.called(one)) for one in ones]

    def called(self, one: One) -> str:
        """How one of them is called in the list."""
        return f"{one.number}. {clock.day(one.event.starts_at, one.event.zone)}"

    def fill(self, event: Event) -> None:
        """Show what one event has."""
        for name in self.columns:
            self[name].data = getattr(event, name)
        self.starts_at.data, self.ends_at.data = hour(event.local_start), hour(event.local_end)
