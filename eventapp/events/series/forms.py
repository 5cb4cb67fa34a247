"""What an organizer may type about a series of events."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eventapp.communities.forms import WholeNumberField
from eventapp.communities.models import Community
from eventapp.events import drafts
from eventapp.events.forms import RoomForm, WhatForm, WhenForm
from eventapp.events.local_time import hour
from eventapp.events.models import Event
from eventapp.events.recurrence import Rhythm
from eventapp.events.recurrence_form import RhythmForm, number_field
from eventapp.events.venues import choice

REPEATS = [
    SelectChoice("week", _l("By the week")),
    SelectChoice("weekday", _l("By the month, on the same weekday: each first Tuesday")),
    SelectChoice("last", _l("By the month, on the last such weekday: each last Friday")),
    SelectChoice("day", _l("By the month, on the same day: each 15th")),
]


# What a series says of itself, by the columns of EventSeries.
ABOUT = ("title", "summary", "description")


class RuleForm(RhythmForm):
    """'Every second Thursday', and how long it goes on."""

    repeats = RadioField(_l("Repeats"), choices=REPEATS, default="week")
    every = WholeNumberField(
        _l("Every how many weeks or months"),
        [InputRequired()],
        least=1,
        most=13,
        default=1,
        render_kw={"min": 1, "max": 13, "inputmode": "numeric"},
    )
    dates = number_field(_l("How many"))

    @property
    def how_many(self) -> WholeNumberField:
        """The field that asks how many there are."""
        return self.dates

    def by_month(self) -> str:
        """By what it is counted in a month; nothing where it is by week."""
        return "" if self.repeats.data == "week" else str(self.repeats.data)


class SeriesForm(RuleForm, WhenForm, RoomForm):
    """A series that isn't there yet, and its rule. Every role is welcome."""

    columns = (*WhenForm.columns, *RoomForm.columns, "language")
    title, summary = WhatForm.title, WhatForm.summary
    description, language = WhatForm.description, WhatForm.language
    roles = None

    def suggest(self, host: Community) -> None:
        """Begin with what any event of the community begins with."""
        self.zone.data = host.zone
        for name, number in drafts.ROOM.items():
            self[name].data = number

    def use_venue(self, host: Community) -> bool:
        """Fill in the venue that was chosen, if its button was pressed.

        Where there were as many places as chairs there are as many as the venue has.
        """
        chairs = self._chairs
        if not choice.use(self, host):
            return False
        if self.capacity.data == chairs:
            choice.fill(self.capacity, self._chairs)
        return True

    @property
    def _chairs(self) -> int:
        return (self.tables.data or 0) * (self.seats.data or 0)

    def about(self) -> dict[str, object]:
        """What it says of the series itself, by the columns of EventSeries."""
        return {name: self[name].data for name in ABOUT}

    def zone_name(self) -> str:
        """The zone that was chosen."""
        return str(self.zone.data)


class DatesForm(RuleForm):
    """More dates like an event: the rule counts from its day, and makes what isn't there yet."""

    def __init__(self, like: Event, there: Sequence[Event], *args: object, **given: object) -> None:
        self._like = like
        self._there = frozenset(one.local_start.date() for one in there)
        super().__init__(*args, **given)

    def fill(self) -> None:
        """At the same hours, from the day of that event on."""
        starts, ends = self._like.local_start, self._like.local_end
        self.starts_on.data, self.starts_at.data = starts.date(), hour(starts)
        self.ends_at.data = hour(ends)
        self.ends_on.data = ends.date() if ends.date() != starts.date() else None

    def zone_name(self) -> str:
        """That of the event that they are made like."""
        return self._like.zone

    def _rhythm(self) -> Rhythm | None:
        rule = super()._rhythm()
        # A day that has its event is not made again: as many others follow at the end.
        return rule and rule.without(self._there)


class AboutForm(FlaskForm):
    """What a series says of itself."""

    columns = ABOUT
    title, summary = WhatForm.title, WhatForm.summary
    description = WhatForm.description
