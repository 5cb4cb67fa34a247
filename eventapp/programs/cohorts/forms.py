"""What an organizer types to run a program again."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from eventapp.communities.forms import tidy


class DayForm(FlaskForm):
    """On which day the first session is."""

    class Meta:
        """It is asked for with the address of the page: it changes nothing."""

        csrf = False

    first = DateField(
        _l("First session on"), [InputRequired(_l("Give the date, as in 2026-11-26."))]
    )


class CohortForm(FlaskForm):
    """What the run is called."""

    cohort = StringField(
        _l("Which run it is"),
        [DataRequired(_l("Say which run it is, as in “Spring 2027”.")), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
