"""For how long contact data is kept."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from eventapp.front.retention.due import MONTHS


class MonthsForm(FlaskForm):
    """After how many months what says who somebody is goes."""

    months = SelectField(_l("Keep contact data after somebody’s last event here for"), coerce=int)

    def __init__(self, *args: object, **given: object) -> None:
        super().__init__(*args, **given)
        self.months.choices = [
            SelectChoice(number, ngettext("%(num)s month", "%(num)s months", number))
            for number in MONTHS
        ]
