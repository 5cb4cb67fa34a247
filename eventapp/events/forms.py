"""What an organizer may type about an event, in the steps that ask for it."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from eventapp.communities.forms import (
    WholeNumberField,
    ZoneMenu,
    language_field,
    line_field,
    prose_field,
    tidy,
    zone_choices,
)
from eventapp.communities.models import Role
from eventapp.events import closing_times
from eventapp.events.local_time import hour
from eventapp.events.models import Event
from eventapp.events.time_fields import DayAndTimeField, moment_typed
from eventapp.events.who_form import WhoForm

MINUTE = timedelta(minutes=1)


def web_address(_form: FlaskForm, field: Field) -> None:
    """Only http and https, with a host: anything else could run in the page."""
    try:
        parts = urlsplit(field.data)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in field.data
    except ValueError:
        sound = False
    if not sound:
        raise ValidationError(_("Give a whole web address that begins with https://"))


class WhatForm(FlaskForm):
    """What it is."""

    columns: tuple[str, ...] = ("title", "summary", "description", "language")

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Give the event a title.")), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
    summary = line_field(_l("In one line"))
    description = prose_field(_l("Description"), 10_000, rows=10)
    language = language_field(_l("The community’s"))

    def fill(self, event: Event) -> None:
        """Show what is kept."""
        for name in WhatForm.columns:
            self[name].data = getattr(event, name)


def _address_field(label: str) -> StringField:
    return StringField(
        label,
        [Optional(), Length(max=2000), web_address],
        filters=[tidy],
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )


class HoursForm(FlaskForm):
    """On which day it is, from when to when."""

    starts_on = DateField(_l("Date"), [InputRequired(_l("Give the date, as in 2026-11-26."))])
    starts_at = TimeField(_l("Begins"), [InputRequired(_l("Give the time, as in 18:00."))])
    ends_at = TimeField(_l("Ends"), [InputRequired(_l("Give the time, as in 20:30."))])
    ends_on = DateField(_l("Ends on another day"), [Optional()])


class WhereForm(FlaskForm):
    """At a place, online, or both."""

    place_name = line_field(_l("Place"))
    place_address = line_field(_l("Address"))
    map_url = _address_field(_l("Link to a map"))
    online_url = _address_field(_l("Link to join online"))
    online_public = BooleanField(_l("Everybody may see this link"))
    hybrid = BooleanField(_l("Guests choose: at the place, or online"))


class WhenForm(WhereForm, HoursForm):
    """When and where."""

    columns: tuple[str, ...] = (
        "zone", "place_name", "place_address", "map_url", "online_url", "online_public", "hybrid",
    )  # fmt: skip
    closing: tuple[str, ...] = ("rsvps_close", "waitlist_closes")

    zone = SelectField(_l("Time zone"), widget=ZoneMenu())
    rsvps_open = SelectField(_l("RSVPs open"), default="")
    rsvps_open_on = DayAndTimeField(_l("Or RSVPs open at"), [Optional()])
    rsvps_close = SelectField(_l("RSVPs close"), default="0")
    rsvps_close_on = DayAndTimeField(_l("Or RSVPs close at"), [Optional()])
    waitlist_closes = SelectField(_l("The waitlist closes"), default="0")
    waitlist_closes_on = DayAndTimeField(_l("Or the waitlist closes at"), [Optional()])

    starts: datetime
    ends: datetime
    # Minutes from the start, by the columns of Event.
    closes: dict[str, int | None]

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)
        self.zone.choices = zone_choices(self.zone.data or "")
        for name in self.closing:
            self[name].choices = closing_times.choices(self[name].data)
        self.rsvps_open.choices = closing_times.opening_choices(self.rsvps_open.data)

    def validate(self, *args: object, **given: object) -> bool:
        """Each field by itself, then the two times on the clocks of the place."""
        sound = super().validate(*args, **given)
        asked = (self.starts_on, self.starts_at, self.ends_at, self.ends_on, self.zone)
        if any(field.errors for field in asked):
            return False
        return self._read_times() and self._read_closings() and sound

    def _read_times(self) -> bool:
        day, last_day = self.starts_on.data, self.ends_on.data or self.starts_on.data
        zone = ZoneInfo(self.zone.data)
        for field, on in ((self.starts_on, day), (self.ends_on, last_day)):
            if not 2000 <= on.year <= 2200:
                field.errors = [_("Check the year.")]
                return False
        starts = moment_typed(self.starts_at, day, zone)
        ends = starts and moment_typed(self.ends_at, last_day, zone, after=starts)
        if not starts or not ends:
            return False
        if ends <= starts:
            self.ends_at.errors = [_("The end must come after the beginning.")]
            return False
        if (ends - starts).days > 31:
            self.ends_on.errors = [_("An event lasts at most a month.")]
            return False
        self.starts, self.ends = starts, ends
        return True

    def _read_closings(self) -> bool:
        self.closes = {}
        for name in ("rsvps_open", *self.closing):
            choice, at = self[name], self[f"{name}_on"]
            if choice.errors or at.errors:
                return False
            self.closes[name] = int(choice.data) if choice.data else None
            if at.data is None:
                continue
            closes = moment_typed(at, at.data.date(), ZoneInfo(self.zone.data))
            if closes is None:
                return False
            if not self.starts - timedelta(minutes=closing_times.A_YEAR) <= closes <= self.ends:
                at.errors = [_("Choose a time in the year before the event, or before it ends.")]
                return False
            self.closes[name] = round((closes - self.starts) / timedelta(minutes=1))
        opens, close = self.closes["rsvps_open"], self.closes["rsvps_close"] or 0
        if opens is not None and opens >= min(close, (self.ends - self.starts) // MINUTE):
            asked: Field = self.rsvps_open_on if self.rsvps_open_on.data else self.rsvps_open
            asked.errors = [_("RSVPs must open before they close.")]
            return False
        return True

    def fill(self, event: Event) -> None:
        """Show what is kept, on the clocks of the place."""
        for name in WhenForm.columns:
            self[name].data = getattr(event, name)
        self.zone.choices = zone_choices(event.zone)
        starts, ends = event.local_start, event.local_end
        self.starts_on.data, self.starts_at.data = starts.date(), hour(starts)
        self.ends_at.data = hour(ends)
        self.ends_on.data = ends.date() if ends.date() != starts.date() else None
        for name in self.closing:
            self[name].data = str(getattr(event, name))
            self[name].choices = closing_times.choices(self[name].data)
        self.rsvps_open.data = "" if event.rsvps_open is None else str(event.rsvps_open)
        self.rsvps_open.choices = closing_times.opening_choices(self.rsvps_open.data)


def _number(label: str, least: int, most: int) -> WholeNumberField:
    sentence = _l("Give a number from %(least)s to %(most)s.", least=least, most=most)
    return WholeNumberField(
        label,
        [InputRequired(sentence)],
        least=least,
        most=most,
        render_kw={"min": least, "max": most, "inputmode": "numeric"},
    )


class RoomForm(FlaskForm):
    """People and tables."""

    columns: tuple[str, ...] = ("capacity", "tables", "seats", "rounds", "minutes")

    tables = _number(_l("Tables"), 1, 200)
    seats = _number(_l("Chairs at each"), 2, 20)
    rounds = _number(_l("Rounds"), 1, 10)
    minutes = _number(_l("Minutes a round"), 5, 120)
    capacity = WholeNumberField(
        _l("Places"),
        [Optional()],
        least=1,
        most=20_000,
        sentence=_l("Give a number from 1, or leave it empty."),
        render_kw={"min": 1, "inputmode": "numeric"},
    )
    roles = SelectMultipleField(_l("Who should come"), coerce=int)

    def offer_roles(self, roles: list[Role]) -> None:
        """Give the form the community's roles, to tick those that people can come as."""
        self.roles.choices = [SelectChoice(role.id, role.name) for role in roles]

    def chosen(self, roles: list[Role]) -> list[Role]:
        """The roles that were ticked."""
        return [role for role in roles if role.id in (self.roles.data or [])]

    def fill(self, event: Event) -> None:
        """Show what is kept."""
        for name in RoomForm.columns:
            self[name].data = getattr(event, name)
        self.roles.data = [role.id for role in event.roles]


class PeopleForm(RoomForm, WhoForm):
    """People and tables: the room, and what few events need to say of who may come."""

    columns = RoomForm.columns + WhoForm.columns

    def offer_roles(self, roles: list[Role]) -> None:
        """Give the form the community's roles, to tick them and to hold places for them."""
        super().offer_roles(roles)
        self.offer_quotas(roles)

    def fill(self, event: Event) -> None:
        """Show what is kept."""
        RoomForm.fill(self, event)
        WhoForm.fill(self, event)


class EventForm(WhatForm, WhenForm, PeopleForm):
    """All of an event on one page: how a published one is changed."""

    columns = WhatForm.columns + WhenForm.columns + PeopleForm.columns

    def validate_roles(self, field: Field) -> None:
        """A published event needs somebody who can come."""
        if not field.data:
            raise ValidationError(_("Choose at least one role that people can come as."))

    def fill(self, event: Event) -> None:
        """Show what is kept."""
        for step in (WhatForm, WhenForm, PeopleForm):
            step.fill(self, event)


def values(form: WhatForm | WhenForm | PeopleForm) -> dict[str, object]:
    """What a valid form says, by the columns of Event; roles and quotas are apart."""
    found = {name: form[name].data for name in form.columns}
    if isinstance(form, WhenForm):
        found |= {"starts_at": form.starts.astimezone(UTC), "ends_at": form.ends.astimezone(UTC)}
        found |= form.closes
    if isinstance(form, WhoForm):
        found["places_held"] = int(form.places_held.data)
    return found
