"""What events have in common, and for which of them it is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import get_day_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput

from eventapp import clock
from eventapp.communities.models import Role
from eventapp.events.forms import HoursForm, RoomForm, WhatForm, WhereForm
from eventapp.events.local_time import hour
from eventapp.events.models import Event

# By how many days dates may move: to any day of a week, then by whole weeks.
SHIFTS = [*range(1, 7), *range(7, 64, 7)]


SCOPES = [
    SelectChoice("one", _l("This date")),
    SelectChoice("later", _l("This one and those after it")),
    SelectChoice("all", _l("All dates")),
]


@dataclass(frozen=True)
class One:
    """One of the events: what its form calls it by, and its number among them, in order of time."""

    key: int
    event: Event
    number: int


class WhichForm(FlaskForm):
    """Which of the events are meant."""

    number = SelectField(_l("Date"), coerce=int)
    scope = RadioField(_l("Change"), choices=SCOPES, default="all")
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


class OffForm(WhichForm):
    """Which of the events are called off."""

    scope = RadioField(_l("Which"), choices=SCOPES, default="one")


class SharedForm(WhichForm, WhereForm, RoomForm):
    """What events have in common, and for which of them it is changed."""

    columns: tuple[str, ...] = (
        "title", "summary", "description", "place_name", "place_address", "map_url", "online_url",
        "online_public", "hybrid", "tables", "seats", "rounds", "minutes", "capacity",
    )  # fmt: skip

    # Which of them it was filled in from: what it leaves as that one has it isn't said.
    shows = StringField("", widget=HiddenInput())
    days = SelectField(_l("Day"), coerce=int, default="0")
    starts_at, ends_at = HoursForm.starts_at, HoursForm.ends_at
    title, summary = WhatForm.title, WhatForm.summary
    description = WhatForm.description

    def offer(self, ones: Sequence[One]) -> None:
        """Give the form the events that can still be changed, and by how many days they may move."""
        super().offer(ones)
        weekdays = {one.event.local_start.weekday() for one in ones}
        today = weekdays.pop() if len(weekdays) == 1 else None
        self.days.choices = [
            SelectChoice(0, _("The same day")),
            *(SelectChoice(days, _shifted(days, today)) for days in SHIFTS),
            *(SelectChoice(-days, _shifted(-days, today)) for days in SHIFTS),
        ]

    def fill(self, event: Event) -> None:
        """Show what one event has."""
        for name in self.columns:
            self[name].data = getattr(event, name)
        self.starts_at.data, self.ends_at.data = hour(event.local_start), hour(event.local_end)
        if "roles" in self:
            self.roles.data = [role.id for role in event.roles]

    def roles_of(self, event: Event, like: Event) -> list[Role]:
        """Who may come to an event: as ticked, or as it is where the ticks are those of the other one."""
        if "roles" not in self or set(self.roles.data or ()) == {role.id for role in like.roles}:
            return list(event.roles)
        return self.chosen(event.community.roles)


def _shifted(days: int, today: int | None) -> str:
    """By how many days, and to which one where all are on the same."""
    weeks, left = divmod(abs(days), 7)
    if not left:
        later = ngettext("A week later", "%(num)s weeks later", weeks)
        earlier = ngettext("A week earlier", "%(num)s weeks earlier", weeks)
        return later if days > 0 else earlier
    later = ngettext("A day later", "%(num)s days later", abs(days))
    earlier = ngettext("A day earlier", "%(num)s days earlier", abs(days))
    said = later if days > 0 else earlier
    if today is None:
        return said
    names = get_day_names("wide", context="stand-alone", locale=get_locale() or "en")
    return _("%(shift)s: %(weekday)s", shift=said, weekday=names[(today + days) % 7])
