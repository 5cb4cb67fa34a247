"""What an organizer chooses about a sheet of badges, in an address or in a form that prints them."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from eventapp.badges.printers.models import Printer
from eventapp.badges.stocks import ALL, Stock
from eventapp.rsvps.models import Rsvp

MOST_BLANKS = 200
# Tents and place cards stand on a table instead.
PRINTED = {key: stock for key, stock in ALL.items() if stock.kind != "tent"}
FIRST = ("avery-l4785", "avery-5390")


class SheetForm(Form):
    """Stock, the first free label, which printer, and whose badges."""

    stock = RadioField(
        _l("What do you print on?"),
        validate_choice=False,
    )
    start = IntegerField(
        _l("Start at label"),
        [InputRequired(_l("Give the number of the first free label."))],
        default=1,
        render_kw={"inputmode": "numeric", "min": 1},
    )
    printer = SelectField(_l("Printer"), validate_choice=False)
    backs = BooleanField(_l("Print the backs, too"), false_values=("", "0"))
    what = RadioField(
        _l("Whose badges?"),
        choices=[
            SelectChoice("open", _l("What is new or changed")),
            SelectChoice("all", _l("Everyone")),
            SelectChoice("new", _l("Only new")),
            SelectChoice("changed", _l("Only changed")),
            SelectChoice("some", _l("Chosen people")),
            SelectChoice("blank", _l("Blank badges")),
        ],
    )
    order = RadioField(
        _l("In which order?"),
        choices=[SelectChoice("name", _l("By name")), SelectChoice("table", _l("By table"))],
    )
    rsvp = SelectMultipleField(_l("People"), validate_choice=False)
    blanks = IntegerField(
        _l("How many blank badges"),
        [
            InputRequired(_l("Say how many blank badges to print.")),
            NumberRange(1, MOST_BLANKS, _l("Print between 1 and 200 blank badges.")),
        ],
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_BLANKS},
    )
    again = HiddenField()

    def __init__(self, given: MultiDict[str, str], *, stocks: Mapping[str, Stock]) -> None:
        super().__init__(given)
        self.stocks = stocks
        self.stock.choices = [SelectChoice(one.key, one.name) for one in stocks.values()]

    def validate_stock(self, field: RadioField) -> None:
        """A stock from the list."""
        if field.data not in self.stocks:
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
        return self.stocks.get(self.stock.data, PRINTED[FIRST[0]])

    @property
    def both_sides(self) -> bool:
        """Whether backs are printed, too: asked for, and something that has a back."""
        return bool(self.backs.data) and self.on.two_sided

    @property
    def people(self) -> list[int]:
        """Who was chosen, by RSVP id."""
        return [int(one) for one in self.rsvp.data or () if one.isdecimal() and len(one) < 10]

    def offer(self, people: Sequence[Rsvp]) -> None:
        """Give the form everybody who has a badge."""
        self.rsvp.choices = [SelectChoice(str(rsvp.id), rsvp.name) for rsvp in people]

    def offer_printers(self, printers: Sequence[Printer]) -> Printer | None:
        """Give the form the printers that take the chosen stock; which of them is chosen, if any."""
        fit = {str(one.id): one for one in printers if one.fits(self.on)}
        self.printer.choices = [
            SelectChoice("", _("One that was never measured")),
            *(SelectChoice(number, one.name) for number, one in fit.items()),
        ]
        if self.printer.data not in fit:
            self.printer.data = ""
        return fit.get(self.printer.data)

    def sent(self) -> Iterator[tuple[str, str]]:
        """Names and values of what was chosen, to be sent once more."""
        for field in self:
            for value in field.data if field.name == "rsvp" else [field.data]:
                if value not in ("", None, False):
                    yield field.name, str(value)


# What a page's address may say of a sheet.
CHOICES = tuple(name for name, one in vars(SheetForm).items() if isinstance(one, UnboundField))


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
            SelectChoice("event", _l("Name of the event, on upright cards and backs")),
            SelectChoice("logo", _l("Logo of the community, in colour prints")),
        ],
    )


def read(given: MultiDict[str, str], *, usual: str, stocks: Mapping[str, Stock]) -> SheetForm:
    """The form as it was sent, or as an address has it; what it leaves out is as at first, and whose
    badges as is usual. Whoever names people means these."""
    first = _DEFAULTS | {"what": "some" if given.getlist("rsvp") else usual}
    kept = MultiDict((name, value) for name, value in given.items(multi=True) if value)
    for name, value in first.items():
        if name not in kept:
            kept[name] = value
    return SheetForm(kept, stocks=stocks)


_DEFAULTS = {"stock": FIRST[0], "start": "1", "printer": "", "order": "name", "blanks": "10"}
