"""For how long contact data is kept."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

MONTHS = (3, 6, 12, 18, 24, 36)


class MonthsForm(FlaskForm):
    """After how many months what says who somebody is goes."""

    months = SelectField(
        _l("Keep contact data after somebody’s last event here for"),
        [InputRequired()],
        coerce=int,
        choices=[
            SelectChoice(number, lazy_ngettext("%(num)s month", "%(num)s months", number))
            for number in MONTHS
        ],
    )
