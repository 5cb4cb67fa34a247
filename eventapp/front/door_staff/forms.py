"""What an organizer says of a device at the door."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from eventapp.badges.printers import choices
from eventapp.badges.stocks import STOCKS
from eventapp.communities.forms import tidy
from eventapp.communities.models import Community


class StockForm(FlaskForm):
    """What badges are printed on from one device."""

    stock = SelectField(_l("Badges print on"))

    def __init__(self, of: Community) -> None:
        flat = choices.flat_stocks(of).values()
        # The first of what everybody has, however many a community measured itself.
        super().__init__(data={"stock": next(iter(STOCKS))})
        self.stock.choices = [SelectChoice(one.key, one.name) for one in flat]


class PassForm(StockForm):
    """A name, and what the device is for."""

    name = StringField(
        _l("Who helps"),
        [DataRequired(_l("Say who helps: the name shows with each check-in.")), Length(max=40)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    kind = RadioField(
        _l("What for"),
        choices=[
            SelectChoice("door", _l("The door: a helper checks people in")),
            SelectChoice("kiosk", _l("A kiosk: guests check themselves in")),
        ],
        default="door",
    )
