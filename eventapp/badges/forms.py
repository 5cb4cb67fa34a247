"""What an organizer chooses about a sheet of badges; sent with GET, since printing changes nothing."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FloatField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from eventapp.badges.stocks import ALL, Stock
from eventapp.rsvps.models import Rsvp

# Tents and place cards stand on a table instead.
PRINTED = {key: stock for key, stock in ALL.items() if stock.kind != "tent"}
FIRST = ("avery-l4785", "avery-5390")
_MILLIMETRES = [
    InputRequired(_l("Give the shift in millimetres; 0 for none.")),
    NumberRange(-20, 20, _l("A printer is never off by more than 20 mm: give -20 to 20.")),
]


class SheetForm(Form):
    """Stock, the first free label, how far the printer is off, and whose badges."""

    stock = RadioField(
        _l("What do you print on?"),
        choices=[SelectChoice(stock.key, stock.name) for stock in PRINTED.values()],
        default=FIRST[0],
        validate_choice=False,
    )
    start = IntegerField(
        _l("Start at label"),
        [InputRequired(_l("Give the number of the first free label."))],
        default=1,
        render_kw={"inputmode": "numeric", "min": 1},
    )
    x = FloatField(
        _l("Shift right, mm"),
        _MILLIMETRES,
        default=0.0,
        render_kw={"inputmode": "decimal", "step": 0.1, "type": "number"},
    )
    y = FloatField(
        _l("Shift down, mm"),
        _MILLIMETRES,
        default=0.0,
        render_kw={"inputmode": "decimal", "step": 0.1, "type": "number"},
    )
    rsvp = SelectField(_l("Whose?"), default="", validate_choice=False)
    backs = BooleanField(_l("Print the backs, too"), false_values=("", "0"))

    def validate_stock(self, field: RadioField) -> None:
        """A stock from the list."""
        if field.data not in PRINTED:
            raise ValidationError(_("This label stock is not known. Choose one from the list."))

    def validate_start(self, field: IntegerField) -> None:
        """A label that the sheet has."""
        most = self.on.per_sheet
        if field.data is not None and not 1 <= field.data <= most:
            raise ValidationError(
                _("Start at a label from 1 to %(most)s: the sheet has no other.", most=most)
            )

    @property
    def on(self) -> Stock:
        """The chosen stock; the first of the list while none is known."""
        return PRINTED.get(self.stock.data, PRINTED[FIRST[0]])

    @property
    def both_sides(self) -> bool:
        """Whether backs are printed, too: asked for, and something that has a back."""
        return bool(self.backs.data) and self.on.two_sided

    @property
    def shift(self) -> tuple[float, float]:
        """How far everything moves, right and down."""
        return self.x.data or 0.0, self.y.data or 0.0

    def offer(self, people: Sequence[Rsvp]) -> None:
        """Give the form everybody who has a badge."""
        everyone = _("Everyone, %(number)s badges", number=len(people))
        self.rsvp.choices = [
            SelectChoice("", everyone),
            *(SelectChoice(str(rsvp.id), rsvp.name) for rsvp in people),
        ]


class FieldsForm(FlaskForm):
    """What stands on the badges of an event."""

    fields = SelectMultipleField(
        _l("What stands on the badges?"),
        choices=[
            SelectChoice("last_name", _l("Last name")),
            SelectChoice("pronouns", _l("Pronouns")),
            SelectChoice("ask", _l("Ask me about")),
            SelectChoice("says", _l("Answers chosen for badges")),
            SelectChoice("tables", _l("Table of each round")),
            SelectChoice("plan", _l("Number of the plan")),
            SelectChoice("code", _l("Code for the door")),
            SelectChoice("photos", _l("Mark for “no photos”")),
            SelectChoice("event", _l("Name of the event, on upright cards and backs")),
            SelectChoice("logo", _l("Logo of the community, in colour prints")),
        ],
    )


def read(args: Mapping[str, str]) -> SheetForm:
    """The form as an address has it; what it leaves out is as at first."""
    kept = {
        name: args[name] for name in ("stock", "start", "x", "y", "rsvp", "backs") if args.get(name)
    }
    return SheetForm(_Given(_DEFAULTS | kept))


_DEFAULTS = {"stock": FIRST[0], "start": "1", "x": "0", "y": "0", "rsvp": "", "backs": ""}


class _Given(dict[str, str]):
    """One value a name, as WTForms reads a query."""

    def getlist(self, name: str) -> list[str]:
        return [self[name]] if name in self else []
