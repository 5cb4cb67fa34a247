"""What a guest may type about those whom they bring."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from eventapp.communities.forms import WholeNumberField, tidy
from eventapp.events.models import Event
from eventapp.rsvps.parties.party import Party, named, number_refused

FIELDS = ("guests", "guest_names", "waits", "sits")
LONGEST = 60


def waits() -> RadioField:
    """Whether all of a party wait for their places together."""
    return RadioField(
        _l("If there aren’t places for all of us"),
        choices=[
            SelectChoice("together", _l("We wait together")),
            SelectChoice("split", _l("We may be split: whoever gets a place comes")),
        ],
        default="together",
    )


def sits() -> RadioField:
    """Whether all of a party sit at one table."""
    return RadioField(
        _l("At the tables"),
        choices=[
            SelectChoice("apart", _l("Apart, so that each of us meets new people")),
            SelectChoice("together", _l("At one table")),
        ],
        default="apart",
    )


class PartyFields(Form):
    """The part of a yes that says whom a guest brings; only where an event lets them."""

    guests = WholeNumberField(
        _l("I bring"),
        [Optional()],
        least=0,
        most=10,
        sentence=_l("Give a number from 0 to 10."),
        default=0,
        render_kw={"type": "number", "min": 0, "inputmode": "numeric"},
    )
    guest_names = TextAreaField(
        _l("Their names"), [Optional(), Length(max=1500)], render_kw={"rows": 2}
    )
    waits = waits()
    sits = sits()
    most_guests = 0

    def offer_party(self, event: Event) -> None:
        """Ask whom they bring where the event lets them, else not at all. Twice is once."""
        if event.most_guests and "guests" in self:
            self.guests.render_kw = {**(self.guests.render_kw or {}), "max": event.most_guests}
            self.most_guests = event.most_guests
            return
        for name in FIELDS:
            if name in self:
                del self[name]

    def validate_guests(self, field: WholeNumberField) -> None:
        """Names without a number count; more than the event allows is said."""
        field.data = max(field.data or 0, len(self._names()))
        if no := number_refused(field.data, self.most_guests):
            raise ValidationError(no)

    def validate_guest_names(self, field: TextAreaField) -> None:
        """A name is as long as any guest's."""
        if any(len(part) > LONGEST for name in self._names() for part in name):
            raise ValidationError(_("A name may be up to %(most)s letters long.", most=LONGEST))

    def party(self) -> Party:
        """Whom they bring, in the order in which they are named; the rest follow."""
        if "guests" not in self:
            return Party()
        names = self._names()
        follow = [("", "")] * ((self.guests.data or 0) - len(names))
        return Party((*names, *follow), *_chosen(self.waits.data, self.sits.data))

    def _names(self) -> list[tuple[str, str]]:
        lines = map(tidy, (self.guest_names.data or "").splitlines())
        return [named(line) for line in lines if line]


def _chosen(waiting: str | None, seated: str | None) -> tuple[bool, bool]:
    return waiting != "split", seated == "together"


class ChoicesForm(FlaskForm):
    """What holds for all of a party."""

    waits = waits()
    sits = sits()

    @property
    def chosen(self) -> tuple[bool, bool]:
        """Whether they wait together, and whether they sit together."""
        return _chosen(self.waits.data, self.sits.data)


class GuestForm(FlaskForm):
    """One whom a guest brings; the name may follow."""

    first_name = StringField(_l("First name"), [Optional(), Length(max=LONGEST)], filters=[tidy])
    last_name = StringField(_l("Last name"), [Optional(), Length(max=LONGEST)], filters=[tidy])

    once = HiddenField()

    @property
    def name(self) -> tuple[str, str]:
        """First and last name as they were typed."""
        return self.first_name.data or "", self.last_name.data or ""
