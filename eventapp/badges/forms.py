"""What an organizer chooses about a sheet of badges, in an address or in a form that prints them."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import FloatField, Form, HiddenField, IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from eventapp.badges.stocks import STOCKS, Stock
from eventapp.rsvps.models import Rsvp

MOST_BLANKS = 200
FIRST = ("avery-l4785", "avery-5390")
_MILLIMETRES = [
    InputRequired(_l("Give the shift in millimetres; 0 for none.")),
    NumberRange(-20, 20, _l("A printer is never off by more than 20 mm: give -20 to 20.")),
]


class SheetForm(Form):
    """Stock, the first free label, how far the printer is off, and whose badges."""

    stock = RadioField(
        _l("What do you print on?"),
        choices=[SelectChoice(stock.key, stock.name) for stock in STOCKS.values()],
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

    def validate_stock(self, field: RadioField) -> None:
        """A stock from the list."""
        if field.data not in STOCKS:
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
        return STOCKS.get(self.stock.data, STOCKS[FIRST[0]])

    @property
    def shift(self) -> tuple[float, float]:
        """How far everything moves, right and down."""
        return self.x.data or 0.0, self.y.data or 0.0

    @property
    def people(self) -> list[int]:
        """Who was chosen, by RSVP id."""
        return [int(one) for one in self.rsvp.data or () if one.isdecimal() and len(one) < 10]

    def offer(self, people: Sequence[Rsvp]) -> None:
        """Give the form everybody who has a badge."""
        self.rsvp.choices = [SelectChoice(str(rsvp.id), rsvp.name) for rsvp in people]

    def sent(self) -> Iterator[tuple[str, str]]:
        """Names and values of what was chosen, to be sent once more."""
        for field in self:
            for value in field.data if field.name == "rsvp" else [field.data]:
                if value not in ("", None):
                    yield field.name, str(value)


def read(given: MultiDict[str, str], *, usual: str) -> SheetForm:
    """The form as it was sent, or as an address has it; what it leaves out is as at first, and whose
    badges as is usual. Whoever names people means these."""
    first = _DEFAULTS | {"what": "some" if given.getlist("rsvp") else usual}
    kept = MultiDict((name, value) for name, value in given.items(multi=True) if value)
    for name, value in first.items():
        if name not in kept:
            kept[name] = value
    return SheetForm(kept)


_DEFAULTS = {"stock": FIRST[0], "start": "1", "x": "0", "y": "0", "order": "name", "blanks": "10"}
